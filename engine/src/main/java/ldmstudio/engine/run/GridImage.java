package ldmstudio.engine.run;

import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.data.PixelImage;

/** Pictures as tiles of one picture, row by row. */
public final class GridImage {
    /** Neutral on light and dark screens alike. */
    private static final int BACKGROUND = 0xff808080;

    private GridImage() {}

    /** A grid that is about as wide as high. */
    public static PixelImage of(List<PixelImage> tiles) {
        return of(tiles, (int) Math.ceil(Math.sqrt(tiles.size())), 2);
    }

    /**
     * A grid; every cell is as large as the largest picture, smaller ones lie in the middle.
     *
     * @param gap pixels between cells and around them
     */
    public static PixelImage of(List<PixelImage> tiles, int columns, int gap) {
        if (tiles.isEmpty()) {
            throw new IllegalArgumentException("a grid needs at least one picture");
        }
        if (columns < 1 || gap < 0) {
            throw new IllegalArgumentException(
                    "columns is "
                            + columns
                            + " and gap is "
                            + gap
                            + "; allowed: at least 1 column, a gap of 0 or more");
        }
        int across = Math.min(columns, tiles.size());
        int down = (tiles.size() + across - 1) / across;
        int cellWidth = tiles.stream().mapToInt(PixelImage::width).max().orElseThrow();
        int cellHeight = tiles.stream().mapToInt(PixelImage::height).max().orElseThrow();
        int width = Math.addExact(gap, Math.multiplyExact(across, cellWidth + gap));
        int height = Math.addExact(gap, Math.multiplyExact(down, cellHeight + gap));
        int[] argb = new int[Math.multiplyExact(width, height)];
        Arrays.fill(argb, BACKGROUND);
        for (int i = 0; i < tiles.size(); i++) {
            PixelImage tile = tiles.get(i);
            int x = gap + (i % across) * (cellWidth + gap) + (cellWidth - tile.width()) / 2;
            int y = gap + (i / across) * (cellHeight + gap) + (cellHeight - tile.height()) / 2;
            for (int row = 0; row < tile.height(); row++) {
                System.arraycopy(
                        tile.argb(), row * tile.width(), argb, (y + row) * width + x, tile.width());
            }
        }
        return new PixelImage(width, height, argb);
    }
}
