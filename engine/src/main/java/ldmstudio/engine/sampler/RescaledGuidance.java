package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/**
 * Classifier-free guidance whose answer keeps the contrast of the conditional one; strong guidance
 * alone makes pictures too bright and too colourful.
 *
 * <p>x_cfg as in {@link GuidedDenoiser}, x_r = x_cfg · std(x_pos)/std(x_cfg), result φ x_r + (1 −
 * φ) x_cfg, with each sample's own deviation over {@code (C, H, W)}. Source: Lin et al., 2023,
 * arXiv:2305.08891, equations 14 to 16; φ = 0.7 there.
 */
public final class RescaledGuidance implements Denoiser {
    private final Ops ops;
    private final Denoiser both;
    private final double guidanceScale;
    private final double rescale;

    /**
     * A guided denoiser.
     *
     * @param both answers B samples with 2B: first all without the condition, then all with it
     * @param rescale φ in [0, 1]; 0: plain guidance
     */
    public RescaledGuidance(Ops ops, Denoiser both, double guidanceScale, double rescale) {
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException(
                    "guidance_rescale is " + rescale + ", must be in [0, 1]");
        }
        this.ops = ops;
        this.both = both;
        this.guidanceScale = guidanceScale;
        this.rescale = rescale;
    }

    @Override
    public NDArray predict(NDArray xt, double timestep) {
        GuidedDenoiser.Halves halves = GuidedDenoiser.Halves.ask(ops, both, xt, timestep);
        NDArray guided = halves.guided(ops, guidanceScale);
        NDArray ratio = deviation(halves.conditional()).div(deviation(guided));
        NDArray rescaled = guided.mul(ratio);
        return ops.scale(rescaled, rescale).add(ops.scale(guided, 1 - rescale));
    }

    private NDArray deviation(NDArray x) {
        NDArray flat = ops.reshape(x, x.getShape().get(0), -1);
        int[] values = {1};
        NDArray variance = flat.sub(flat.mean(values, true)).square().mean(values, true);
        return ops.reshape(variance.sqrt(), -1, 1, 1, 1);
    }
}
