package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * DPM-Solver and DPM-Solver++ with the memory of up to two earlier answers (1S, 2M, 3M), as
 * ordinary or as stochastic differential equation.
 *
 * <p>With λ = log(a/s), h = λ_{i+1} − λ_i and m_i the answer at step i (x̂_0 for ++, ε̂ otherwise),
 * exact integration of a polynomial through the last m gives
 *
 * <p>x_{i+1} = k·x_i + c_0·m_i + c_1·D_1 + c_2·D_2 (+ σ z),
 *
 * <p>c_0 = A (1 − e^−H), c_1 = A ((e^−H − 1)/H + 1) or ½ c_0 (midpoint), c_2 = A (½ − (e^−H − 1 +
 * H)/H²)
 *
 * <p>where D_1 and D_2 are the first and second differences of m over λ. For ++: k = s_{i+1}/s_i, A
 * = a_{i+1}, H = h; its SDE: k = s_{i+1}/s_i · e^−h, H = 2h, σ = s_{i+1} √(1 − e^−2h). For
 * DPM-Solver: k = a_{i+1}/a_i, A = s_{i+1}, H = −h; its SDE: twice that, σ = s_{i+1} √(e^2h − 1).
 *
 * <p>Sources: Lu et al., DPM-Solver, 2022, arXiv:2206.00927, algorithms 1 and 2; Lu et al.,
 * DPM-Solver++, 2022, arXiv:2211.01095, equations 8 and 9, algorithm 2 and appendix A for the SDE.
 * The last steps fall back to lower orders as in diffusers, and so does the third-order SDE's c_2
 * (−A (½ + (e^−H − 1 + H)/H²)), where the expansion above would have +½.
 */
public final class DpmSolverSampler extends PathSampler {
    /** Up to how many steps the last ones are of lower order. */
    private static final int FEW_STEPS = 15;

    /** Which equation is integrated. */
    public enum Algorithm {
        DPMSOLVER,
        DPMSOLVER_PLUS_PLUS,
        SDE_DPMSOLVER,
        SDE_DPMSOLVER_PLUS_PLUS;

        boolean stochastic() {
            return this == SDE_DPMSOLVER || this == SDE_DPMSOLVER_PLUS_PLUS;
        }

        boolean ofStart() {
            return this == DPMSOLVER_PLUS_PLUS || this == SDE_DPMSOLVER_PLUS_PLUS;
        }

