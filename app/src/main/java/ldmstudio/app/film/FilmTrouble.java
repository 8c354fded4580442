package ldmstudio.app.film;

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
public record FilmTrouble(String words, String hint, String details) {
    public static FilmTrouble of(Throwable thrown) {
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
        return new FilmTrouble(Failures.message(cause), hint, details);
    }

    /** Whether a worker only said that it ended what nobody waits for. */
    public static boolean isCalm(Throwable thrown) {
        String words = of(thrown).words();
        return words.equals("superseded") || words.equals("cancelled");
    }

    /** Words and hint in one line. */
    public String whole() {
        boolean ended = words.isEmpty() || ".!?…".indexOf(words.charAt(words.length() - 1)) >= 0;
        return hint.isEmpty() ? words : words + (ended ? " " : ". ") + hint;
    }
}
