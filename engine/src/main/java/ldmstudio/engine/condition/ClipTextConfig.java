package ldmstudio.engine.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The size and form of CLIP's text tower, as transformers' CLIPTextConfig names it; absent keys
 * mean the reference's defaults.
 *
 * @param eosTokenId the piece whose state is the pooled one; 2 stands for the largest id of the
 *     text (configurations written before transformers 4.30)
 * @param projectionWidth width of the projection, which a model may lack
 */
public record ClipTextConfig(
        int vocabSize,
        int maxPositionEmbeddings,
        ClipTowerConfig tower,
        int bosTokenId,
        int eosTokenId,
        int padTokenId,
        int projectionWidth) {
    public ClipTextConfig {
        ClipTowerConfig.positive("vocab_size", vocabSize);
        ClipTowerConfig.positive("max_position_embeddings", maxPositionEmbeddings);
        ClipTowerConfig.positive("projection_dim", projectionWidth);
    }

    /** Reads {@code config.json} of a text encoder, or {@code text_config} of a whole CLIP. */
    public static ClipTextConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader("CLIPTextModel", map);
        return new ClipTextConfig(
                reader.integer("vocab_size", 49408),
                reader.integer("max_position_embeddings", 77),
                ClipTowerConfig.read(reader, 512, 2048, 12, 8),
                reader.integer("bos_token_id", 49406),
                reader.integer("eos_token_id", 49407),
                reader.integer("pad_token_id", 1),
                reader.integer("projection_dim", 512));
    }

    /** For {@code config.json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("vocab_size", vocabSize);
        map.put("max_position_embeddings", maxPositionEmbeddings);
        tower.write(map);
        map.put("projection_dim", projectionWidth);
        map.put("bos_token_id", bosTokenId);
        map.put("eos_token_id", eosTokenId);
        map.put("pad_token_id", padTokenId);
        return map;
    }
}
