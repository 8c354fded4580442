package ldmstudio.engine.config;

/** How samples are drawn: those of every evaluation, and the first values of the Samples screen. */
public record SamplingConfig(
        @Field(
                        label = "Sampler",
                        oneOf = {"ddpm", "ddim"},
                        help = "ddim needs few steps; ddpm is the original.")
                String sampler,
        @Field(label = "Steps", help = "Denoiser calls for a picture.", min = 1, max = 1000)
                int steps,
        @Field(
                        label = "Guidance",
                        help = "1: off. Larger follows the condition more strongly.",
                        min = 0,
                        max = 50)
                double guidanceScale,
        @Field(
                        label = "Eta",
                        help = "Noise of DDIM: 0 none, 1 as DDPM.",
                        min = 0,
                        max = 1,
                        advanced = true)
                double eta,
        @Field(
                        label = "Sigma scale",
                        help = "Scales DDPM's noise; 0.95 gives cleaner pictures.",
                        min = 0,
                        max = 2,
                        advanced = true)
                double sigmaScale,
        @Field(label = "Count", help = "Pictures in a grid.", min = 1, max = 1024) int count,
        @Field(
                        label = "Sampling seed",
                        help = "The same seed gives the same noise at every evaluation.")
                long seed) {
    public SamplingConfig {
        FieldChecks.require(
                SamplingConfig.class, sampler, steps, guidanceScale, eta, sigmaScale, count, seed);
    }

    public static SamplingConfig defaults() {
        return new SamplingConfig("ddim", 50, 1.0, 0, 1, 16, 0);
    }
}
