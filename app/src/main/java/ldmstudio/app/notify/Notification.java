package ldmstudio.app.notify;

import java.time.Instant;
import java.util.List;

/**
 * One thing that happened, in words.
 *
 * @param details raw text for a report: a stack trace, the tail of a log; may be empty
 * @param choices what can be done about it; the first one is the usual one
 */
public record Notification(
        Kind kind, String title, String text, String details, List<Choice> choices, Instant time) {
    /** How much it matters; shown as icon and word, never by colour alone. */
    public enum Kind {
        INFO("Note"),
        SUCCESS("Done"),
        WARNING("Warning"),
        ERROR("Error");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** A button on the notification. */
    public record Choice(String label, Runnable action) {}

    public Notification {
        choices = List.copyOf(choices);
    }

    public static Notification info(String title, String text) {
        return of(Kind.INFO, title, text);
    }

    public static Notification success(String title, String text) {
        return of(Kind.SUCCESS, title, text);
    }

    public static Notification warning(String title, String text) {
        return of(Kind.WARNING, title, text);
    }

    public static Notification error(String title, String text) {
        return of(Kind.ERROR, title, text);
    }

    private static Notification of(Kind kind, String title, String text) {
        return new Notification(kind, title, text, "", List.of(), Instant.now());
    }

    public Notification withDetails(String details) {
        return new Notification(kind, title, text, details, choices, time);
    }

    public Notification withChoices(Choice... offered) {
        return new Notification(kind, title, text, details, List.of(offered), time);
    }
}
