package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.Locale;
import ldmstudio.engine.run.RunStatus;

/**
 * A model that can be drawn with.
 *
 * @param path a run's folder, a pipeline's folder or a file
 * @param name as people know it
 * @param detail a word about it: the step of a run; empty: none
 * @param isRun a run of the workspace, with checkpoints and settings of its own
 */
record ModelChoice(Path path, String name, String detail, boolean isRun) {
    ModelChoice {
        path = path.toAbsolutePath().normalize();
    }

    /** A run of the workspace. */
    static ModelChoice of(RunStatus run) {
        return new ModelChoice(
                run.folder(), run.name(), String.format(Locale.ROOT, "step %,d", run.step()), true);
    }

    /** A checkpoint, a pipeline's folder or a file from anywhere. */
    static ModelChoice opened(Path model) {
        Path whole = model.toAbsolutePath().normalize();
        return new ModelChoice(whole, String.valueOf(whole.getFileName()), "opened", false);
    }

    boolean is(Path other) {
        return path.equals(other.toAbsolutePath().normalize());
    }

    /** As the list shows it. */
    String line() {
        return detail.isEmpty() ? name : name + "  ·  " + detail;
    }
}
