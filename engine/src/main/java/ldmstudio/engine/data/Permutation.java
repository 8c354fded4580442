package ldmstudio.engine.data;

import ldmstudio.engine.data.StepHash.Purpose;

/**
 * A shuffled order of n things that is computed place by place and never stored.
 *
 * <p>A six-round Feistel network permutes the numbers of 2k bits, where 4^k is the smallest such
 * power that is not below n; places that land outside 0 … n-1 walk on until they land inside. So an
 * epoch over millions of pictures costs no memory and any place can be asked for first.
 *
 * <p>Source: J. Black, P. Rogaway, "Ciphers with arbitrary finite domains" (2002), cycle walking.
 */
final class Permutation {
    private static final int ROUNDS = 6;

    private final int size;
    private final int halfBits;
    private final long mask;
    private final long seed;
    private final long epoch;

    Permutation(int size, long seed, long epoch) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, not " + size);
        }
        this.size = size;
        int bits = 64 - Long.numberOfLeadingZeros(size - 1L);
        this.halfBits = Math.max(1, (bits + 1) / 2);
        this.mask = (1L << halfBits) - 1;
        this.seed = seed;
        this.epoch = epoch;
    }

    /** Which thing stands at {@code place}, 0 ≤ place &lt; size. */
    int at(int place) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException("place " + place + " of " + size);
        }
        long walked = place;
        do {
            walked = encipher(walked);
        } while (walked >= size);
        return (int) walked;
    }

    private long encipher(long value) {
        long left = value >>> halfBits;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long keyed = StepHash.bits(seed, Purpose.ORDER, epoch * ROUNDS + round, right);
            long next = left ^ (keyed & mask);
            left = right;
            right = next;
        }
        return (left << halfBits) | right;
    }
}
