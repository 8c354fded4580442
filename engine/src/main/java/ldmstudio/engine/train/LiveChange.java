package ldmstudio.engine.train;

import java.util.List;
import java.util.Locale;

/** A value that a person may change while a run goes on. */
public sealed interface LiveChange {
    /** The key as it is written in requests and events. */
    String key();

    /** The value as it is written in events. */
    String value();

    /**
     * {@code learning_rate}, {@code max_train_steps}, {@code evaluate_every}, {@code
     * checkpoint_every}, {@code disc_weight}.
     */
    record Number(String key, double number) implements LiveChange {
        @Override
        public String value() {
            return number == Math.rint(number) && number < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
    }

    /** {@code disc_start}: off, now, step N or percent P. */
    record DiscStart(String start, double discStart) implements LiveChange {
        @Override
        public String key() {
            return "disc_start";
        }

        @Override
        public String value() {
            return start.equals("step") || start.equals("percent")
                    ? start + " " + new Number("", discStart).value()
                    : start;
        }
    }

    /**
     * Reads a request.
     *
     * @param stage1 whether the discriminator's keys are known
     * @throws IllegalArgumentException for an unknown key or a value that is not allowed
     */
    static LiveChange parse(String key, String value, boolean stage1) {
        return switch (key) {
            case "learning_rate" -> number(key, value, 0, 1, false);
            case "max_train_steps", "evaluate_every", "checkpoint_every" ->
                    number(key, value, 1, 1e9, true);
            case "disc_weight" -> number(stage1(key, stage1), value, 0, 100, false);
            case "disc_start" -> discStart(stage1(key, stage1), value);
            default -> throw unknown(key, stage1);
        };
    }

    private static String stage1(String key, boolean stage1) {
        if (!stage1) {
            throw unknown(key, false);
        }
        return key;
    }

    private static IllegalArgumentException unknown(String key, boolean stage1) {
        List<String> known =
                List.of("learning_rate", "max_train_steps", "evaluate_every", "checkpoint_every");
        return new IllegalArgumentException(
                "'"
                        + key
                        + "' cannot be changed while the run goes on; allowed are "
                        + String.join(", ", known)
                        + (stage1 ? ", disc_start, disc_weight" : ""));
    }

    private static Number number(String key, String value, double min, double max, boolean whole) {
        double number;
        try {
            number = Double.parseDouble(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + value + "', which is no number", e);
        }
        if (!(number >= min && number <= max) || (whole && number != Math.rint(number))) {
            throw new IllegalArgumentException(
                    "%s is %s; allowed is %s from %s to %s"
                            .formatted(
                                    key,
                                    value,
                                    whole ? "a whole number" : "a number",
                                    show(min),
                                    show(max)));
        }
        return new Number(key, number);
    }

    private static String show(double limit) {
        return new Number("", limit).value();
    }

    private static DiscStart discStart(String key, String value) {
        String[] words = value.strip().toLowerCase(Locale.ROOT).split("\\s+");
        boolean plain = words.length == 1 && (words[0].equals("off") || words[0].equals("now"));
        if (plain) {
            return new DiscStart(words[0], 0);
        }
        if (words.length == 2 && words[0].equals("step")) {
            return new DiscStart("step", number(key, words[1], 0, 1e9, true).number());
        }
        if (words.length == 2 && words[0].equals("percent")) {
            return new DiscStart("percent", number(key, words[1], 0, 100, false).number());
        }
        throw new IllegalArgumentException(
                "disc_start is '" + value + "'; allowed are off, now, 'step N' and 'percent P'");
    }
}
