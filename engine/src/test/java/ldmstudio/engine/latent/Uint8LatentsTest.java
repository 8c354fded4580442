package ldmstudio.engine.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class Uint8LatentsTest {
    /** Made by the reference's quantize_latents and dequantize_latents. */
    private static final float[] LATENTS = {
        -25, -20, -19.9f, -3.3f, -0.08f, 0, 0.1f, 7.77f, 19.85f, 19.99f, 20, 30
    };

    private static final int[] QUANTIZED = {0, 0, 0, 106, 126, 127, 128, 177, 254, 254, 255, 255};

    @Test
    void theBytesAreTheReferences() {
        byte[] bytes = new byte[LATENTS.length];
        Uint8Latents.quantize(LATENTS, bytes);

        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i] & 0xFF).as("%s", LATENTS[i]).isEqualTo(QUANTIZED[i]);
        }
        assertThat(Uint8Latents.dequantize((byte) 0)).isEqualTo(-20);
        assertThat(Uint8Latents.dequantize((byte) 255)).isEqualTo(20);
        assertThat(Uint8Latents.dequantize((byte) 106)).isCloseTo(-3.37255f, within(1e-5f));
    }

    @Property(tries = 500, seed = "1")
    void whatComesBackIsAtMostOneStepLower(@ForAll @FloatRange(min = -20, max = 20) float latent) {
        float back = Uint8Latents.dequantize(Uint8Latents.quantize(latent));

        assertThat(latent - back).isBetween(-1e-5f, 40 / 255f + 1e-5f);
    }

    @Property(tries = 500, seed = "1")
    void aByteIsKeptOrLosesOneToRounding(@ForAll byte quantized) {
        byte again = Uint8Latents.quantize(Uint8Latents.dequantize(quantized));

        assertThat((quantized & 0xFF) - (again & 0xFF)).isBetween(0, 1);
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Uint8Latents.quantize(Float.NaN))
                .hasMessageContaining("not a number");
    }
}
