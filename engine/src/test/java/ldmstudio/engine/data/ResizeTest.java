package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntBinaryOperator;
import ldmstudio.engine.data.Resampler.Region;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizeTest {
    private static PixelImage picture(int width, int height, IntBinaryOperator grey) {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = 0xFF000000 | grey.applyAsInt(i % width, i / width) * 0x010101;
        }
        return new PixelImage(width, height, argb);
    }

    private static Region whole(PixelImage picture) {
        return new Region(0, 0, picture.width(), picture.height());
    }

    @Property(tries = 150)
    void aPlainPictureStaysPlainAtEverySize(
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 40) int side) {
        for (Resize resize : Resize.values()) {
            PixelImage fitted =
                    resize.fit(picture(width, height, (x, y) -> 90), side, OptionalInt.empty());
            assertThat(fitted.argb()).containsOnly(0xFF5A5A5A);
            assertThat(Math.min(fitted.width(), fitted.height())).isEqualTo(side);
        }
    }

    @Test
    void aRampStaysARamp() {
        PixelImage ramp = picture(256, 8, (x, y) -> x);
        for (int width : new int[] {64, 37, 20, 8}) {
            PixelImage small = Resampler.scale(ramp, whole(ramp), width, 8);
            for (int x = 2; x < width - 2; x++) {
                double expected = (x + 0.5) * 256 / width - 0.5;
                assertThat((double) (small.pixel(x, 4) & 255))
                        .as("column %d of %d", x, width)
                        .isBetween(expected - 1.6, expected + 1.6);
            }
        }
    }

    @Test
    void fineStripesBecomeGreyInsteadOfMoire() {
        PixelImage stripes = picture(300, 300, (x, y) -> (x & 1) * 255);
        PixelImage small = Resampler.scale(stripes, whole(stripes), 41, 41);
        for (int x = 3; x < 38; x++) {
            assertThat(small.pixel(x, 20) & 255).isBetween(118, 137);
        }
    }

    @Test
    void cropKeepsTheProportionsAndTheMiddleOfPanoramas() {
        PixelImage wide = picture(200, 100, (x, y) -> x < 100 ? 0 : 255);
        PixelImage fitted = Resize.CROP.fit(wide, 32, OptionalInt.empty());
        assertThat(fitted.width()).isEqualTo(64);
        assertThat(fitted.height()).isEqualTo(32);
        PixelImage panorama = picture(4000, 10, (x, y) -> 7);
        assertThat(Resize.CROP.fit(panorama, 32, OptionalInt.empty()).width()).isEqualTo(128);
    }

    @Test
    void padBordersWithTheGivenOrTheEdgesColour() {
        PixelImage wide = picture(64, 32, (x, y) -> x > 10 && x < 54 && y > 8 && y < 24 ? 0 : 200);
        PixelImage own = Resize.PAD.fit(wide, 32, OptionalInt.empty());
        assertThat(own.pixel(16, 0)).isEqualTo(0xFFC8C8C8);
        PixelImage black = Resize.PAD.fit(wide, 32, OptionalInt.of(0xFF000000));
        assertThat(black.pixel(16, 0)).isEqualTo(0xFF000000);
        assertThat(black.pixel(16, 8)).isEqualTo(0xFFC8C8C8);
    }

    @Test
    void padLeavesADigitSharp() {
        PixelImage digit = picture(28, 28, (x, y) -> (x * 9 + y) % 256);
        PixelImage padded = Resize.PAD.fit(digit, 32, OptionalInt.of(0xFF000000));
        for (int y = 0; y < 28; y++) {
            assertThat(Arrays.copyOfRange(padded.argb(), (y + 2) * 32 + 2, (y + 2) * 32 + 30))
                    .isEqualTo(Arrays.copyOfRange(digit.argb(), y * 28, y * 28 + 28));
        }
        assertThat(padded.pixel(1, 16)).isEqualTo(0xFF000000);
    }

    @Test
    void anUnknownWayIsRefused() {
        assertThatThrownBy(() -> Resize.of("zoom"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("crop, pad or stretch");
    }
}
