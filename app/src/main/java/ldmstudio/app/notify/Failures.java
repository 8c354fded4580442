package ldmstudio.app.notify;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns an exception into words; the raw trace goes under "details". */
public final class Failures {
    private Failures() {}

    public static Notification describe(String title, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        return Notification.error(title, message(cause)).withDetails(trace(cause));
    }

    /** What happened, in one sentence. */
    public static String message(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof NoSuchFileException missing) {
            return "The file " + missing.getFile() + " does not exist any more.";
        }
        if (cause instanceof AccessDeniedException denied) {
            return "The system does not allow access to " + denied.getFile() + ".";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    public static String trace(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out, true));
        return out.toString();
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