        /** From the reference's words: {@code dpmsolver}, {@code sde-dpmsolver++} … */
        static Algorithm of(String word) {
            String name = word.replace("++", "_plus_plus").replace('-', '_');
            return Arrays.stream(values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "algorithm_type is '"
                                                    + word
                                                    + "', allowed are dpmsolver, dpmsolver++,"
                                                    + " sde-dpmsolver and sde-dpmsolver++"));
        }
    }

    /**
     * The choices of this sampler.
     *
     * @param order 1 to 3: how many answers a step is made of
     * @param midpoint whether the second order takes the midpoint's c_1 = ½ c_0, else Heun's
     * @param lowerOrderFinal whether the last two of fewer than 15 steps are of lower order
     * @param eulerAtFinal whether the last step is always of first order
     */
    public record Options(
            int order,
            Algorithm algorithm,
            boolean midpoint,
            boolean lowerOrderFinal,
            boolean eulerAtFinal,
            StartCorrection correction) {
        public Options {
            if (order < 1 || order > 3) {
                throw new IllegalArgumentException(
                        "solver_order is " + order + ", allowed are 1 to 3");
            }
            if (order == 3 && algorithm == Algorithm.SDE_DPMSOLVER) {
                throw new IllegalArgumentException(
                        "solver_order is 3, algorithm_type sde-dpmsolver allows 1 and 2");
            }
        }

        /** Midpoint with a gentle end: what latents want. */
        static Options of(int order, Algorithm algorithm, StartCorrection correction) {
            return new Options(order, algorithm, true, true, false, correction);
        }
    }

    private final Options options;

    DpmSolverSampler(Ops ops, PredictionType predictionType, NoisePath path, Options options) {
        super(ops, predictionType, path, options.correction());
        this.options = options;
        if (!options.algorithm().ofStart() && path.sigmas()[path.steps()] == 0) {
            throw new IllegalArgumentException(
                    "algorithm_type dpmsolver cannot end at sigma 0, where the noise it predicts"
                            + " is undefined; let it end at the schedule's smallest sigma");
        }
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        try (History answers = new History(options.order())) {
            return SamplingLoop.run(
                    path.timesteps(),
                    start,
                    firstStep,
                    listener,
                    (step, x) -> step(step, x, denoiser, noise, answers));
        }
    }

    private SamplingLoop.Transition step(
            int i, NDArray x, Denoiser denoiser, NoiseSource noise, History answers) {
        NoiseLevel level = path.level(ops, i);
        NDArray output = ask(denoiser, x, i);
        NDArray start = correction.apply(ops, predictionType.predictStart(level, x, output));
        answers.add(options.algorithm().ofStart() ? start : noiseOf(level, x, output, start));

        int order = Math.min(Math.min(options.order(), answers.size()), orderAt(i));
        double h = path.lambda(i + 1) - path.lambda(i);
        Factors f = factors(i, h);
        NDArray m0 = answers.get(0);
        NDArray next = sum(new double[] {f.x(), f.c0()}, x, m0);
        if (order > 1) {
            double r0 = (path.lambda(i) - path.lambda(i - 1)) / h;
            NDArray d1 = ops.scale(m0.sub(answers.get(1)), 1 / r0);
            if (order == 2) {
                next = next.add(ops.scale(d1, options.midpoint() ? f.c0() / 2 : f.c1()));
            } else {
                double r1 = (path.lambda(i - 1) - path.lambda(i - 2)) / h;
                NDArray earlier = ops.scale(answers.get(1).sub(answers.get(2)), 1 / r1);
                NDArray bend = d1.sub(earlier);
                d1 = d1.add(ops.scale(bend, r0 / (r0 + r1)));
                NDArray d2 = ops.scale(bend, 1 / (r0 + r1));
                next = next.add(ops.scale(d1, f.c1())).add(ops.scale(d2, f.c2()));
            }
        }
        if (options.algorithm().stochastic()) {
            next = next.add(ops.scale(noise.noise(i, x.getShape()), f.noise()));
        }
        return new SamplingLoop.Transition(next, start);
    }

    private NDArray noiseOf(NoiseLevel level, NDArray x, NDArray output, NDArray start) {
        return correction instanceof StartCorrection.None
                ? predictionType.predictNoise(level, x, output)
                : level.predictNoiseFromStart(x, start);
    }

    /** The highest order that step i may have: the path's end is too steep for higher ones. */
    private int orderAt(int i) {
        int left = path.steps() - i;
        boolean gentle = options.lowerOrderFinal() && path.steps() < FEW_STEPS;
        if (left == 1 && (options.eulerAtFinal() || gentle || path.sigmas()[i + 1] == 0)) {
            return 1;
        }
        return left == 2 && gentle ? 2 : 3;
    }

    /** k, c_0, c_1, c_2 and σ of the class comment. */
    private record Factors(double x, double c0, double c1, double c2, double noise) {}

    private Factors factors(int i, double h) {
        double a = path.signal(i + 1);
        double s = path.noise(i + 1);
        double decay = Math.exp(-h);
        double ofSigma = s / path.noise(i);
        double ofSignal = a / path.signal(i);
        return switch (options.algorithm()) {
            case DPMSOLVER_PLUS_PLUS -> integrals(ofSigma, a, h, 0.5, 0);
            case SDE_DPMSOLVER_PLUS_PLUS ->
                    integrals(ofSigma * decay, a, 2 * h, -0.5, s * Math.sqrt(-Math.expm1(-2 * h)));
            case DPMSOLVER -> integrals(ofSignal, s, -h, 0.5, 0);
            case SDE_DPMSOLVER ->
                    integrals(ofSignal, 2 * s, -h, 0.5, s * Math.sqrt(Math.expm1(2 * h)));
        };
    }

    private static Factors integrals(double x, double scale, double h, double half, double noise) {
        double grown = Math.expm1(-h);
        return new Factors(
                x,
                -scale * grown,
                scale * (grown / h + 1),
                scale * (half - (grown + h) / (h * h)),
                noise);
    }
}
