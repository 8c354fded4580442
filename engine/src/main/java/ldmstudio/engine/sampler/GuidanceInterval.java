package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.Process;

/**
 * Guidance at middle noise levels only: at high ones it makes all pictures alike, at low ones it
 * does nothing but cost a call. Elsewhere the conditional answer stands alone.
 *
 * <p>Source: Kynkäänniemi et al., Applying Guidance in a Limited Interval Improves Sample and
 * Distribution Quality in Diffusion Models, 2024, arXiv:2404.07724, equation 6. The interval is
 * given here by the share of the way from picture (0) to noise (1), which every process has.
 */
public final class GuidanceInterval implements Denoiser {
    private final Denoiser guided;
    private final Denoiser conditional;
    private final double smallest;
    private final double largest;

    /**
     * A denoiser that is guided in an interval.
     *
     * @param process of which the times are
     * @param guided answers inside
     * @param conditional answers outside, to the batch as it is
     * @param from share of the way from picture to noise, in [0, 1]
     * @param to share of the way, at least {@code from}, at most 1
     */
    public GuidanceInterval(
            Process process, Denoiser guided, Denoiser conditional, double from, double to) {
        if (!(from >= 0 && from <= to && to <= 1)) {
            throw new IllegalArgumentException(
                    "guidance_interval is "
                            + from
                            + " to "
                            + to
                            + ", must be two shares between 0 (picture) and 1 (noise), the smaller"
                            + " first");
        }
        this.guided = guided;
        this.conditional = conditional;
        this.smallest = process.networkTime(process.timeAt(from));
        this.largest = process.networkTime(process.timeAt(to));
    }

    @Override
    public NDArray predict(NDArray xt, double timestep) {
        boolean inside = smallest <= timestep && timestep <= largest;
        return (inside ? guided : conditional).predict(xt, timestep);
    }
}
