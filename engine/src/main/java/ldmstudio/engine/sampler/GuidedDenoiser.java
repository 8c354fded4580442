package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/**
 * Classifier-free guidance: the answer without the condition, pushed away from itself towards the
 * answer with it.
 *
 * <p>ε̂ = ε(x_t) + w · (ε(x_t, c) − ε(x_t)), with w = 1 the plain conditional answer and w = 0 the
 * unconditional one. Both answers come from one call. The first ones may be told what to avoid
 * instead of nothing: a negative prompt. Source: Ho and Salimans, Classifier-Free Diffusion
 * Guidance, 2022, arXiv:2207.12598, equation 6 with w shifted by one, as everybody's guidance scale
 * is.
 */
public final class GuidedDenoiser implements Denoiser {
    private final Ops ops;
    private final Denoiser both;
    private final double guidanceScale;

    /**
     * A guided denoiser.
     *
     * @param both answers B samples with 2B: first all without the condition, then all with it
     */
    public GuidedDenoiser(Ops ops, Denoiser both, double guidanceScale) {
        this.ops = ops;
        this.both = both;
        this.guidanceScale = guidanceScale;
    }

    @Override
    public NDArray predict(NDArray xt, double timestep) {
        return Halves.ask(ops, both, xt, timestep).guided(ops, guidanceScale);
    }

    /** Both answers about a batch, {@code (B, C, H, W)} each, in fp32. */
    record Halves(NDArray unconditional, NDArray conditional) {
        static Halves ask(Ops ops, Denoiser both, NDArray xt, double timestep) {
            long batch = xt.getShape().get(0);
            NDArray output = ops.cast(both.predict(xt, timestep), ComputeType.FP32);
            if (output.getShape().get(0) != 2 * batch) {
                throw new IllegalStateException(
                        "The denoiser answered "
                                + output.getShape()
                                + " where "
                                + 2 * batch
                                + " answers were wanted, both ways of each sample");
            }
            return new Halves(ops.narrow(output, 0, 0, batch), ops.narrow(output, 0, batch, batch));
        }

        NDArray guided(Ops ops, double guidanceScale) {
            return unconditional.add(ops.scale(conditional.sub(unconditional), guidanceScale));
        }
    }
}
