package ldmstudio.engine.data;

import java.util.Arrays;
import java.util.OptionalInt;
import ldmstudio.engine.data.Resampler.Region;

/** How a picture of any proportions becomes the model's square. */
enum Resize {
    /** The short side becomes the square's; what is too long is cut off. */
    CROP {
        @Override
        PixelImage fit(Scalable picture, int side, OptionalInt border) {
            // A panorama keeps its middle only: its far ends would hold memory and show little.
            int shortSide = Math.min(picture.width(), picture.height());
            int width = Math.min(picture.width(), MOST_PROPORTION * shortSide);
            int height = Math.min(picture.height(), MOST_PROPORTION * shortSide);
            Region middle =
                    new Region(
                            (picture.width() - width) / 2,
                            (picture.height() - height) / 2,
                            width,
                            height);
            double scale = side / (double) shortSide;
            return picture.scaled(
                    middle,
                    Math.max(side, (int) Math.round(width * scale)),
                    Math.max(side, (int) Math.round(height * scale)));
        }
    },

    /**
     * The whole picture inside the square, with a border. A picture that fits already and would
     * grow by no more than a third (28 in 32) is only given the border, so that it stays sharp.
     */
    PAD {
        @Override
        PixelImage fit(Scalable picture, int side, OptionalInt border) {
            int longSide = Math.max(picture.width(), picture.height());
            boolean asItIs = longSide <= side && 4 * longSide >= 3 * side;
            double scale = asItIs ? 1 : side / (double) longSide;
            int width = Math.max(1, (int) Math.round(picture.width() * scale));
            int height = Math.max(1, (int) Math.round(picture.height() * scale));
            PixelImage scaled = picture.scaled(Region.all(picture), width, height);
            int[] argb = new int[side * side];
            Arrays.fill(argb, border.orElseGet(() -> edgeColor(scaled)));
            int left = (side - width) / 2;
            int top = (side - height) / 2;
            for (int y = 0; y < height; y++) {
                System.arraycopy(scaled.argb(), y * width, argb, (top + y) * side + left, width);
            }
            return new PixelImage(side, side, argb);
        }
    },

    /** The whole picture, its proportions given up. */
    STRETCH {
        @Override
        PixelImage fit(Scalable picture, int side, OptionalInt border) {
            return picture.scaled(Region.all(picture), side, side);
        }
    };

    private static final int MOST_PROPORTION = 4;

    /**
     * Scales a picture; afterwards both sides are at least {@code side}, and exactly that but for
     * the longer one of {@link #CROP}.
     *
     * @param border colour of the border, or empty for the median colour of the picture's edge
     */
    abstract PixelImage fit(Scalable picture, int side, OptionalInt border);

    /** The same for a picture of pixels. */
    PixelImage fit(PixelImage picture, int side, OptionalInt border) {
        return fit(Resampler.scalable(picture), side, border);
    }

    /** The value of a {@code resize} key. */
    static Resize of(String name) {
        return switch (name) {
            case "crop" -> CROP;
            case "pad" -> PAD;
            case "stretch" -> STRETCH;
            default ->
                    throw new DataException(
                            "resize is \"" + name + "\"; it must be crop, pad or stretch.");
        };
    }

    private static int edgeColor(PixelImage picture) {
        int width = picture.width();
        int height = picture.height();
        int[][] edge = new int[3][2 * width + 2 * height];
        for (int i = 0; i < edge[0].length; i++) {
            int pixel;
            if (i < 2 * width) {
                pixel = picture.pixel(i % width, i < width ? 0 : height - 1);
            } else {
                int j = i - 2 * width;
                pixel = picture.pixel(j < height ? 0 : width - 1, j % height);
            }
            edge[0][i] = pixel >> 16 & 255;
            edge[1][i] = pixel >> 8 & 255;
            edge[2][i] = pixel & 255;
        }
        int color = 0xFF;
        for (int[] channel : edge) {
            Arrays.sort(channel);
            color = color << 8 | channel[channel.length / 2];
        }
        return color;
    }
}
