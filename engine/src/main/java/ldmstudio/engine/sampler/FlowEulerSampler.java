package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Euler's method along the straight lines of flow matching: x' = x + (σ' − σ) u with the velocity u
 * = ε − x_0.
 *
 * <p>As a stochastic sampler, x' = (1 − σ') x̂_0 + σ' z with fresh noise. Sources: Liu, Gong, Liu,
 * Flow Straight and Fast, 2022, arXiv:2209.03003, section 2; Esser et al., 2024, arXiv:2403.03206,
 * equation 23, for the shift of the levels.
 */
public final class FlowEulerSampler extends PathSampler {
    /**
     * Which levels are visited.
     *
     * @param shift how much longer sampling stays at high levels: σ → kσ / (1 + (k − 1)σ), larger
     *     than 0; 1: not at all
     * @param dynamic whether the shift is for this sampling's size alone; a fixed one is also
     *     applied to the table of trained levels, so that the smallest level is raised twice, as in
     *     diffusers
     * @param terminal the smallest level that is visited; 0: as it comes
     * @param curve how levels lie between the largest and the smallest
     */
    record Levels(double shift, boolean dynamic, double terminal, SigmaTable.Curve curve) {
        /**
         * The path of N steps.
         *
         * @param numTrainTimesteps T; the smallest trained level is 1/T
         * @param timeScale the network is told σ · timeScale
         */
        NoisePath path(int numTrainTimesteps, int steps, double timeScale) {
            double smallest = 1.0 / numTrainTimesteps;
            smallest = dynamic ? smallest : (float) shifted(smallest);
            double[] levels = new double[steps];
            for (int i = 0; i < steps; i++) {
                double share = steps == 1 ? 0 : (double) i / (steps - 1);
                levels[i] = shifted(1 + share * (smallest - 1));
            }
            if (terminal > 0) {
                double factor = (1 - levels[steps - 1]) / (1 - terminal);
                for (int i = 0; i < steps; i++) {
                    levels[i] = 1 - (1 - levels[i]) / factor;
                }
            }
            if (curve != SigmaTable.Curve.TIMESTEPS) {
                levels = curve.between(levels[0], levels[steps - 1], steps);
            }
            float[] sigmas = SigmaTable.closed(levels, 0);
            double[] timesteps = new double[steps];
            for (int i = 0; i < steps; i++) {
                timesteps[i] = (float) (sigmas[i] * timeScale);
            }
            return new NoisePath(NoisePath.Form.STRAIGHT, sigmas, timesteps);
        }

        private double shifted(double sigma) {
            return shift * sigma / (1 + (shift - 1) * sigma);
        }
    }

    private final boolean stochastic;

    FlowEulerSampler(
            Ops ops,
            PredictionType predictionType,
            NoisePath path,
            boolean stochastic,
            StartCorrection correction) {
        super(ops, predictionType, path, correction);
        this.stochastic = stochastic;
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        return SamplingLoop.run(
                path.timesteps(),
                start,
                firstStep,
                listener,
                (step, x) -> step(step, x, denoiser, noise));
    }

    private SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise) {
        double sigma = path.sigmas()[i];
        NDArray output = ask(denoiser, x, i);
        NDArray start =
                correction.apply(ops, predictionType.predictStart(path.level(ops, i), x, output));
        if (stochastic) {
            NDArray next = path.noised(ops, start, noise.noise(i, x.getShape()), i + 1);
            return new SamplingLoop.Transition(next, start);
        }
        boolean plain =
                predictionType == PredictionType.VELOCITY
                        && correction instanceof StartCorrection.None;
        NDArray velocity = plain ? output : ops.scale(x.sub(start), 1 / sigma);
        NDArray next = x.add(ops.scale(velocity, path.sigmas()[i + 1] - sigma));
        return new SamplingLoop.Transition(next, start);
    }
}
