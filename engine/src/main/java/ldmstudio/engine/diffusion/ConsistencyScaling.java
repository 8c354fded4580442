package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/**
 * How a network's x̂_0 becomes a consistency function, which is the identity where nothing is left
 * to take away.
 *
 * <p>f(x, t) = c_skip(t) x + c_out(t) x̂_0, c_skip = σ_d² / ((kτ)² + σ_d²), c_out = kτ / √((kτ)² +
 * σ_d²), σ_d = ½, so that c_skip(0) = 1 and c_out(0) = 0. τ is the timestep of a noise schedule. On
 * the straight line x_s = (1 − s) x_0 + s ε it is 1000 s, the place of the level among a thousand:
 * of the two functions only the values at 0 and their smoothness are asked for (equation 5 of Song
 * et al.), and with τ = 1000 s and k = 10 they leave x̂_0 as it is, to 3·10⁻⁵, from the hundredth
 * part of the line on. So a student begins as what its teacher predicts.
 *
 * <p>Song, Dhariwal, Chen, Sutskever, Consistency Models, 2023, arXiv:2303.01469, equation 5 and
 * appendix C; Luo et al., Latent Consistency Models, 2023, arXiv:2310.04378, equation 9.
 *
 * @param timestepScaling k; 10 in the paper's models
 */
public record ConsistencyScaling(double timestepScaling) {
    /** That of the paper's models. */
    public static final ConsistencyScaling LCM = new ConsistencyScaling(10);

    private static final double SIGMA_DATA = 0.5;

    /** Timesteps that a straight line counts as. */
    private static final double LINE = 1000;

    /** c_skip at a time of a process. */
    public double skip(Process process, double time) {
        return SIGMA_DATA * SIGMA_DATA / variance(process, time);
    }

    /** c_out at a time of a process. */
    public double out(Process process, double time) {
        return scaled(process, time) / Math.sqrt(variance(process, time));
    }

    /** f for a batch whose samples lie at times of their own, {@code (B, C, H, W)}. */
    public NDArray function(
            Ops ops, Process process, double[] times, NDArray x, NDArray predictedStart) {
        float[] skip = new float[times.length];
        float[] out = new float[times.length];
        for (int i = 0; i < times.length; i++) {
            skip[i] = (float) skip(process, times[i]);
            out[i] = (float) out(process, times[i]);
        }
        return x.mul(ops.array(skip, times.length, 1, 1, 1))
                .add(predictedStart.mul(ops.array(out, times.length, 1, 1, 1)));
    }

    private double variance(Process process, double time) {
        double scaled = scaled(process, time);
        return scaled * scaled + SIGMA_DATA * SIGMA_DATA;
    }

    private double scaled(Process process, double time) {
        double timesteps = process instanceof Process.Interpolation ? time * LINE : time;
        return timesteps * timestepScaling;
    }
}
