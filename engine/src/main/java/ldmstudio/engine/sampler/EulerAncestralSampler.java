package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Euler's method to a level below the next one, and noise up to it: as random as DDPM.
 *
 * <p>σ_up² = σ'² (σ² − σ'²)/σ², σ_down² = σ'² − σ_up², x' = x + (σ_down − σ)(x − x̂_0)/σ + σ_up z.
 *
 * <p>Source: Song, Meng, Ermon, 2020, arXiv:2010.02502, equation 16 with η = 1 in Karras et al.'s
 * scale; known as "Euler a" from Crowson's k-diffusion.
 */
public final class EulerAncestralSampler extends SigmaSampler {
    EulerAncestralSampler(
            Ops ops,
            PredictionType predictionType,
            NoisePath path,
            boolean startsInPureNoise,
            StartCorrection correction) {
        super(ops, predictionType, path, startsInPureNoise, correction);
    }

    @Override
    SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise) {
        double from = sigma(i);
        double to = sigma(i + 1);
        double up = to * Math.sqrt((from * from - to * to) / (from * from));
        double down = Math.sqrt(to * to - up * up);
        NDArray start = predictStart(x, output(denoiser, x, i), from);
        NDArray next =
                x.add(ops.scale(derivative(x, start, from), down - from))
                        .add(ops.scale(noise.noise(i, x.getShape()), up));
        return new SamplingLoop.Transition(next, start);
    }
}
