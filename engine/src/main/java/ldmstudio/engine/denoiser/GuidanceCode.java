package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Timesteps;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * How a distilled network is told the guidance scale: e' = e + W code(1000 w), where e is the code
 * of the timestep or noise level before the layers that embed it. {@code (B) → (B, n)}; W begins
 * with zeros, so that the network begins as the one that it learns from.
 *
 * <p>Meng et al., On Distillation of Guided Diffusion Models, 2022, arXiv:2210.03142, section 4; as
 * Luo et al., 2023, arXiv:2310.04378, and diffusers' UNet have it, whose configuration key this is:
 * the sines come first and the divisor is half − 1.
 */
final class GuidanceCode {
    /** Where a network has its weights, below the name of its timestep's layers. */
    static final String NAME = "cond_proj";

    static final String KEY = "time_cond_proj_dim";

    private final Ops ops;
    private final Timesteps code;
    private final Linear projection;

    /**
     * @param width of the code
     * @param into n
     */
    GuidanceCode(Ops ops, int width, int into) {
        this.ops = ops;
        code = code(ops, width);
        projection = new Linear(ops, width, into, Initializer.constant(0));
    }

    /** The code alone. */
    static Timesteps code(Ops ops, int width) {
        return new Timesteps(ops, width, false, 1);
    }

    static NDArray of(Ops ops, Timesteps code, NDArray guidance) {
        return code.forward(ops.scale(guidance, 1000));
    }

    /** What has weights. */
    Linear projection() {
        return projection;
    }

    /**
     * e', or e where there is nothing to be told.
     *
     * @param of null: the network is not told
     */
    static NDArray added(@Nullable GuidanceCode of, NDArray e, @Nullable NDArray guidance) {
        return of == null || guidance == null
                ? e
                : e.add(of.projection.forward(of(of.ops, of.code, guidance)));
    }

    /**
     * Refuses an impossible width.
     *
     * @param width 0: not told
     */
    static void check(int width) {
        if (width < 0 || width == 2 || width % 2 != 0) {
            throw new IllegalArgumentException(
                    KEY + " is " + width + ", must be 0 or even and at least 4");
        }
    }
}
