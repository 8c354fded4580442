package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.LabelledGrid.Tile;
import org.junit.jupiter.api.Test;

class LabelledGridTest {
    private static final int GREEN = 0xff00ff00;

    private static PixelImage green(int side) {
        int[] argb = new int[side * side];
        Arrays.fill(argb, GREEN);
        return new PixelImage(side, side, argb);
    }

    private static long count(PixelImage image, int colour) {
        return Arrays.stream(image.argb()).filter(pixel -> pixel == colour).count();
    }

    @Test
    void smallPicturesAreEnlargedAndTheWrongOnesFramed() {
        PixelImage grid =
                LabelledGrid.of(
                        List.of(
                                new Tile(green(32), List.of("red star"), false),
                                new Tile(green(32), List.of("red star", "red ring"), true)),
                        2);
        assertThat(count(grid, GREEN)).isEqualTo(2 * 96 * 96);
        long red = count(grid, 0xffd81b1b);
        // The frame of one tile, and the letters of its second line.
        assertThat(red).isBetween(102L * 102 - 96 * 96 + 1, 102L * 102 - 96 * 96 + 300);
        assertThat(count(grid, 0xff202020)).isPositive();
    }

    @Test
    void longAndStrangeLabelsStayInTheirTile() {
        PixelImage grid =
                LabelledGrid.of(
                        List.of(new Tile(green(100), List.of("Größe ".repeat(40)), false)), 1);
        assertThat(count(grid, GREEN)).isEqualTo(100 * 100);
        assertThat(grid.width()).isEqualTo(100 + 2 * 3 + 2 * 2);
    }
}
