package ldmstudio.app.film;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.worker.BeginSettings;

/** What of a run can be filmed: the pictures it drew while it trained, or each checkpoint anew. */
public final class TrainingSubject {
    static final String TITLE = "Film this training";

    private TrainingSubject() {}

    /** Reads a run's folder; in the background. */
    public static FilmSubject of(Path run) throws IOException {
        SamplingConfig sampling = SamplingConfig.defaults();
        boolean draws = false;
        try (RunFolder folder = RunFolder.open(run)) {
            if (folder.config() instanceof Stage2Config stage2) {
                sampling = stage2.sampling();
                draws = true;
            }
        }
        List<String> kinds = new ArrayList<>();
        if (any(run.resolve(RunFolder.PREVIEWS))) {
            kinds.add("training");
        }
        if (draws && any(run.resolve(RunFolder.CHECKPOINTS))) {
            kinds.add("checkpoints");
        }
        if (kinds.isEmpty()) {
            return FilmSubject.impossible(
                    TITLE,
                    "This run has no pictures and no checkpoint yet. Train it past its first"
                            + " evaluation, or press \"Evaluate and show pictures now\".");
        }
        return new FilmSubject(
                TITLE,
                run.getFileName() + " training",
                new FilmConfig(
                        kinds.get(0),
                        run.toAbsolutePath().normalize().toString(),
                        "",
                        List.of(),
                        0,
                        sampling,
                        FilmConfig.defaults().video()),
                BeginSettings.NOISE,
                kinds,
                "");
    }

    private static boolean any(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.anyMatch(p -> String.valueOf(p.getFileName()).startsWith("step-"));
        }
    }
}
