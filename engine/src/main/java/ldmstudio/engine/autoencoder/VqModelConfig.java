package ldmstudio.engine.autoencoder;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The shape of a {@link VqModel}; {@link #toMap} is the {@code config.json} of diffusers' VQModel.
 *
 * @param codebookSize codes, {@code num_vq_embeddings}
 * @param vqEmbedDim numbers of a code: channels of what diffusion works on
 * @param scalingFactor latents are multiplied by it before diffusion
 */
public record VqModelConfig(
        LevelPlan levels, int codebookSize, int vqEmbedDim, int sampleSize, double scalingFactor)
        implements LevelledSizes {
    /** The reference's class. */
    static final String CLASS_NAME = "VQModel";

    public VqModelConfig {
        if (codebookSize < 1 || vqEmbedDim < 1) {
            throw new IllegalArgumentException(
                    CLASS_NAME
                            + ": num_vq_embeddings "
                            + codebookSize
                            + " and vq_embed_dim "
                            + vqEmbedDim
                            + " must be at least 1");
        }
    }

    /** The shape that a run's configuration describes. */
    public static VqModelConfig of(AutoencoderConfig config) {
        return new VqModelConfig(
                LevelPlan.of(CLASS_NAME, config),
                config.codebookSize(),
                config.vqEmbedDim(),
                config.imgSize(),
                1);
    }

    /**
     * Reads diffusers' {@code config.json}.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static VqModelConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(CLASS_NAME, map);
        LevelPlan levels = LevelPlan.read(CLASS_NAME, reader, 3);
        Integer width = reader.optionalInteger("vq_embed_dim", null);
        VqModelConfig config =
                new VqModelConfig(
                        levels,
                        reader.integer("num_vq_embeddings", 256),
                        width == null ? levels.latentChannels() : width,
                        reader.side("sample_size", 32),
                        reader.number("scaling_factor", 0.18215));
        // MoVQ's decoder reads the codes in its norms.
        reader.only("norm_type", "group");
        reader.only("lookup_from_codebook", false);
        reader.ignore("force_upcast");
        reader.finish();
        return config;
    }

    /** What diffusers' VQModel reads. */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", CLASS_NAME);
        levels.write(map);
        map.put("num_vq_embeddings", codebookSize);
        map.put("vq_embed_dim", vqEmbedDim);
        map.put("sample_size", sampleSize);
        map.put("scaling_factor", scalingFactor);
        return map;
    }

    @Override
    public int latentChannels() {
        return vqEmbedDim;
    }
}
