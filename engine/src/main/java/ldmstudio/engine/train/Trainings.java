package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.Stage1Config;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.config.TextStageConfig;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import org.jspecify.annotations.Nullable;

/** Begins and takes up trainings: the one door for the command line, the worker and tests. */
public final class Trainings {
    private Trainings() {}

    /**
     * A training that is ready to {@link TrainingLoop#run}, and the checkpoint that it goes on
     * from.
     */
    public record Ready(TrainingLoop loop, @Nullable Checkpoint from) implements AutoCloseable {
        /** Trains to the end. */
        public TrainingLoop.End run(TrainingObserver observer) throws Exception {
            return loop.run(from, observer);
        }

        @Override
        public void close() throws RunFolderException {
            loop.close();
        }
    }

    /**
     * Gets a new run ready: opens the data, makes the networks and the run folder.
     *
     * @param runDir absent or empty
     */
    public static Ready start(RunConfig config, Path runDir) throws IOException {
        TrainingTask task = task(config, runDir, false);
        try {
            RunFolder folder = RunFolder.create(runDir, RunConfigs.write(config));
            return new Ready(loop(folder, config, task), null);
        } catch (IOException | RuntimeException e) {
            task.close();
            throw e;
        }
    }

    /**
     * Takes up a run from its newest whole checkpoint, or from its beginning when it has none.
     *
     * @throws RunFolderException when the folder is no run, or another process writes to it
     */
    public static Ready resume(Path runDir) throws IOException {
        RunFolder folder = RunFolder.openForWriting(runDir);
        try {
            RunConfig config = RunConfigs.read(folder.runYaml());
            Optional<Checkpoint> from = folder.latestCheckpoint();
            TrainingTask task = task(config, runDir, true);
            return new Ready(loop(folder, config, task), from.orElse(null));
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static TrainingLoop loop(RunFolder folder, RunConfig config, TrainingTask task) {
        return new TrainingLoop(
                folder,
                config.training(),
                task,
                new TrainingControl(config instanceof Stage1Config));
    }

    private static TrainingTask task(RunConfig config, Path runDir, boolean resumed)
            throws IOException {
        if (config instanceof Stage1Config stage1) {
            return new Stage1Trainer(stage1);
        }
        if (config instanceof TextStageConfig text) {
            return new ContrastiveTrainer(text, runDir);
        }
        Stage2Config stage2 = (Stage2Config) config;
        // A resumed student must have its teacher again; other weights are in the checkpoint.
        boolean distils = stage2.distillation().on();
        String named = distils ? stage2.distillation().teacher() : stage2.initFrom();
        String key = distils ? "distillation.teacher" : "init_from";
        Path model =
                named.isBlank() || (resumed && !distils)
                        ? null
                        : FineTuning.place(key, named, roots(runDir));
        if (stage2.autoencoder().equals("none")) {
            return new Stage2Trainer(stage2, null, model, runDir);
        }
        Path kept = keptAutoencoder(runDir);
        Path folder =
                resumed && Files.isDirectory(kept)
                        ? kept
                        : ModelPlace.autoencoder(stage2.autoencoder(), roots(runDir));
        return new Stage2Trainer(stage2, folder, model, runDir);
    }

    /** Where a stage-2 run keeps the autoencoder that it began with. */
    static Path keptAutoencoder(Path runDir) {
        return runDir.resolve("autoencoder");
    }

    /**
     * A relative path means the workspace around {@code runs/}, so that it can be moved; else the
     * working folder.
     */
    static List<Path> roots(Path runDir) {
        List<Path> roots = new ArrayList<>();
        for (Path up = runDir.toAbsolutePath().normalize().getParent();
                up != null && roots.size() < 2;
                up = up.getParent()) {
            roots.add(up);
        }
        roots.add(Path.of(""));
        return roots;
    }
}
