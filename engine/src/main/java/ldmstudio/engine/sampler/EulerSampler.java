package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Euler's method along dx/dσ = (x − x̂_0)/σ, with some noise added before a step if wished (churn).
 *
 * <p>σ̂ = σ (1 + γ), x̂ = x + √(σ̂² − σ²) z, x' = x̂ + (σ' − σ̂) (x̂ − x̂_0)/σ̂, where γ =
 * min(S_churn/N, √2 − 1) for σ in [S_tmin, S_tmax], else 0.
 *
 * <p>Source: Karras et al., 2022, arXiv:2206.00364, algorithm 2 without its correction. Differs
 * from it, as diffusers does, in asking the network before the noise is added.
 */
public final class EulerSampler extends SigmaSampler {
    /**
     * Noise that is added on the way.
     *
     * @param churn S_churn, at least 0; 0: none
     * @param smallest S_tmin
     * @param largest S_tmax
     * @param scale S_noise, factor on the added noise; a little above 1 keeps detail
     */
    public record Churn(double churn, double smallest, double largest, double scale) {
        public static final Churn NONE = new Churn(0, 0, Double.POSITIVE_INFINITY, 1);

        public Churn {
            if (!(churn >= 0)) {
                throw new IllegalArgumentException("s_churn is " + churn + ", must be at least 0");
            }
        }

        double gamma(double sigma, int steps) {
            boolean inside = smallest <= sigma && sigma <= largest;
            return inside ? Math.min(churn / steps, Math.sqrt(2) - 1) : 0;
        }
    }

    private final Churn churn;

    EulerSampler(
            Ops ops,
            PredictionType predictionType,
            NoisePath path,
            boolean startsInPureNoise,
            StartCorrection correction,
            Churn churn) {
        super(ops, predictionType, path, startsInPureNoise, correction);
        this.churn = churn;
    }

    @Override
    SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise) {
        double sigma = sigma(i);
        double gamma = churn.gamma(sigma, steps());
        double raised = sigma * (gamma + 1);
        NDArray output = output(denoiser, x, i);
        NDArray noisier = x;
        if (gamma > 0) {
            double added = churn.scale() * Math.sqrt(raised * raised - sigma * sigma);
            noisier = x.add(ops.scale(noise.noise(i, x.getShape()), added));
        }
        NDArray start =
                predictStart(
                        noisier, output, predictionType == PredictionType.EPSILON ? raised : sigma);
        NDArray derivative = derivative(noisier, start, raised);
        NDArray next = noisier.add(ops.scale(derivative, sigma(i + 1) - raised));
        return new SamplingLoop.Transition(next, start);
    }
}
