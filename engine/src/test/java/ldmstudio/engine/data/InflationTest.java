package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Against the JDK's zlib. */
class InflationTest {
    private static final int[] STRATEGIES = {
        Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
    };

    private static byte[] deflated(byte[] bytes, int level, int strategy, int flushEvery) {
        Deflater deflater = new Deflater(level);
        deflater.setStrategy(strategy);
        byte[] out = new byte[2 * bytes.length + 4096];
        int length = 0;
        for (int at = 0; at < bytes.length; at += flushEvery) {
            deflater.setInput(bytes, at, Math.min(flushEvery, bytes.length - at));
            do {
                length += deflater.deflate(out, length, out.length - length, Deflater.FULL_FLUSH);
            } while (!deflater.needsInput());
        }
        deflater.finish();
        length += deflater.deflate(out, length, out.length - length);
        assertThat(deflater.finished()).isTrue();
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    /** Bytes of a kind: constant, short periods, skewed, evenly random, mixed in stretches. */
    private static byte[] bytes(SplittableRandom random, int kind, int size) {
        byte[] bytes = new byte[size];
        int period = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            int now = kind == 5 ? i / 3000 % 5 : kind;
            bytes[i] =
                    switch (now) {
                        case 0 -> 7;
                        case 1 -> i < period ? (byte) random.nextInt() : bytes[i - period];
                        case 2 -> (byte) (3 * (random.nextDouble() + random.nextDouble() - 1) * 20);
                        case 3 -> (byte) random.nextInt();
                        // A steep fall of frequencies makes codes of up to 15 bits.
                        default -> (byte) Long.numberOfTrailingZeros(random.nextLong());
                    };
        }
        return bytes;
    }

    @Test
    void whatTheJdkDeflatesComesBack() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        int[] sizes = {1, 2, 9, 257, 270, 300, 1000, 40_000, 150_000};
        for (int kind = 0; kind <= 5; kind++) {
            for (int size : sizes) {
                byte[] bytes = bytes(random, kind, size);
                for (int level : new int[] {0, 1, 6, 9}) {
                    for (int strategy : STRATEGIES) {
                        int flush = random.nextBoolean() ? size : 1 + size / 3;
                        byte[] packed = deflated(bytes, level, strategy, flush);
                        byte[] back = new byte[size];
                        Inflation.inflate(packed, packed.length, back);
                        assertThat(back).isEqualTo(bytes);
                    }
                }
            }
        }
    }

    @Test
    void aShorterArrayIsFilledAndALongerOneRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        byte[] bytes = bytes(random, 5, 20_000);
        byte[] packed = deflated(bytes, 6, Deflater.DEFAULT_STRATEGY, bytes.length);
        for (int size = 1; size < bytes.length; size += 487) {
            byte[] part = new byte[size];
            Inflation.inflate(packed, packed.length, part);
            assertThat(part).isEqualTo(Arrays.copyOf(bytes, size));
        }
        assertThatThrownBy(
                        () -> Inflation.inflate(packed, packed.length, new byte[bytes.length + 1]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("end too early");
    }

    @Test
    void aStreamThatIsCutOffIsRefused() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] bytes = bytes(random, 2, 6000);
        byte[] packed = deflated(bytes, 6, Deflater.DEFAULT_STRATEGY, bytes.length);
        for (int end = 0; end < packed.length - 8; end += 13) {
            int cut = end;
            assertThatThrownBy(() -> Inflation.inflate(packed, cut, new byte[bytes.length]))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDamagedStreamGivesTheJdksBytesOrIsRefused() {
        SplittableRandom random = new SplittableRandom(8);
        int refused = 0;
        for (int i = 0; i < 6000; i++) {
            byte[] bytes = bytes(random, i % 6, 200 + random.nextInt(1500));
            byte[] packed = deflated(bytes, 1 + i % 9, STRATEGIES[i % 3], bytes.length);
            for (int wound = 0; wound <= i % 3; wound++) {
                int reach = i % 2 == 0 ? Math.min(packed.length, 60) : packed.length;
                packed[2 + random.nextInt(reach - 2)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] theirs = new byte[bytes.length];
            boolean taken = byJdk(packed, theirs);
            byte[] ours = new byte[bytes.length];
            try {
                Inflation.inflate(packed, packed.length, ours);
                assertThat(Arrays.equals(theirs, ours)).isTrue();
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith("the picture is damaged: ");
                assertThat(taken).isFalse();
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 5000);
    }

    /** Fills an array; false: the stream is damaged there, or at the next code. */
    private static boolean byJdk(byte[] packed, byte[] out) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < out.length) {
                int got = inflater.inflate(out, done, out.length - done);
                if (got == 0) {
                    return false;
                }
                done += got;
            }
            return true;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
