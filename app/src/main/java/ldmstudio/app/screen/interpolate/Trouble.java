package ldmstudio.app.screen.interpolate;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.notify.Failures;

/**
 * Something that went wrong, in words.
 *
 * @param hint what to do; may be empty
 * @param details raw text for a report; may be empty
 */
record Trouble(String words, String hint, String details) {
    static Trouble of(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String hint = cause instanceof WorkerException w ? w.hint() : "";
        String details =
                cause instanceof WorkerException w && !w.details().isEmpty()
                        ? w.details()
                        : Failures.trace(cause);
        return new Trouble(Failures.message(cause), hint, details);
    }

    /** Whether a worker only said that it ended what nobody waits for. */
    static boolean isCalm(Throwable thrown) {
        String words = of(thrown).words();
        return words.equals("superseded") || words.equals("cancelled");
    }

    /** Words and hint in one line. */
    String whole() {
        return hint.isEmpty() ? words : words + " " + hint;
    }
}
