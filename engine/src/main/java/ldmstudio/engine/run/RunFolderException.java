package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run folder cannot be made, read or written; says what happened to which path and what to do.
 */
public final class RunFolderException extends IOException implements Hinted {
    private static final long serialVersionUID = 1;

    private final String hint;

    public RunFolderException(String message, String hint) {
        this(message, hint, null);
    }

    public RunFolderException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    @Override
    public String hint() {
        return hint;
    }

    /** Puts a failed file operation into words, such as a full disk or a removed folder. */
    public static RunFolderException of(String action, Path path, IOException cause) {
        if (cause instanceof RunFolderException known) {
            return known;
        }
        String what = "cannot " + action + " " + path + ": ";
        String reason =
                cause instanceof FileSystemException e && e.getReason() != null
                        ? e.getReason()
                        : String.valueOf(cause.getMessage());
        if (isFull(reason)) {
            return new RunFolderException(
                    what + "the disk is full",
                    "Free some space, then go on; what was saved before is intact.",
                    cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new RunFolderException(
                    what + "it does not exist (any more)",
                    "Was the folder moved or deleted? Put it back, or start a new run.",
                    cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new RunFolderException(
                    what + "no permission",
                    "Check the owner and the permissions of this path.",
                    cause);
        }
        return new RunFolderException(
                what + reason, "Check that the disk is present and writable.", cause);
    }

    private static boolean isFull(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return lower.contains("no space left")
                || lower.contains("not enough space")
                || lower.contains("disk quota exceeded");
    }
}
