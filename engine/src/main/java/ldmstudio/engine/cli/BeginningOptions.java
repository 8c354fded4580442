package ldmstudio.engine.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.Beginning;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.Outpainting;
import ldmstudio.engine.pipeline.Planes;
import ldmstudio.engine.pipeline.Variation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What new pictures begin from, as flags of {@code ldm sample}. */
final class BeginningOptions {
    @Option(
            names = "--from",
            paramLabel = "PICTURE",
            description = "begin from this picture instead of pure noise")
    private @Nullable Path from;

    @Option(
            names = "--strength",
            description = "with --from: share of the steps drawn anew; default 0.6, 1 with --mask")
    private @Nullable Double strength;

    @Option(
            names = "--mask",
            paramLabel = "PICTURE",
            description = "with --from: draw anew only where this picture is white")
    private @Nullable Path mask;

    @Option(
            names = "--extend",
            paramLabel = "L,T,R,B",
            description = "with --from: paint so many pixels beyond its edges")
    private @Nullable String extend;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "another size than the model was trained on")
    private @Nullable String size;

    @Option(
            names = "--variation",
            paramLabel = "SEED:AMOUNT",
            description = "turn the noise towards another seed's, by 0 to 1")
    private @Nullable String variation;

    /** Whether a picture is to grow beyond its edges. */
    boolean extendsPicture() {
        if (extend != null && from == null) {
            throw new IllegalArgumentException("--extend needs --from, the picture to extend");
        }
        return extend != null;
    }

    Outpainting.Margins margins() {
        String[] parts = String.valueOf(extend).split(",");
        if (parts.length != 4) {
            throw wrong("--extend", extend, "LEFT,TOP,RIGHT,BOTTOM in pixels, such as 0,0,64,0");
        }
        int[] margins = new int[4];
        for (int i = 0; i < 4; i++) {
            margins[i] = whole("--extend", parts[i].strip());
        }
        return new Outpainting.Margins(margins[0], margins[1], margins[2], margins[3]);
    }

    /** The picture of {@code --from} as it is. */
    PixelImage picture() {
        if (from == null) {
            throw new IllegalStateException("there is no --from");
        }
        return PictureFile.read(from);
    }

    Beginning beginning(LoadedModel model) {
        int width = model.model().imgSize();
        int height = width;
        if (size != null) {
            String[] sides = size.split("x");
            if (sides.length != 2) {
                throw wrong("--size", size, "WIDTHxHEIGHT in pixels, such as 512x512");
            }
            width = whole("--size", sides[0]);
            height = whole("--size", sides[1]);
        }
        if (from == null) {
            if (mask != null || strength != null) {
                throw new IllegalArgumentException(
                        (mask != null ? "--mask" : "--strength") + " needs --from");
            }
            return Beginning.NOISE
                    .withSize(size == null ? 0 : width, size == null ? 0 : height)
                    .withVariation(turn());
        }
        PixelImage picture = PictureFile.cover(PictureFile.read(from), width, height);
        Beginning beginning =
                mask == null
                        ? Beginning.from(picture, strength == null ? 0.6 : strength)
                        : Beginning.inpaint(
                                picture,
                                Planes.whiteOf(
                                        PictureFile.cover(PictureFile.read(mask), width, height)),
                                strength == null ? 1 : strength);
        return beginning.withVariation(turn());
    }

    private Variation turn() {
        if (variation == null) {
            return Variation.NONE;
        }
        String[] parts = variation.split(":");
        try {
            if (parts.length == 2) {
                return new Variation(
                        Long.parseLong(parts[0].strip()), Double.parseDouble(parts[1].strip()));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--variation is '" + variation + "'; give SEED:AMOUNT, such as 7:0.2", e);
        }
        throw wrong("--variation", variation, "SEED:AMOUNT, such as 7:0.2");
    }

    /** What a recipe must say of it beside the plan's numbers. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (from != null) {
            facts.put("from", String.valueOf(from.getFileName()));
            facts.put("strength", String.valueOf(strength == null ? "default" : strength));
        }
        if (mask != null) {
            facts.put("mask", String.valueOf(mask.getFileName()));
        }
        if (extend != null) {
            facts.put("extend", extend);
        }
        if (variation != null) {
            facts.put("variation", variation);
        }
        return facts;
    }

    private static int whole(String name, String text) {
        if (!text.matches("\\d{1,5}")) {
            throw wrong(name, text, "whole numbers of pixels");
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException wrong(
            String name, @Nullable String value, String allowed) {
        return new IllegalArgumentException(name + " is '" + value + "'; give " + allowed);
    }
}
