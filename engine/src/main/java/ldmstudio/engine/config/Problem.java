package ldmstudio.engine.config;

/**
 * One thing that is wrong with a configuration, in words for the person who wrote it.
 *
 * @param file file (or override, or form) the value was read from; empty when it came from code
 * @param line line in that file, counted from 1; 0 when there is none
 * @param key dotted key, such as {@code training.learning_rate}; empty for the file as a whole
 * @param value the offending value as written; empty when there is none
 * @param message what is wrong
 * @param allowed what would be right; empty when the message says it all
 * @param nearestKey the known key that was probably meant; empty when none is near
 */
public record Problem(
        String file,
        int line,
        String key,
        String value,
        String message,
        String allowed,
        String nearestKey) {

    /** A problem of a value that has no place in a file. */
    static Problem of(String key, Object value, String message, String allowed) {
        return at(Place.NONE, key, value, message, allowed);
    }

    static Problem at(Place place, String key, Object value, String message, String allowed) {
        return new Problem(
                place.file(), place.line(), key, ValueText.brief(value), message, allowed, "");
    }

    Problem withNearestKey(String nearest) {
        return new Problem(file, line, key, value, message, allowed, nearest);
    }

    Problem movedTo(Place place, String newKey) {
        return new Problem(place.file(), place.line(), newKey, value, message, allowed, nearestKey);
    }

    /** The problem without its place: what a form shows beside the field. */
    public String brief() {
        StringBuilder text = new StringBuilder(message);
        if (!allowed.isEmpty()) {
            text.append("; allowed: ").append(allowed);
        }
        if (!nearestKey.isEmpty()) {
            text.append("; did you mean ").append(nearestKey).append('?');
        }
        return text.toString();
    }

    /** One line: {@code file:line: key = value: what is wrong; allowed: …; did you mean …?}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!file.isEmpty()) {
            text.append(file);
            if (line > 0) {
                text.append(':').append(line);
            }
            text.append(": ");
        }
        if (!key.isEmpty()) {
            text.append(key);
            if (!value.isEmpty()) {
                text.append(" = ").append(value);
            }
            text.append(": ");
        }
        return text.append(brief()).toString();
    }
}
