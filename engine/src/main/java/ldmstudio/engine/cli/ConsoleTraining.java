package ldmstudio.engine.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.train.TrainingLoop;
import ldmstudio.engine.train.TrainingObserver;
import ldmstudio.engine.train.Trainings;
import ldmstudio.engine.worker.StopSignal;
import org.jspecify.annotations.Nullable;

/** A training in a terminal: progress, Ctrl-C saves and stops, and the last figures at the end. */
final class ConsoleTraining {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CommandContext context;

    ConsoleTraining(CommandContext context) {
        this.context = context;
    }

    /**
     * Trains to the end.
     *
     * @param json whether the result is printed for scripts
     */
    int run(Trainings.Ready ready, boolean json) throws Exception {
        Path folder = ready.loop().folder().path();
        context.err().println("Run folder " + folder);
        TrainingLoop.End end;
        try (StopSignal signal =
                        StopSignal.install(() -> ready.loop().control().stop(true), PATIENCE);
                Meter meter = new Meter()) {
            end = ready.run(meter);
        }
        Map<String, Double> figures = lastEvaluation(folder);
        Event.Waits waits = waits(folder);
        if (json) {
            Map<String, Object> result = new TreeMap<>();
            result.put("run", folder.toString());
            result.put("step", end.step());
            result.put("state", end.stopped() ? "stopped" : "finished");
            result.put("evaluation", figures);
            if (waits != null) {
                result.put("data_wait_share", waits.dataShare());
                result.put("writing_wait_share", waits.writingShare());
            }
            context.printJson(result);
        } else {
            String words = end.stopped() ? "Stopped and saved at step " : "Finished at step ";
            context.out().println(words + end.step() + " in " + folder);
            figures.forEach(
                    (name, value) -> {
                        if (!name.contains("bucket")) {
                            context.out().printf(Locale.ROOT, "  %-24s %.4g%n", name, value);
                        }
                    });
        }
        if (!json && waits != null) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "Of %.0f s the steps waited %.2f %% for data and %.2f %% for events,"
                                    + " previews and checkpoints.%n",
                            waits.seconds(),
                            100 * waits.dataShare(),
                            100 * waits.writingShare());
        }
        return end.stopped() ? ExitCodes.CANCELLED : ExitCodes.OK;
    }

    private static Event.@Nullable Waits waits(Path folder) throws Exception {
        Event.Waits last = null;
        try (RunFolder run = RunFolder.open(folder)) {
            for (Event event : run.events().readAll()) {
                last = event instanceof Event.Waits waits ? waits : last;
            }
        }
        return last;
    }

    private static Map<String, Double> lastEvaluation(Path folder) throws Exception {
        Map<String, Double> last = Map.of();
        try (RunFolder run = RunFolder.open(folder)) {
            for (Event event : run.events().readAll()) {
                if (event instanceof Event.Evaluation evaluation) {
                    last = evaluation.metrics();
                }
            }
        }
        return last;
    }

    /** Shows what the training says. */
    private final class Meter implements TrainingObserver, AutoCloseable {
        private ProgressMeter meter = context.progress("getting ready", 100);
        private boolean training;
        private String note = "";

        @Override
        public void preparing(String text, double fraction) {
            meter.update(Math.round(100 * fraction), 100, text);
        }

        @Override
        public void step(long step, long totalSteps, double stepsPerSecond) {
            if (!training) {
                training = true;
                meter.close();
                meter = context.progress("training", totalSteps);
            }
            note = String.format(Locale.ROOT, "%.1f steps/s", stepsPerSecond);
            meter.update(step, totalSteps, note);
        }

        @Override
        public void close() {
            meter.close();
        }
    }
}
