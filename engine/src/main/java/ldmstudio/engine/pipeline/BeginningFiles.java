package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.Outpainting.Margins;
import ldmstudio.engine.run.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What pictures begin from as a person says it: files, which are read when a model is there to say
 * how large they must be.
 *
 * @param picture null: pure noise
 * @param strength share of the steps that are drawn anew; null: {@link #PICTURE_STRENGTH}, with a
 *     mask {@link #MASK_STRENGTH}
 * @param mask a picture that is light where it is drawn anew; null: everywhere
 * @param margins to paint beyond the picture's edges; null: none
 * @param width in pixels; 0: the model's own
 * @param height in pixels; 0: the model's own
 * @param variation of the first noise
 */
public record BeginningFiles(
        @Nullable Path picture,
        @Nullable Double strength,
        @Nullable Path mask,
        @Nullable Margins margins,
        int width,
        int height,
        Variation variation) {
    /** Share of the steps drawn anew from a picture where none is said. */
    public static final double PICTURE_STRENGTH = 0.6;

    /** The same where a mask says what stays. */
    public static final double MASK_STRENGTH = 1;

    public BeginningFiles {
        if (picture == null && (mask != null || margins != null)) {
            throw new IllegalArgumentException(
                    (mask != null ? "A mask" : "A margin") + " needs the picture that it is for");
        }
    }

    private double share() {
        return strength != null ? strength : mask == null ? PICTURE_STRENGTH : MASK_STRENGTH;
    }

    /**
     * Reads the files at the size that is drawn.
     *
     * @throws ldmstudio.engine.data.DataException for a file that is no picture
     * @throws IllegalArgumentException for a strength out of range
     */
    public Beginning beginning(DiffusionModel model) {
        if (picture == null || margins != null) {
            return Beginning.NOISE.withSize(width, height).withVariation(variation);
        }
        int factor = model.autoencoder() == null ? 1 : model.autoencoder().factor();
        int drawnWidth = width == 0 ? model.width() * factor : width;
        int drawnHeight = height == 0 ? model.height() * factor : height;
        PixelImage start = PictureFile.cover(PictureFile.read(picture), drawnWidth, drawnHeight);
        Beginning beginning =
                mask == null
                        ? Beginning.from(start, share())
                        : Beginning.inpaint(
                                start,
                                Planes.lightOf(
                                        PictureFile.cover(
                                                PictureFile.read(mask), drawnWidth, drawnHeight)),
                                share());
        return beginning.withVariation(variation);
    }

    /**
     * What a recipe says of it beside the plan's numbers, in the words of {@code ldm sample}: where
     * the files lie and their sha256, since a file may change or move.
     */
    public Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        if (picture != null) {
            facts.put("from", picture.toAbsolutePath().normalize().toString());
            facts.put("from_sha256", Manifest.sha256(picture));
            if (margins == null) {
                facts.put("strength", String.valueOf(share()));
            }
        }
        if (mask != null) {
            facts.put("mask", mask.toAbsolutePath().normalize().toString());
            facts.put("mask_sha256", Manifest.sha256(mask));
        }
        if (margins != null) {
            facts.put(
                    "extend",
                    margins.left()
                            + ","
                            + margins.top()
                            + ","
                            + margins.right()
                            + ","
                            + margins.bottom());
        } else if (width > 0 || height > 0) {
            facts.put("size", width + "x" + height);
        }
        if (variation.amount() > 0) {
            facts.put("variation", variation.seed() + ":" + variation.amount());
        }
        return facts;
    }
}
