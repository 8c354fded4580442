package ldmstudio.engine.train;

import java.util.Arrays;
import java.util.Locale;

/**
 * The learning rate as a pure function of the step, in double precision.
 *
 * <p>After a linear rise from 0 over the warm-up (step k has the rate peak · k / warmup, so the
 * very first step of a warm-up has the rate 0), with p = (k − warmup) / (total − warmup):
 *
 * <ul>
 *   <li>constant: peak, without warm-up; constant_with_warmup: peak
 *   <li>linear: peak · max(0, 1 − p)
 *   <li>cosine: peak · ½ (1 + cos 2π c p), c = ½ cycle; Loshchilov and Hutter, 2016,
 *       arXiv:1608.03983
 *   <li>cosine_with_restarts: peak · ½ (1 + cos π (c p mod 1)), 0 from p = 1 on
 *   <li>polynomial: (peak − end) (1 − p)^power + end, end after the total
 * </ul>
 *
 * <p>The formulas are those of diffusers' {@code get_scheduler}; cosine rises again behind the
 * total, as there.
 *
 * @param peak largest rate
 * @param warmupSteps steps of the rise
 * @param totalSteps steps of the whole training; not used by the constant kinds
 * @param cycles c of the cosine kinds
 * @param power of polynomial
 * @param end last rate of polynomial
 */
public record LearningRateSchedule(
        Kind kind,
        double peak,
        long warmupSteps,
        long totalSteps,
        double cycles,
        double power,
        double end) {
    private static final double POLYNOMIAL_END = 1e-7;

    /** How the rate falls after the warm-up. */
    public enum Kind {
        CONSTANT,
        CONSTANT_WITH_WARMUP,
        LINEAR,
        COSINE,
        COSINE_WITH_RESTARTS,
        POLYNOMIAL;

        /** The word of configurations. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind that a configuration names.
         *
         * @throws IllegalArgumentException for an unknown word
         */
        public static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "lr_scheduler is '"
                                                    + word
                                                    + "', allowed are "
                                                    + Arrays.stream(values())
                                                            .map(Kind::word)
                                                            .toList()));
        }
    }

    public LearningRateSchedule {
        require(peak >= 0, "learning_rate", peak, "at least 0");
        require(warmupSteps >= 0, "lr_warmup_steps", warmupSteps, "at least 0");
        require(totalSteps >= 0, "max_train_steps", totalSteps, "at least 0");
        require(cycles > 0, "lr_num_cycles", cycles, "larger than 0");
        require(power > 0, "lr_power", power, "larger than 0");
        require(end >= 0, "lr_end", end, "at least 0");
    }

    private static void require(boolean holds, String field, double value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + ", must be " + allowed);
        }
    }

    /** A schedule with the usual shape: half a cosine, one restart, a line as polynomial. */
    public static LearningRateSchedule of(
            Kind kind, double peak, long warmupSteps, long totalSteps) {
        double cycles = kind == Kind.COSINE ? 0.5 : 1;
        return new LearningRateSchedule(
                kind, peak, warmupSteps, totalSteps, cycles, 1, Math.min(POLYNOMIAL_END, peak));
    }

    /** The same shape with another peak, for a rate that is changed while a run trains. */
    public LearningRateSchedule withPeak(double peak) {
        return new LearningRateSchedule(
                kind, peak, warmupSteps, totalSteps, cycles, power, Math.min(end, peak));
    }

    /** The same shape over another number of steps. */
    public LearningRateSchedule withTotalSteps(long totalSteps) {
        return new LearningRateSchedule(kind, peak, warmupSteps, totalSteps, cycles, power, end);
    }

    /**
     * The rate of a step.
     *
     * @param step number of optimizer steps taken before it
     */
    public double at(long step) {
        if (kind != Kind.CONSTANT && step < warmupSteps) {
            return peak * ((double) step / Math.max(1, warmupSteps));
        }
        double progress = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
        return switch (kind) {
            case CONSTANT, CONSTANT_WITH_WARMUP -> peak;
            case LINEAR ->
                    peak
                            * Math.max(
                                    0,
                                    (double) (totalSteps - step)
                                            / Math.max(1, totalSteps - warmupSteps));
            case COSINE ->
                    peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * cycles * 2 * progress)));
            case COSINE_WITH_RESTARTS ->
                    progress >= 1
                            ? 0
                            : peak
                                    * Math.max(
                                            0,
                                            0.5
                                                    * (1
                                                            + Math.cos(
                                                                    Math.PI
                                                                            * ((cycles * progress)
                                                                                    % 1))));
            case POLYNOMIAL ->
                    step > totalSteps
                            ? end
                            : (peak - end) * Math.pow(Math.max(0, 1 - progress), power) + end;
        };
    }
}
