package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.function.BiFunction;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Pseudo numerical methods on manifolds: DDIM's step φ with a linear multistep mean of the last
 * four answers in place of the newest one.
 *
 * <p>ê = (55 e_i − 59 e_{i−1} + 37 e_{i−2} − 9 e_{i−3}) / 24, x_t' = φ(x_t, ê, t, t') with φ =
 * √ᾱ_t' x̂_0(ê) + √(1 − ᾱ_t') ε̂(ê), which is the paper's equation 11 without its difference of
 * almost equal numbers.
 *
 * <p>The first three steps are pseudo Runge-Kutta ones with four calls each (PNDM), or linear
 * multistep ones of lower order, of which the first takes two calls (PLMS, as Stable Diffusion
 * does).
 *
 * <p>Source: Liu et al., Pseudo Numerical Methods for Diffusion Models on Manifolds, 2022,
 * arXiv:2202.09778, equations 11 to 13. Differs from diffusers where the timesteps are not evenly
 * spaced: diffusers takes t − ⌊T/N⌋ for t', here it is the timestep that is really visited next.
 */
public final class PndmSampler extends ScheduleSampler {
    private static final int RUNGE_KUTTA_STEPS = 3;

    private final boolean skipPrkSteps;
    private final boolean setAlphaToOne;
    private final StartCorrection correction;

    /**
     * @param timesteps strictly falling; at least 4 unless skipPrkSteps
     * @param skipPrkSteps whether there are no Runge-Kutta steps
     * @param setAlphaToOne whether ᾱ behind the last timestep is 1, else ᾱ_0
     */
    PndmSampler(
            Ops ops,
            NoiseSchedule schedule,
            PredictionType predictionType,
            int[] timesteps,
            boolean skipPrkSteps,
            boolean setAlphaToOne,
            StartCorrection correction) {
        super(ops, schedule, predictionType, timesteps);
        this.skipPrkSteps = skipPrkSteps;
        this.setAlphaToOne = setAlphaToOne;
        this.correction = correction;
        if (!skipPrkSteps && timesteps.length <= RUNGE_KUTTA_STEPS) {
            throw new IllegalArgumentException(
                    "steps is " + timesteps.length + ", PNDM's Runge-Kutta steps need at least 4");
        }
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        BiFunction<NDArray, Integer, NDArray> answer = (x, t) -> ask(denoiser, x, t);
        int lastRungeKutta = skipPrkSteps ? 0 : RUNGE_KUTTA_STEPS;
        try (History answers = new History(4)) {
            return SamplingLoop.run(
                    timesteps(),
                    start,
                    firstStep,
                    listener,
                    (step, x) ->
                            step < lastRungeKutta && step + 1 < timesteps.length
                                    ? rungeKutta(step, x, answer, answers)
                                    : multistep(step, x, answer, answers));
        }
    }

    private SamplingLoop.Transition rungeKutta(
            int i, NDArray x, BiFunction<NDArray, Integer, NDArray> answer, History answers) {
        int t = timesteps[i];
        int next = timesteps[i + 1];
        int half = (t - next) / 2;
        NDArray e1 = answer.apply(x, t);
        answers.add(e1);
        NDArray e2 = answer.apply(move(x, e1, t, alphaCumprod(t - half)), next + half);
        NDArray e3 = answer.apply(move(x, e2, t, alphaCumprod(next + half)), next + half);
        NDArray e4 = answer.apply(move(x, e3, t, alphaCumprod(next)), next);
        NDArray mean = ops.scale(e1.add(e4).add(ops.scale(e2.add(e3), 2)), 1 / 6.0);
        return moved(x, mean, t, alphaCumprod(next));
    }

    private SamplingLoop.Transition multistep(
            int i, NDArray x, BiFunction<NDArray, Integer, NDArray> answer, History answers) {
        int t = timesteps[i];
        float next = alphaCumprodAfter(i, setAlphaToOne ? 1 : alphaCumprod(0));
        NDArray newest = answer.apply(x, t);
        answers.add(newest);
        if (answers.size() == 1 && i + 1 < timesteps.length) {
            // With nothing to look back at, the first step looks ahead.
            NDArray ahead = answer.apply(move(x, newest, t, next), timesteps[i + 1]);
            return moved(x, ops.scale(newest.add(ahead), 0.5), t, next);
        }
        NDArray mean =
                switch (answers.size()) {
                    case 1 -> newest;
                    case 2 -> mean(answers, 2, 3, -1);
                    case 3 -> mean(answers, 12, 23, -16, 5);
                    default -> mean(answers, 24, 55, -59, 37, -9);
                };
        return moved(x, mean, t, next);
    }

    private NDArray mean(History answers, double divisor, int... weights) {
        NDArray sum = ops.scale(answers.get(0), weights[0] / divisor);
        for (int age = 1; age < weights.length; age++) {
            sum = sum.add(ops.scale(answers.get(age), weights[age] / divisor));
        }
        return sum;
    }

    /** φ, and the x̂_0 that it goes through. */
    private SamplingLoop.Transition moved(NDArray x, NDArray output, int t, float next) {
        NoiseLevel level = level(t);
        NDArray start = predictionType.predictStart(level, x, output);
        NDArray noise = predictionType.predictNoise(level, x, output);
        if (!(correction instanceof StartCorrection.None)) {
            start = correction.apply(ops, start);
            noise = level.predictNoiseFromStart(x, start);
        }
        NDArray moved =
                ops.scale(start, Math.sqrt(next)).add(ops.scale(noise, Math.sqrt(1 - next)));
        return new SamplingLoop.Transition(moved, start);
    }

    private NDArray move(NDArray x, NDArray output, int t, float next) {
        return moved(x, output, t, next).next();
    }

    private float alphaCumprod(int timestep) {
        return schedule.alphaCumprod(timestep);
    }
}
