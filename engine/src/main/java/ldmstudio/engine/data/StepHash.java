package ldmstudio.engine.data;

/**
 * Random numbers without a state: each is a hash of what it is for.
 *
 * <p>{@code bits(seed, purpose, step, index)} chains the finaliser of SplitMix64 over its
 * arguments. So the same step draws the same numbers in whatever order, on whatever thread, and
 * after a resume.
 *
 * <p>Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (2014),
 * with the constants of D. Stafford's variant 13.
 */
final class StepHash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private StepHash() {}

    /** What a number is drawn for; numbers of different purposes are independent. */
    enum Purpose {
        ORDER,
        CROP_X,
        CROP_Y,
        FLIP,
        HELD_OUT,
        SHAPE,
        SCENE
    }

    /** 64 random bits. */
    static long bits(long seed, Purpose purpose, long step, long index) {
        long hash = mix(seed + GOLDEN);
        hash = mix(hash + GOLDEN * (purpose.ordinal() + 1));
        hash = mix(hash + GOLDEN * (step + 1));
        return mix(hash + GOLDEN * (index + 1));
    }

    /** Uniform in [0, 1). */
    static double uniform(long seed, Purpose purpose, long step, long index) {
        return unit(bits(seed, purpose, step, index));
    }

    /** Uniform among 0 … bound-1. */
    static int below(int bound, long seed, Purpose purpose, long step, long index) {
        return (int) (uniform(seed, purpose, step, index) * bound);
    }

    /** The upper 53 bits as a number in [0, 1). */
    static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /** FNV-1a over a text's UTF-16 units, finished by the mixer; fixed for all time. */
    static long ofText(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
