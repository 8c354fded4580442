package ldmstudio.engine.diffusion;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which timesteps of a schedule a sampler visits when it takes fewer steps than the schedule has;
 * from large to small. Source: Lin et al., 2023, arXiv:2305.08891, table 2.
 */
public enum TimestepSpacing {
    /** Multiples of ⌊T/N⌋ plus the offset; never visits the last timestep unless N = T. */
    LEADING,
    /** T/N apart, counted down from the last timestep: sampling starts where nothing is left. */
    TRAILING,
    /** Equally spaced from T − 1 to 0, both included. */
    LINSPACE;

    /** The word of configurations. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The spacing that a configuration names.
     *
     * @throws IllegalArgumentException for an unknown word
     */
    public static TimestepSpacing of(String word) {
        return Arrays.stream(values())
                .filter(spacing -> spacing.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "timestep_spacing is '"
                                                + word
                                                + "', allowed are leading, trailing and"
                                                + " linspace"));
    }

    /**
     * The timesteps of a sampling, strictly falling.
     *
     * @param numTrainTimesteps T
     * @param steps N, at most T
     * @param stepsOffset added to every timestep of {@link #LEADING}; not used by the others
     * @throws IllegalArgumentException when N is not in [1, T] or the offset leads past T − 1
     */
    public int[] timesteps(int numTrainTimesteps, int steps, int stepsOffset) {
        if (steps < 1 || steps > numTrainTimesteps) {
            throw new IllegalArgumentException(
                    "steps is "
                            + steps
                            + ", allowed are 1 to "
                            + numTrainTimesteps
                            + ", the timesteps of the noise schedule");
        }
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = timestep(numTrainTimesteps, steps, stepsOffset, i);
        }
        if (timesteps[0] >= numTrainTimesteps) {
            throw new IllegalArgumentException(
                    "steps_offset "
                            + stepsOffset
                            + " with "
                            + steps
                            + " steps leads to timestep "
                            + timesteps[0]
                            + ", but the schedule ends at "
                            + (numTrainTimesteps - 1)
                            + ": use a smaller offset or fewer steps");
        }
        return timesteps;
    }

    /** As {@link #timesteps(int, int, int)} without an offset. */
    public int[] timesteps(int numTrainTimesteps, int steps) {
        return timesteps(numTrainTimesteps, steps, 0);
    }

    // Math.rint rounds halves to even, as numpy does.
    private int timestep(int total, int steps, int offset, int i) {
        return switch (this) {
            case LEADING -> (total / steps) * (steps - 1 - i) + offset;
            case TRAILING -> (int) Math.rint(total - i * ((double) total / steps)) - 1;
            case LINSPACE ->
                    steps == 1
                            ? 0
                            : (int) Math.rint((steps - 1 - i) * ((total - 1.0) / (steps - 1)));
        };
    }
}
