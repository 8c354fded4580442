package ldmstudio.app.screen.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.Stage1Config;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunStatus;

/**
 * How long a run will take, from runs of the same network, batch and machine that were made here.
 * Where there is none, it says how much there is to do and leaves the time open.
 */
final class RunEstimate {
    private RunEstimate() {}

    /** One sentence; reads configurations of past runs, so in the background only. */
    static String of(RunConfig config, List<RunStatus> past) throws IOException {
        for (RunStatus run : past) {
            Double speed = run.metrics().get(Metrics.STEPS_PER_SECOND);
            if (speed != null && speed > 0 && isLike(config, run.folder())) {
                double seconds = config.training().maxTrainSteps() / speed;
                return String.format(
                        Locale.ROOT,
                        "about %s for %,d steps, at %.1f steps/s as in %s",
                        RunView.duration(seconds),
                        config.training().maxTrainSteps(),
                        speed,
                        run.name());
            }
        }
        long pictures =
                (long) config.training().maxTrainSteps()
                        * config.training().batchSize()
                        * config.training().gradientAccumulationSteps();
        return String.format(
                Locale.ROOT,
                "%,d steps, %,d pictures; the time is known after the first steps",
                config.training().maxTrainSteps(),
                pictures);
    }

    private static boolean isLike(RunConfig config, Path folder) {
        try {
            RunConfig other = RunConfigs.read(folder.resolve(RunFolder.RUN_YAML), List.of());
            return sameWork(config, other)
                    && config.machine().equals(other.machine())
                    && config.training().batchSize() == other.training().batchSize()
                    && config.training().gradientAccumulationSteps()
                            == other.training().gradientAccumulationSteps();
        } catch (ConfigException e) {
            // A run of another version says nothing about this one.
            return false;
        }
    }

    private static boolean sameWork(RunConfig a, RunConfig b) {
        if (a instanceof Stage1Config x && b instanceof Stage1Config y) {
            return x.autoencoder().equals(y.autoencoder());
        }
        return a instanceof Stage2Config x
                && b instanceof Stage2Config y
                && x.denoiser().equals(y.denoiser())
                && x.autoencoder().equals(y.autoencoder());
    }
}
