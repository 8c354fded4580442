package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoxMullerTest {
    private static final int MOST = (1 << 24) - 1;
    private static final int PAIRS = 128;

    private final BoxMuller boxMuller = new BoxMuller(PAIRS);
    private final int[] words = new int[2 * PAIRS];
    private final float[] quick = new float[2 * PAIRS];
    private final float[] strict = new float[2 * PAIRS];
    private int filled;

    @Test
    void everyLogarithmGivesTheStrictBits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int first = 0; first <= MOST; first += 3) {
            compare(first, random.nextInt(MOST + 1));
        }
    }

    @Test
    void everyAngleGivesTheStrictBits() {
        SplittableRandom random = new SplittableRandom(2);
        for (int second = 0; second <= MOST; second += 5) {
            compare(random.nextInt(MOST + 1), second);
        }
    }

    @Test
    void theEndsOfBothRangesAndTheAxesGiveTheStrictBits() {
        for (int first = 0; first < 200; first++) {
            for (int eighth = 0; eighth <= 8; eighth++) {
                for (int beside = -3; beside <= 3; beside++) {
                    int second = Math.max(0, Math.min(MOST, (eighth << 21) + beside));
                    compare(first, second);
                    compare(MOST - first, second);
                    compare((MOST >> first % 24), second);
                    compare(MOST - (1 << 16) - 100 + first, second);
                }
            }
        }
    }

    @Test
    void aSingleNumberLeavesItsNeighbourAlone() {
        float[] out = {5, 6, 7};
        boxMuller.normals(new int[] {12345 << 8, 6789 << 8}, out, 1, 1);
        BoxMuller.strict(12345, 6789, strict, 0, true);
        assertThat(out).containsExactly(5, strict[0], 7);
    }

    /** Collects pairs until they fill a turn. */
    private void compare(int first, int second) {
        words[2 * filled] = first << 8 | 0x5A;
        words[2 * filled + 1] = second << 8 | 0xA5;
        BoxMuller.strict(first, second, strict, 2 * filled, true);
        if (++filled == PAIRS) {
            compareCollected();
        }
    }

    @AfterEach
    void compareCollected() {
        boxMuller.normals(words, quick, 0, 2 * filled);
        for (int i = 0; i < 2 * filled; i++) {
            if (Float.floatToRawIntBits(quick[i]) != Float.floatToRawIntBits(strict[i])) {
                fail(
                        "%s of words %x and %x, not %s",
                        quick[i], words[i & -2], words[i | 1], strict[i]);
            }
        }
        filled = 0;
    }
}
