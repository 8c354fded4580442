package ldmstudio.engine.condition;

import java.util.Map;
import java.util.Set;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * What CLIP's two transformers have in common.
 *
 * @param width channels of a token ({@code hidden_size})
 * @param innerWidth channels inside the feed-forward layers ({@code intermediate_size})
 * @param layers number of layers ({@code num_hidden_layers})
 * @param heads attention heads ({@code num_attention_heads})
 * @param activation {@code quick_gelu}, x σ(1.702 x), as OpenAI's; or {@code gelu}, as OpenCLIP's
 * @param layerNormEps ε of the norms
 */
public record ClipTowerConfig(
        int width, int innerWidth, int layers, int heads, String activation, double layerNormEps) {
    private static final Set<String> ACTIVATIONS = Set.of("quick_gelu", "gelu");

    public ClipTowerConfig {
        positive("hidden_size", width);
        positive("intermediate_size", innerWidth);
        positive("num_hidden_layers", layers);
        positive("num_attention_heads", heads);
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "CLIP: hidden_size is "
                            + width
                            + ", which num_attention_heads "
                            + heads
                            + " does not divide");
        }
        if (!ACTIVATIONS.contains(activation)) {
            throw new IllegalArgumentException(
                    "CLIP: hidden_act is '" + activation + "', supported are quick_gelu and gelu");
        }
    }

    static void positive(String key, int value) {
        if (value < 1 || value > 1 << 24) {
            throw new IllegalArgumentException(
                    "CLIP: " + key + " is " + value + ", must be at least 1 and of sensible size");
        }
    }

    static ClipTowerConfig read(
            ModelConfigReader reader, int width, int innerWidth, int layers, int heads) {
        return new ClipTowerConfig(
                reader.integer("hidden_size", width),
                reader.integer("intermediate_size", innerWidth),
                reader.integer("num_hidden_layers", layers),
                reader.integer("num_attention_heads", heads),
                reader.text("hidden_act", "quick_gelu"),
                reader.number("layer_norm_eps", 1e-5));
    }

    void write(Map<String, Object> map) {
        map.put("hidden_size", width);
        map.put("intermediate_size", innerWidth);
        map.put("num_hidden_layers", layers);
        map.put("num_attention_heads", heads);
        map.put("hidden_act", activation);
        map.put("layer_norm_eps", layerNormEps);
    }
}
