package ldmstudio.engine.tensor;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers as a pure function of {@code (seed, purpose, step, index)}: nothing is stored, so
 * a resumed run, another batch size or another device sees the same numbers.
 *
 * <p>Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC
 * 2011): the key is {@code seed} mixed with the purpose's hash, the counter is {@code (block,
 * index, step)}. Normals by {@link BoxMuller}, whose bits are the same on every platform.
 */
public final class Noise {
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;

    /** Normals made together: their pieces stay in the nearest cache. */
    private static final int AT_ONCE = 256;

    private final int key0;
    private final int key1;

    public Noise(long seed, String purpose) {
        long key = mix(seed ^ mix(hash(purpose)));
        key0 = (int) key;
        key1 = (int) (key >>> 32);
    }

    /** Standard normals: {@code count} numbers of the stream {@code (step, index)}. */
    public float[] normal(long step, long index, int count) {
        float[] out = new float[count];
        normal(step, index, out, 0, count);
        return out;
    }

    /** Standard normals into a slice of an array. */
    public void normal(long step, long index, float[] out, int offset, int count) {
        int most = Math.min(AT_ONCE, (count + 3) / 4 * 4);
        int[] words = new int[most];
        BoxMuller normals = new BoxMuller(most / 2);
        for (int done = 0; done < count; done += most) {
            int now = Math.min(most, count - done);
            for (int i = 0; i < now; i += 4) {
                philox((done + i) >>> 2, index, step, words, i);
            }
            normals.normals(words, out, offset + done, now);
        }
    }

    /** Uniform numbers in [0, 1) with 24 random bits. */
    public float[] uniform(long step, long index, int count) {
        float[] out = new float[count];
        int[] block = new int[4];
        for (int i = 0; i < count; i++) {
            if ((i & 3) == 0) {
                philox(i >>> 2, index, step, block, 0);
            }
            out[i] = (block[i & 3] >>> 8) * 0x1p-24f;
        }
        return out;
    }

    /** One uniform number in [0, 1) with 53 random bits. */
    public double uniform(long step, long index) {
        return (bits(step, index) >>> 11) * 0x1p-53;
    }

    /** One integer in [0, bound), uniform to within 2^-32. */
    public int integer(long step, long index, int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is " + bound + ", must be positive");
        }
        return (int) (((bits(step, index) >>> 32) * bound) >>> 32);
    }

    /** 64 random bits. */
    public long bits(long step, long index) {
        int[] block = new int[4];
        philox(0, index, step, block, 0);
        return ((long) block[0] << 32) | (block[1] & 0xFFFFFFFFL);
    }

    /**
     * The permutation of {@code 0 … size-1} that belongs to one epoch (Fisher and Yates).
     *
     * @param epoch another epoch, another order
     */
    public int[] permutation(long epoch, int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int j = integer(epoch, i, i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    private void philox(int blockNumber, long index, long step, int[] out, int at) {
        // The high halves share a word: steps beyond 2^32 and indices beyond 2^32 never meet in
        // practice.
        int high = (int) (step >>> 32) ^ ((int) (index >>> 32) * W0);
        philox(blockNumber, (int) index, (int) step, high, key0, key1, out, at);
    }

    /** Ten rounds over the counter {@code (c0, c1, c2, c3)} with the key {@code (k0, k1)}. */
    static void philox(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int at) {
        for (int round = 0; round < 10; round++) {
            long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        out[at] = c0;
        out[at + 1] = c1;
        out[at + 2] = c2;
        out[at + 3] = c3;
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String text) {
        long h = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return h;
    }

    /** The finalizer of splitmix64: spreads close seeds over the whole key space. */
    private static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
