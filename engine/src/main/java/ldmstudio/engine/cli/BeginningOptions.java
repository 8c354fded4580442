package ldmstudio.engine.cli;

import java.nio.file.Path;
import ldmstudio.engine.pipeline.BeginningFiles;
import ldmstudio.engine.pipeline.Outpainting;
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

    /** What is to be begun from; the files are not read yet. */
    BeginningFiles files() {
        if (from == null && (mask != null || strength != null || extend != null)) {
            throw new IllegalArgumentException(
                    (mask != null ? "--mask" : strength != null ? "--strength" : "--extend")
                            + " needs --from, the picture to begin from");
        }
        if (mask != null && extend != null) {
            throw new IllegalArgumentException(
                    "--mask and --extend cannot be used at once: extend the picture first, then"
                            + " paint with a mask");
        }
        int width = 0;
        int height = 0;
        if (size != null) {
            String[] sides = size.split("x");
            if (sides.length != 2) {
                throw wrong("--size", size, "WIDTHxHEIGHT in pixels, such as 512x512");
            }
            width = whole("--size", sides[0]);
            height = whole("--size", sides[1]);
        }
        return new BeginningFiles(
                from, strength, mask, extend == null ? null : margins(), width, height, turn());
    }

    private Outpainting.Margins margins() {
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
