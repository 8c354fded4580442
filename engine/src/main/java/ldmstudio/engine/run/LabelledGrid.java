package ldmstudio.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.data.PixelImage;

/** Pictures as tiles of one picture with words below each, the wrong ones in a red frame. */
public final class LabelledGrid {
    /**
     * One picture.
     *
     * @param labels lines of text below it; what is too long is cut
     * @param marked whether it is framed
     */
    public record Tile(PixelImage picture, List<String> labels, boolean marked) {
        public Tile {
            labels = List.copyOf(labels);
        }
    }

    /** Labels of a dozen letters fit below a tile that is as wide as this. */
    private static final int LEAST_WIDTH = 96;

    private static final int FRAME = 3;
    private static final int LINE = PixelText.HEIGHT + 3;
    private static final int PAPER = 0xffffffff;
    private static final int INK = 0xff202020;
    private static final int RED = 0xffd81b1b;

    private LabelledGrid() {}

    /**
     * A grid; small pictures are enlarged by a whole factor, pixel by pixel.
     *
     * @throws IllegalArgumentException when there is no tile
     */
    public static PixelImage of(List<Tile> tiles, int columns) {
        int lines = tiles.stream().mapToInt(tile -> tile.labels().size()).max().orElse(0);
        PixelText text = new PixelText();
        List<PixelImage> cells = new ArrayList<>();
        for (Tile tile : tiles) {
            cells.add(cell(tile, lines, text));
        }
        return GridImage.of(cells, columns, 2);
    }

    private static PixelImage cell(Tile tile, int lines, PixelText text) {
        PixelImage picture = tile.picture();
        int factor = Math.max(1, (LEAST_WIDTH + picture.width() - 1) / picture.width());
        int width = picture.width() * factor + 2 * FRAME;
        int pictureHeight = picture.height() * factor + 2 * FRAME;
        int height = pictureHeight + lines * LINE + 1;
        int[] argb = new int[width * height];
        Arrays.fill(argb, PAPER);
        if (tile.marked()) {
            Arrays.fill(argb, 0, width * pictureHeight, RED);
        }
        for (int y = 0; y < picture.height() * factor; y++) {
            for (int x = 0; x < picture.width() * factor; x++) {
                argb[(y + FRAME) * width + x + FRAME] = picture.pixel(x / factor, y / factor);
            }
        }
        for (int i = 0; i < tile.labels().size(); i++) {
            text.draw(
                    argb,
                    width,
                    FRAME,
                    pictureHeight + i * LINE + 1,
                    width - 2 * FRAME,
                    tile.labels().get(i),
                    i > 0 && tile.marked() ? RED : INK);
        }
        return new PixelImage(width, height, argb);
    }
}
