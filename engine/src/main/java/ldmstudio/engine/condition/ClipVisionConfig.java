package ldmstudio.engine.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The size and form of CLIP's vision tower, as transformers' CLIPVisionConfig names it; absent keys
 * mean the reference's defaults.
 *
 * @param imageSize side of the pictures in pixels
 * @param patchSize side of a patch; what is left at the right and the bottom is not seen
 * @param projectionWidth width of the projection, which a model may lack
 */
public record ClipVisionConfig(
        int imageSize, int patchSize, int channels, ClipTowerConfig tower, int projectionWidth) {
    public ClipVisionConfig {
        ClipTowerConfig.positive("image_size", imageSize);
        ClipTowerConfig.positive("patch_size", patchSize);
        ClipTowerConfig.positive("num_channels", channels);
        ClipTowerConfig.positive("projection_dim", projectionWidth);
        if (patchSize > imageSize) {
            throw new IllegalArgumentException(
                    "CLIP: patch_size " + patchSize + " is larger than image_size " + imageSize);
        }
    }

    /** Patches of a picture. */
    int patches() {
        int side = imageSize / patchSize;
        return Math.multiplyExact(side, side);
    }

    /** Reads {@code config.json} of a vision tower, or {@code vision_config} of a whole CLIP. */
    public static ClipVisionConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader("CLIPVisionModel", map);
        return new ClipVisionConfig(
                reader.side("image_size", 224),
                reader.side("patch_size", 32),
                reader.integer("num_channels", 3),
                ClipTowerConfig.read(reader, 768, 3072, 12, 12),
                reader.integer("projection_dim", 512));
    }

    /** For {@code config.json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("image_size", imageSize);
        map.put("patch_size", patchSize);
        map.put("num_channels", channels);
        tower.write(map);
        map.put("projection_dim", projectionWidth);
        return map;
    }
}
