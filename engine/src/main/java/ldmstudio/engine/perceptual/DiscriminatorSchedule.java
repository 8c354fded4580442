package ldmstudio.engine.perceptual;

import java.util.Locale;
import ldmstudio.engine.config.DiscriminatorConfig;

/**
 * When the discriminator takes part. A value: a trainer that is told otherwise while it runs
 * exchanges its schedule, from the next step on.
 *
 * @param mode how the start is said
 * @param value the step, or the percentage of the run; 0 for the other modes
 */
public record DiscriminatorSchedule(Mode mode, double value) {
    /** How the start is said. */
    public enum Mode {
        /** Never. */
        OFF,
        /** From here on. */
        NOW,
        /** From a step on. */
        STEP,
        /** From a percentage of the run's steps on. */
        PERCENT
    }

    private static final String ALLOWED = "allowed are off, now, step N and percent P";

    public DiscriminatorSchedule {
        boolean valued = mode == Mode.STEP || mode == Mode.PERCENT;
        value = valued ? value : 0;
        if (!(value >= 0) || Double.isInfinite(value) || (mode == Mode.PERCENT && value > 100)) {
            throw new IllegalArgumentException(
                    "disc_start is "
                            + value
                            + (mode == Mode.PERCENT
                                    ? ", a percentage must be between 0 and 100"
                                    : ", a step must be 0 or more"));
        }
    }

    /** What a run's configuration says. */
    public static DiscriminatorSchedule of(DiscriminatorConfig config) {
        return new DiscriminatorSchedule(mode(config.start()), config.discStart());
    }

    /**
     * What a person says while a run is on: {@code off}, {@code now}, {@code step 500}, {@code
     * percent 50}.
     *
     * @throws IllegalArgumentException for other words
     */
    public static DiscriminatorSchedule parse(String text) {
        String[] words = text.trim().split("\\s+", 2);
        Mode mode = mode(words[0]);
        boolean valued = mode == Mode.STEP || mode == Mode.PERCENT;
        if (valued != (words.length == 2)) {
            throw new IllegalArgumentException("disc_start is '" + text + "', " + ALLOWED);
        }
        try {
            return new DiscriminatorSchedule(mode, valued ? Double.parseDouble(words[1]) : 0);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "disc_start is '" + text + "', where a number should follow; " + ALLOWED, e);
        }
    }

    private static Mode mode(String word) {
        for (Mode mode : Mode.values()) {
            if (mode.name().equals(word.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException("disc_start is '" + word + "', " + ALLOWED);
    }

    /** The first step at which it takes part; {@link Long#MAX_VALUE}: none. */
    public long firstStep(long totalSteps) {
        return switch (mode) {
            case OFF -> Long.MAX_VALUE;
            case NOW -> 0;
            case STEP -> (long) Math.ceil(value);
            case PERCENT -> (long) Math.ceil(value / 100 * totalSteps);
        };
    }

    /**
     * Whether it takes part in a step.
     *
     * @param step counted from 0
     * @param totalSteps steps of the whole run
     */
    public boolean active(long step, long totalSteps) {
        return step >= firstStep(totalSteps);
    }

    /** What {@link #parse} reads. */
    public String text() {
        String word = mode.name().toLowerCase(Locale.ROOT);
        return switch (mode) {
            case OFF, NOW -> word;
            case STEP, PERCENT ->
                    word
                            + " "
                            + (value == (long) value
                                    ? Long.toString((long) value)
                                    : Double.toString(value));
        };
    }
}
