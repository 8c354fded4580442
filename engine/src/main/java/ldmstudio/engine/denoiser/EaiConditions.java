package ldmstudio.engine.denoiser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.ModelConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EaiUNet} is told, with the keys of the reference's {@code condition_config}; 0
 * means that it is not told.
 *
 * @param numClasses classes, without the one that stands for none
 * @param textEmbedDim width of a token's embedding
 * @param imageInputChannels channels of the mask
 * @param imageOutputChannels channels that the mask becomes before it is laid beside the sample
 */
public record EaiConditions(
        int numClasses, int textEmbedDim, int imageInputChannels, int imageOutputChannels) {
    public static final EaiConditions NONE = new EaiConditions(0, 0, 0, 0);

    private static final String OWNER = "condition_config";
    private static final String TYPES = "condition_types";

    public EaiConditions {
        if (numClasses < 0
                || textEmbedDim < 0
                || imageInputChannels < 0
                || (imageInputChannels > 0) != (imageOutputChannels > 0)) {
            throw new IllegalArgumentException(
                    "num_classes, text_embed_dim, image_condition_input_channels and"
                            + " image_condition_output_channels are "
                            + List.of(
                                    numClasses,
                                    textEmbedDim,
                                    imageInputChannels,
                                    imageOutputChannels)
                            + ", must be at least 0, the last two both or neither");
        }
    }

    static EaiConditions fromConfig(@Nullable Object config) {
        if (config == null) {
            return NONE;
        }
        Map<String, ?> map = group(config, OWNER);
        List<String> types = new ModelConfigReader(OWNER, map).texts(TYPES, List.of());
        for (String type : types) {
            if (!List.of("class", "text", "image").contains(type)) {
                throw new IllegalArgumentException(
                        TYPES + " holds " + type + ", allowed are class, text and image");
            }
        }
        boolean image = types.contains("image");
        return new EaiConditions(
                types.contains("class") ? of(map, "class_condition_config", "num_classes") : 0,
                types.contains("text") ? of(map, "text_condition_config", "text_embed_dim") : 0,
                image ? of(map, "image_condition_config", "image_condition_input_channels") : 0,
                image ? of(map, "image_condition_config", "image_condition_output_channels") : 0);
    }

    // The groups also say how the condition is made and dropped, which is not the network's part.
    private static int of(Map<String, ?> map, String groupKey, String key) {
        int value =
                new ModelConfigReader(groupKey, group(map.get(groupKey), groupKey)).integer(key, 0);
        if (value < 1) {
            throw new IllegalArgumentException(
                    OWNER + ": " + groupKey + " needs " + key + ", at least 1");
        }
        return value;
    }

    private static Map<String, ?> group(@Nullable Object value, String key) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    EaiUNetShape.CLASS_NAME
                            + ": "
                            + key
                            + " is "
                            + value
                            + ", must be a group of keys");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, each) -> named.put(String.valueOf(name), each));
        return named;
    }

    Map<String, Object> toConfig() {
        List<String> types = new ArrayList<>();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(TYPES, types);
        if (numClasses > 0) {
            types.add("class");
            config.put("class_condition_config", Map.of("num_classes", numClasses));
        }
        if (textEmbedDim > 0) {
            types.add("text");
            config.put("text_condition_config", Map.of("text_embed_dim", textEmbedDim));
        }
        if (imageInputChannels > 0) {
            types.add("image");
            Map<String, Object> image = new LinkedHashMap<>();
            image.put("image_condition_input_channels", imageInputChannels);
            image.put("image_condition_output_channels", imageOutputChannels);
            config.put("image_condition_config", image);
        }
        return config;
    }
}
