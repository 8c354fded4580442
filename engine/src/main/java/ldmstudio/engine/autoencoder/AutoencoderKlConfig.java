package ldmstudio.engine.autoencoder;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The shape of an {@link AutoencoderKl}; {@link #toMap} is the {@code config.json} of diffusers'
 * AutoencoderKL.
 *
 * @param scalingFactor latents are multiplied by it before diffusion
 * @param shiftFactor latents are reduced by it before scaling
 */
public record AutoencoderKlConfig(
        LevelPlan levels,
        boolean useQuantConv,
        boolean usePostQuantConv,
        int sampleSize,
        double scalingFactor,
        double shiftFactor)
        implements LevelledSizes {
    /** The reference's class. */
    static final String CLASS_NAME = "AutoencoderKL";

    /** The shape that a run's configuration describes. */
    public static AutoencoderKlConfig of(AutoencoderConfig config) {
        if (config.quantize()) {
            throw new IllegalArgumentException(
                    "quantize is true, which asks for a VQ-VAE; this is the VAE (quantize: false)");
        }
        return new AutoencoderKlConfig(
                LevelPlan.of(CLASS_NAME, config),
                config.postEncoderLatentProj(),
                config.preDecoderLatentProj(),
                config.imgSize(),
                1,
                0);
    }

    /**
     * Reads diffusers' {@code config.json}.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static AutoencoderKlConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(CLASS_NAME, map);
        AutoencoderKlConfig config =
                new AutoencoderKlConfig(
                        LevelPlan.read(CLASS_NAME, reader, 4),
                        reader.flag("use_quant_conv", true),
                        reader.flag("use_post_quant_conv", true),
                        reader.side("sample_size", 32),
                        reader.number("scaling_factor", 0.18215),
                        reader.number("shift_factor", 0));
        reader.ignore("force_upcast", "latents_mean", "latents_std");
        reader.finish();
        return config;
    }

    /** What diffusers' AutoencoderKL reads. */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", CLASS_NAME);
        levels.write(map);
        map.put("use_quant_conv", useQuantConv);
        map.put("use_post_quant_conv", usePostQuantConv);
        map.put("sample_size", sampleSize);
        map.put("scaling_factor", scalingFactor);
        if (shiftFactor != 0) {
            map.put("shift_factor", shiftFactor);
        }
        return map;
    }
}
