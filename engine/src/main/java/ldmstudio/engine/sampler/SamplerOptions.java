package ldmstudio.engine.sampler;

import ldmstudio.engine.diffusion.TimestepSpacing;

/**
 * What a person may choose about a sampler beside its name and number of steps; each sampler reads
 * what concerns it.
 *
 * @param eta noise of DDIM: 0 none, 1 as DDPM; at least 0
 * @param sigmaScale factor on DDPM's noise, at least 0; 1 is the paper's
 * @param spacing which timesteps are visited: {@code auto}, {@code leading}, {@code trailing} or
 *     {@code linspace}
 * @param karrasSigmas whether the noise levels of the σ samplers follow Karras et al.
 * @param shift how much flow matching lingers at high noise levels, larger than 0; 1: not at all
 * @param correction of the predicted x_0
 * @param habit how the model's own scheduler counts timesteps
 */
public record SamplerOptions(
        double eta,
        double sigmaScale,
        String spacing,
        boolean karrasSigmas,
        double shift,
        StartCorrection correction,
        ScheduleHabit habit) {
    /** The spacing that looks at the number of steps. */
    public static final String AUTO = "auto";

    public SamplerOptions {
        if (!(eta >= 0)) {
            throw new IllegalArgumentException("eta is " + eta + ", must be at least 0");
        }
        if (!(sigmaScale >= 0)) {
            throw new IllegalArgumentException(
                    "sigma_scale is " + sigmaScale + ", must be at least 0");
        }
        if (!spacing.equals(AUTO)) {
            TimestepSpacing.of(spacing);
        }
        if (!(shift > 0)) {
            throw new IllegalArgumentException("shift is " + shift + ", must be larger than 0");
        }
    }

    /** What latents want: no extra noise, nothing clipped. */
    public static SamplerOptions defaults() {
        return new SamplerOptions(
                0, 1, AUTO, false, 1, new StartCorrection.None(), ScheduleHabit.OURS);
    }

    public SamplerOptions withEta(double value) {
        return new SamplerOptions(
                value, sigmaScale, spacing, karrasSigmas, shift, correction, habit);
    }

    public SamplerOptions withSigmaScale(double value) {
        return new SamplerOptions(eta, value, spacing, karrasSigmas, shift, correction, habit);
    }

    public SamplerOptions withSpacing(String value) {
        return new SamplerOptions(eta, sigmaScale, value, karrasSigmas, shift, correction, habit);
    }

    public SamplerOptions withKarrasSigmas(boolean value) {
        return new SamplerOptions(eta, sigmaScale, spacing, value, shift, correction, habit);
    }

    public SamplerOptions withShift(double value) {
        return new SamplerOptions(eta, sigmaScale, spacing, karrasSigmas, value, correction, habit);
    }

    public SamplerOptions withCorrection(StartCorrection value) {
        return new SamplerOptions(eta, sigmaScale, spacing, karrasSigmas, shift, value, habit);
    }

    public SamplerOptions withHabit(ScheduleHabit value) {
        return new SamplerOptions(eta, sigmaScale, spacing, karrasSigmas, shift, correction, value);
    }
}
