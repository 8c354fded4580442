package ldmstudio.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How samples are drawn: those of every evaluation, and the first values of the Playground. */
public record SamplingConfig(
        @Field(
                        label = "Sampler",
                        oneOf = {
                            "ddpm",
                            "ddim",
                            "ancestral",
                            "ancestral_large",
                            "dpmpp_1s",
                            "dpmpp_2m",
                            "dpmpp_3m",
                            "dpmpp_sde",
                            "euler",
                            "euler_ancestral",
                            "heun",
                            "pndm",
                            "unipc",
                            "lcm",
                            "flow_euler",
                            "tld_ddim",
                            "tld_dpmpp"
                        },
                        help =
                                "ddim and dpmpp_2m need few steps; ddpm is the original; ancestral is ddpm by the predicted noise, ancestral_large with more noise. flow_euler is for diffusion.process flow, tld_ddim and tld_dpmpp for tld; lcm for distilled models.")
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
                        label = "Prompts",
                        help =
                                "Texts of the evaluation's samples, parted by |, a bar of its own written \\|; empty: captions of held-out pictures.")
                String prompts,
        @Field(
                        label = "Negative prompt",
                        help = "What guidance pushes away from; empty: from no text at all.")
                String negativePrompt,
        @Field(
                        label = "Guidance rescale",
                        help =
                                "Share of the plain answer's contrast that strong guidance gets back; 0: none.",
                        min = 0,
                        max = 1,
                        advanced = true)
                double guidanceRescale,
        @Field(
                        label = "Guidance from",
                        help = "Guidance begins after this share of the way from noise to picture.",
                        min = 0,
                        max = 1,
                        advanced = true)
                double guidanceStart,
        @Field(
                        label = "Guidance until",
                        help = "Guidance ends after this share of the way from noise to picture.",
                        min = 0,
                        max = 1,
                        advanced = true)
                double guidanceEnd,
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
        @Field(
                        label = "Timesteps",
                        oneOf = {"auto", "leading", "trailing", "linspace"},
                        help =
                                "Where few steps lie among many; auto: as the sampler's reference does.",
                        advanced = true)
                String timestepSpacing,
        @Field(
                        label = "Karras sigmas",
                        help =
                                "Noise levels after Karras et al. (2022); for dpmpp, euler and heun.",
                        advanced = true)
                boolean karrasSigmas,
        @Field(
                        label = "Threshold",
                        oneOf = {"auto", "none", "clip", "dynamic"},
                        help =
                                "Keeps predicted pixels in range; auto: clip for pixels. Latents have no range, so none for them.",
                        advanced = true)
                String threshold,
        @Field(
                        label = "Sharpness",
                        help = "Nudges a latent channel towards sharper pictures; 0: not.",
                        min = -5,
                        max = 5,
                        advanced = true)
                double sharpness,
        @Field(
                        label = "Brightness",
                        help = "Nudges a latent channel towards brighter pictures; 0: not.",
                        min = -5,
                        max = 5,
                        advanced = true)
                double brightness,
        @Field(
                        label = "VAE tiling",
                        oneOf = {"auto", "on", "off"},
                        help =
                                "Encodes and decodes large pictures in bands of rows, for less memory and a little more time; auto: those that would take more than 2 GiB. The same picture up to rounding.",
                        advanced = true)
                String vaeTiling,
        @Field(label = "Count", help = "Pictures in a grid.", min = 1, max = 1024) int count,
        @Field(
                        label = "Sampling seed",
                        help = "The same seed gives the same noise at every evaluation.")
                long seed) {
    private static final Set<String> NAMED =
            Set.of(
                    "sampler",
                    "steps",
                    "guidance_scale",
                    "prompts",
                    "negative_prompt",
                    "eta",
                    "sigma_scale",
                    "count",
                    "seed");

    public SamplingConfig {
        // Models and queues that were written before it was a setting say nothing of it.
        vaeTiling = vaeTiling == null ? "auto" : vaeTiling;
        FieldChecks.require(
                SamplingConfig.class,
                sampler,
                steps,
                guidanceScale,
                prompts,
                negativePrompt,
                guidanceRescale,
                guidanceStart,
                guidanceEnd,
                eta,
                sigmaScale,
                timestepSpacing,
                karrasSigmas,
                threshold,
                sharpness,
                brightness,
                vaeTiling,
                count,
                seed);
    }

    public static SamplingConfig defaults() {
        return of("ddim", 50, 1.0, 0, 1, 16, 0);
    }

    /** The settings that every picture has, the others as they are by default. */
    public static SamplingConfig of(
            String sampler,
            int steps,
            double guidanceScale,
            double eta,
            double sigmaScale,
            int count,
            long seed) {
        return new SamplingConfig(
                sampler,
                steps,
                guidanceScale,
                "",
                "",
                0,
                0,
                1,
                eta,
                sigmaScale,
                "auto",
                false,
                "auto",
                0,
                0,
                "auto",
                count,
                seed);
    }

    /** Settings beside those that every recipe names, where they are not at their defaults. */
    public Map<String, String> unusual() {
        Map<String, String> unusual = new LinkedHashMap<>();
        SamplingConfig usual = defaults();
        for (RecordSchema.Component component :
                RecordSchema.of(SamplingConfig.class).components()) {
            Object value = component.of(this);
            if (!NAMED.contains(component.key()) && !value.equals(component.of(usual))) {
                unusual.put(component.key(), String.valueOf(value));
            }
        }
        return unusual;
    }

    /** The keys that {@link #unusual} may have. */
    public static Set<String> unusualKeys() {
        return RecordSchema.of(SamplingConfig.class).components().stream()
                .map(RecordSchema.Component::key)
                .filter(key -> !NAMED.contains(key))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** One value by its key in snake case. */
    public Object get(String key) {
        return ConfigPath.get(this, key);
    }

    /** A copy with one value replaced, by its key in snake case. */
    public SamplingConfig with(String key, Object value) {
        return (SamplingConfig) ConfigPath.with(this, key, value);
    }

    /** The texts of {@link #prompts}, in order. */
    public List<String> promptList() {
        return PartedTexts.split(prompts);
    }
}
