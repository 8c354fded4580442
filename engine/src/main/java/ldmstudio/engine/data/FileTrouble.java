package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words why a file or folder cannot be read. */
final class FileTrouble {
    private FileTrouble() {}

    /** A whole sentence that names the file. */
    static String reading(Path file, IOException trouble) {
        return "Cannot read " + file + ": " + reason(trouble) + ".";
    }

    /** A clause without the file's name. */
    static String reason(IOException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (trouble instanceof AccessDeniedException) {
            return "permission denied; ask its owner for the right to read it";
        }
        if (trouble instanceof FileSystemLoopException) {
            return "a link that leads back to a folder above it";
        }
        if (trouble instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        String message = trouble.getMessage();
        return message == null || message.isBlank() ? trouble.getClass().getSimpleName() : message;
    }
}
