package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.sampler.Sampler;
import ldmstudio.engine.sampler.SamplingListener;
import ldmstudio.engine.tensor.Ops;

/**
 * Inpainting with any denoiser: after every step, what is known is put back at the noise level that
 * the next step expects.
 *
 * <p>x_t' ← m · x_t' + (1 − m) · q(x_t' | z0 known). Avrahami et al., Blended Latent Diffusion,
 * 2022, arXiv:2206.02779, algorithm 1; the noise of the known part is the start's, so that nothing
 * flickers from step to step.
 *
 * @param known scaled latents {@code (B, C, h, w)}
 * @param repaint m, {@code (1, 1, h, w)}: 1 where new
 * @param noise of the start
 */
record KnownPart(
        Ops ops,
        Sampler sampler,
        NDArray known,
        NDArray repaint,
        NDArray noise,
        SamplingListener behind)
        implements SamplingListener {
    @Override
    public NDArray amend(Step step, NDArray next) {
        NDArray there = sampler.noised(known, noise, step.number());
        return there.add(next.sub(there).mul(repaint));
    }

    @Override
    public void step(Step step) {
        behind.step(step);
    }

    @Override
    public boolean cancelled() {
        return behind.cancelled();
    }
}
