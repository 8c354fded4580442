package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PngFiltersTest {
    /** As the specification writes it. */
    private static int paethPredictor(int a, int b, int c) {
        int p = a + b - c;
        int pa = Math.abs(p - a);
        int pb = Math.abs(p - b);
        int pc = Math.abs(p - c);
        if (pa <= pb && pa <= pc) {
            return a;
        }
        return pb <= pc ? b : c;
    }

    @Test
    void paethsGuessIsThatOfTheSpecificationForAllThreeBytes() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                for (int c = 0; c < 256; c++) {
                    if (PngFilters.guess(a, b, c) != paethPredictor(a, b, c)) {
                        throw new AssertionError(a + ", " + b + ", " + c);
                    }
                }
            }
        }
    }

    @Test
    void everyFilterIsUndoneForEveryNumberOfSamples() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        for (int samples = 1; samples <= 4; samples++) {
            int width = 17;
            int height = 25;
            int stride = 1 + width * samples;
            byte[] plain = new byte[height * stride];
            random.nextBytes(plain);
            byte[] lines = new byte[plain.length];
            for (int y = 0; y < height; y++) {
                int filter = y % 5;
                lines[y * stride] = (byte) filter;
                plain[y * stride] = (byte) filter;
                for (int i = 0; i < width * samples; i++) {
                    int at = y * stride + 1 + i;
                    int left = i < samples ? 0 : plain[at - samples] & 255;
                    int above = y == 0 ? 0 : plain[at - stride] & 255;
                    int corner = y == 0 || i < samples ? 0 : plain[at - stride - samples] & 255;
                    int guess =
                            switch (filter) {
                                case 0 -> 0;
                                case 1 -> left;
                                case 2 -> above;
                                case 3 -> (left + above) / 2;
                                default -> paethPredictor(left, above, corner);
                            };
                    lines[at] = (byte) (plain[at] - guess);
                }
            }
            PngFilters.undo(lines, width, height, samples);
            assertThat(lines).as("%d samples", samples).isEqualTo(plain);
        }
    }

    @Test
    void anUnknownFilterIsNamed() {
        assertThatThrownBy(() -> PngFilters.undo(new byte[] {5, 0, 0, 0}, 1, 1, 3))
                .isInstanceOf(IOException.class)
                .hasMessage("the picture is damaged: unknown filter 5");
    }
}
