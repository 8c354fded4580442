package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTypeTest {
    @Property
    void everyHalfComesBack(@ForAll short half) {
        float value = TensorType.halfToFloat(half);
        if (Float.isNaN(value)) {
            assertThat(TensorType.halfToFloat(TensorType.floatToHalf(value))).isNaN();
        } else {
            assertThat(TensorType.floatToHalf(value)).isEqualTo(half);
        }
    }

    @Property
    void roundingIsToTheNearestHalf(@ForAll float value) {
        if (Float.isNaN(value) || Math.abs(value) >= 65520) {
            return;
        }
        float rounded = TensorType.halfToFloat(TensorType.floatToHalf(value));
        short bits = TensorType.floatToHalf(Math.abs(value));
        double error = Math.abs((double) rounded - value);
        for (int step : new int[] {-1, 1}) {
            short neighbour = (short) (bits + step);
            if (neighbour >= 0 && neighbour < 0x7C00) {
                double other =
                        Math.abs((double) TensorType.halfToFloat(neighbour) - Math.abs(value));
                assertThat(error).isLessThanOrEqualTo(other);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "65504, 0x7bff",
        "65520, 0x7c00",
        "1e30, 0x7c00",
        "5.9604645E-8, 1",
        "2.9802322E-8, 0",
        "2.9802326E-8, 1",
        "1.00048828125, 0x3c00",
        "1.00146484375, 0x3c02",
        "-0.0, 0x8000"
    })
    void knownHalvesAreWritten(float value, String bits) {
        assertThat(TensorType.floatToHalf(value) & 0xFFFF).isEqualTo(Integer.decode(bits));
    }

    @ParameterizedTest
    @CsvSource({"1, 0x3f80", "1.00390625, 0x3f80", "1.01171875, 0x3f82", "3.4e38, 0x7f80"})
    void brainFloatsAreRoundedTiesToEven(float value, String bits) {
        assertThat(TensorType.floatToBrain(value) & 0xFFFF).isEqualTo(Integer.decode(bits));
    }

    @Test
    void theSmallTypesOfOthersAreRead() {
        assertThat(read(TensorType.F8_E4M3, 0x38, 0x7E, 0x01, 0xB8))
                .containsExactly(1f, 448f, 0x1p-9f, -1f);
        assertThat(read(TensorType.F8_E5M2, 0x3C, 0x7B, 0xFC))
                .containsExactly(1f, 57344f, Float.NEGATIVE_INFINITY);
        assertThat(read(TensorType.U16, 0xFF, 0xFF)).containsExactly(65535f);
        assertThat(read(TensorType.U64, 0, 0, 0, 0, 0, 0, 0, 0x80)).containsExactly(0x1p63f);
    }

    private static float[] read(TensorType type, int... bytes) {
        ByteBuffer in = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int b : bytes) {
            in.put((byte) b);
        }
        float[] out = new float[bytes.length / type.bytes()];
        type.toFloats(in.rewind(), FloatBuffer.wrap(out));
        return out;
    }
}
