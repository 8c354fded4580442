package ldmstudio.app.screen.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import ldmstudio.engine.run.RunLock;

/**
 * Deleting a run moves its folder to {@code runs/.trash}, on the same disk and therefore at once
 * and whole; undoing moves it back.
 */
final class RunTrash {
    static final String NAME = ".trash";

    private RunTrash() {}

    /**
     * Moves the run away.
     *
     * @return where it lies now
     */
    static Path delete(Path run) throws IOException {
        if (RunLock.isHeld(run)) {
            throw new IOException(run.getFileName() + " is being trained; stop it first.");
        }
        Path runs = Objects.requireNonNull(run.toAbsolutePath().getParent());
        Path trash = Files.createDirectories(runs.resolve(NAME));
        Path target = trash.resolve(String.valueOf(run.getFileName()));
        for (int number = 2; Files.exists(target); number++) {
            target = trash.resolve(run.getFileName() + "-" + number);
        }
        return Files.move(run, target);
    }

    /** Moves a deleted run back to where it was. */
    static Path restore(Path deleted, Path original) throws IOException {
        if (Files.exists(original)) {
            throw new IOException(
                    "There is a new run of the name "
                            + original.getFileName()
                            + "; the deleted one stays in "
                            + deleted
                            + ".");
        }
        return Files.move(deleted, original);
    }
}
