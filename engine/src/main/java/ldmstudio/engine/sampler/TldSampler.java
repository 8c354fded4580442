package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The sampler of transformer latent diffusion, for pictures that become noise along a straight
 * line, x_σ = (1 − σ) x_0 + σ ε: each step is a weighted average of where it is and of the x_0 that
 * the network believes in.
 *
 * <p>x_σ' = ((σ − σ') D + σ' x_σ) / σ. DDIM: D = x̂_0. DPM-Solver++(2M), from the second step on: D
 * = (1 + 1/2r) x̂_0 − 1/2r · (x̂_0 of the step before), with λ = log((1 − σ)/σ), h = λ' − λ and r =
 * h_before / h. The levels are 1 − (i/n)^exponent for i = 0 … n − 1, the first one 0.99; the result
 * is the x̂_0 of the last level. Deterministic.
 *
 * <p>Song, Meng, Ermon, 2020, arXiv:2010.02502; Lu et al., 2022, arXiv:2211.01095, algorithm 2; as
 * in apapiu's {@code DiffusionGenerator}. Differs where the second level is the first, at a hundred
 * steps: DDIM's D stands in, while the reference divides by a rounding error.
 */
public final class TldSampler implements Sampler {
    /** At 1 the logarithm of the signal-to-noise ratio would be infinite. */
    private static final double FIRST_LEVEL = 0.99;

    /** A step in λ too small to tell a slope from rounding. */
    private static final double SMALLEST_STEP = 1e-4;

    /** What D is. */
    public enum Form {
        DDIM,
        DPM_SOLVER_PP_2M
    }

    /**
     * The choices of this sampler.
     *
     * @param exponent larger than 0; above 1 the high noise levels are visited more densely
     * @param correction of every predicted x_0
     * @param nudge of the result
     */
    public record Options(
            Form form, double exponent, StartCorrection correction, LatentNudge nudge) {
        public Options {
            if (!(exponent > 0) || Double.isInfinite(exponent)) {
                throw new IllegalArgumentException(
                        "exponent is " + exponent + ", must be larger than 0");
            }
        }

        /** Evenly spaced levels, nothing corrected. */
        public static Options of(Form form) {
            return new Options(form, 1, new StartCorrection.None(), LatentNudge.NONE);
        }
    }

    private final Ops ops;
    private final Process process;
    private final PredictionType predictionType;
    private final double[] levels;
    private final double[] told;
    private final Options options;

    /**
     * A sampler.
     *
     * @param process the straight line; its time is σ
     * @param steps n, calls of the network
     */
    public TldSampler(
            Ops ops,
            Process.Interpolation process,
            PredictionType predictionType,
            int steps,
            Options options) {
        this(ops, process, predictionType, levels(steps, options.exponent()), options);
    }

    /**
     * A sampler of given noise levels.
     *
     * @param levels above 0 and below 1, falling; only the second may lie above the first, as the
     *     reference's does after many steps or for an exponent above 1
     */
    public TldSampler(
            Ops ops,
            Process.Interpolation process,
            PredictionType predictionType,
            double[] levels,
            Options options) {
        this.ops = ops;
        this.process = process;
        this.predictionType = predictionType;
        this.levels = checked(levels);
        this.options = options;
        told = new double[levels.length];
        for (int i = 0; i < told.length; i++) {
            told[i] = process.networkTime(levels[i]);
        }
    }

    /** 1 − (i/n)^exponent in fp32, as the reference has it, beginning at 0.99. */
    static double[] levels(int steps, double exponent) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", must be at least 1");
        }
        double spacing = 1.0 / steps;
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            levels[i] = 1 - (float) Math.pow((float) (i * spacing), exponent);
        }
        levels[0] = FIRST_LEVEL;
        return levels;
    }

    private static double[] checked(double[] levels) {
        if (levels.length == 0) {
            throw new IllegalArgumentException("A sampler needs at least one noise level");
        }
        for (int i = 0; i < levels.length; i++) {
            if (!(levels[i] > 0 && levels[i] < 1)) {
                throw new IllegalArgumentException(
                        "Noise level "
                                + levels[i]
                                + " at place "
                                + i
                                + ": levels must be larger than 0 and smaller than 1; with so many"
                                + " steps an exponent nearer to 1 keeps them apart from both");
            }
        }
        return levels.clone();
    }

    @Override
    public int steps() {
        return levels.length;
    }

    @Override
    public double[] timesteps() {
        return told.clone();
    }

    /** The noise as it is: at 0.99 hardly anything else is left. */
    @Override
    public NDArray begin(NDArray noise) {
        return noise.duplicate();
    }

    @Override
    public NDArray noised(NDArray x0, NDArray noise, int step) {
        SamplingLoop.checkStep(step, levels.length);
        return step == levels.length
                ? x0.duplicate()
                : process.level(ops, levels[step]).qSample(x0, noise);
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        try (Before before = new Before()) {
            return SamplingLoop.run(
                    told,
                    start,
                    firstStep,
                    listener,
                    (step, xt) -> step(step, xt, denoiser, before));
        }
    }

    private SamplingLoop.Transition step(int step, NDArray xt, Denoiser denoiser, Before before) {
        NDArray output = ops.cast(denoiser.predict(xt, told[step]), ComputeType.FP32);
        NDArray predictedStart =
                options.correction()
                        .apply(
                                ops,
                                predictionType.predictStart(
                                        process.level(ops, levels[step]), xt, output));
        if (step == levels.length - 1) {
            NDArray result = options.nudge().apply(ops, predictedStart);
            return new SamplingLoop.Transition(result, predictedStart);
        }
        double level = levels[step];
        double next = levels[step + 1];
        NDArray direction = direction(step, predictedStart, before.predictedStart);
        before.keep(ops, predictedStart);
        NDArray moved =
                ops.scale(direction, (level - next) / level).add(ops.scale(xt, next / level));
        return new SamplingLoop.Transition(moved, predictedStart);
    }

    /** D. */
    private NDArray direction(int step, NDArray predictedStart, @Nullable NDArray before) {
        if (options.form() == Form.DDIM || before == null) {
            return predictedStart;
        }
        double h = logSnr(levels[step + 1]) - logSnr(levels[step]);
        double hBefore = logSnr(levels[step]) - logSnr(levels[step - 1]);
        if (Math.abs(hBefore) < SMALLEST_STEP) {
            return predictedStart;
        }
        double share = h / (2 * hBefore);
        return ops.scale(predictedStart, 1 + share).sub(ops.scale(before, share));
    }

    /** λ. */
    private static double logSnr(double level) {
        return Math.log((1 - level) / level);
    }

    /** The x̂_0 of the step before, which outlives that step's scope. */
    private static final class Before implements AutoCloseable {
        private @Nullable NDArray predictedStart;

        void keep(Ops ops, NDArray start) {
            close();
            predictedStart = Scope.release(ops.copy(start));
        }

        @Override
        public void close() {
            if (predictedStart != null) {
                predictedStart.close();
                predictedStart = null;
            }
        }
    }
}
