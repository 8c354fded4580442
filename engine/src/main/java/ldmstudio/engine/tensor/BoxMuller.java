package ldmstudio.engine.tensor;

/**
 * Pairs of standard normals of twice 24 random bits, with the same bits on every platform.
 *
 * <p>Formula: u = (first + 1)/2²⁴ in (0, 1], φ = 2π second/2²⁴, r = √(−2 ln u); the normals are the
 * floats nearest to r cos φ and r sin φ as {@link StrictMath} has them.
 *
 * <p>Logarithm and circle come from small tables and short series, within 2·10⁻¹³ of {@code
 * StrictMath}; that only says which float is meant. Where two floats are within that doubt, which
 * is one number in some hundred thousand, {@code StrictMath} decides. All pairs take a step
 * together, so that the compiler makes vector instructions of the series.
 *
 * <p>Source: Box and Muller, "A note on the generation of random normal deviates" (1958).
 */
final class BoxMuller {
    private static final int BITS = 24;
    private static final double UNIT = 0x1p-24;

    /** Above the error of a normal in relation to its radius, several times over. */
    private static final double DOUBT = 2e-13;

    /** From here to 1 the logarithm nears 0 and the doubt would have no bound. */
    private static final int NEAR_ONE = (1 << BITS) - (1 << BITS - 8);

    private static final int LOG_BITS = 8;
    private static final int LOG_REST = BITS - 1 - LOG_BITS;
    private static final double[] INVERSE = new double[1 << LOG_BITS];
    private static final double[] LOG = new double[1 << LOG_BITS];
    private static final double[] OCTAVES = new double[BITS + 1];

    private static final int TURN_BITS = 8;
    private static final int TURN_REST = BITS - TURN_BITS;
    private static final double ARC = 2 * Math.PI * UNIT;
    private static final double[] COSINE = new double[1 << TURN_BITS];
    private static final double[] SINE = new double[1 << TURN_BITS];

    static {
        for (int i = 0; i < LOG.length; i++) {
            INVERSE[i] = 1.0 / middle(i);
            LOG[i] = StrictMath.log(middle(i) * 0x1p-23);
        }
        for (int i = 0; i < OCTAVES.length; i++) {
            OCTAVES[i] = (-1 - i) * StrictMath.log(2);
        }
        for (int i = 0; i < COSINE.length; i++) {
            double angle = 2 * Math.PI * (i + 0.5) / COSINE.length;
            COSINE[i] = StrictMath.cos(angle);
            SINE[i] = StrictMath.sin(angle);
        }
    }

    private final double[] logarithm;
    private final double[] rest;
    private final double[] cosine;
    private final double[] sine;
    private final double[] angle;

    /**
     * @param most pairs at once
     */
    BoxMuller(int most) {
        logarithm = new double[most];
        rest = new double[most];
        cosine = new double[most];
        sine = new double[most];
        angle = new double[most];
    }

    /** The middle of a piece of [2²³, 2²⁴). */
    private static int middle(int piece) {
        return (1 << BITS - 1) + (piece << LOG_REST) + (1 << LOG_REST - 1);
    }

    /**
     * Writes the normals of words, of which the upper 24 bits are taken, two by two.
     *
     * @param count how many normals; of an odd one the last has a partner that is not written
     */
    void normals(int[] words, float[] out, int at, int count) {
        int pairs = (count + 1) / 2;
        for (int i = 0; i < pairs; i++) {
            look(words[2 * i] >>> 8, words[2 * i + 1] >>> 8, i);
        }
        compute(pairs);
        for (int i = 0; i < pairs; i++) {
            boolean both = 2 * i + 1 < count;
            int to = at + 2 * i;
            double x = cosine[i];
            double y = sine[i];
            float first = (float) x;
            float second = (float) y;
            boolean sure = clear(x, first, rest[i]) && clear(y, second, rest[i]);
            if (!sure || (words[2 * i] >>> 8) + 1 > NEAR_ONE) {
                strict(words[2 * i] >>> 8, words[2 * i + 1] >>> 8, out, to, both);
                continue;
            }
            out[to] = first;
            if (both) {
                out[to + 1] = second;
            }
        }
    }

    /** Whether a number within the doubt of {@code exact} is rounded to the same float. */
    private static boolean clear(double exact, float rounded, double doubt) {
        return (float) (exact - doubt) == rounded && (float) (exact + doubt) == rounded;
    }

    /**
     * Puts the pieces of a pair where {@link #compute} finds them: ln(n/2²⁴) = (e − 1) ln 2 + ln m
     * + ln(1 + r), n = 2ᵉ 2²³ m (1 + r), |r| ≤ 2⁻⁹.
     */
    private void look(int first, int second, int i) {
        int whole = first + 1;
        int shift = Math.max(0, Integer.numberOfLeadingZeros(whole) - (Integer.SIZE - BITS));
        int mantissa = whole << shift;
        int piece = mantissa >>> LOG_REST & (1 << LOG_BITS) - 1;
        logarithm[i] = OCTAVES[shift] + LOG[piece];
        rest[i] = (mantissa - middle(piece)) * INVERSE[piece];
        int arc = second >>> TURN_REST;
        cosine[i] = COSINE[arc];
        sine[i] = SINE[arc];
        angle[i] = ((second & (1 << TURN_REST) - 1) - (1 << TURN_REST - 1)) * ARC;
    }

    /** Cosine and sine become the normals, the rest becomes their doubt. */
    private void compute(int pairs) {
        for (int i = 0; i < pairs; i++) {
            double r = rest[i];
            double series = r * (1 - r * (0.5 - r * (1 / 3.0 - r * (0.25 - r * 0.2))));
            double radius = Math.sqrt(-2 * (logarithm[i] + series));
            double a = angle[i];
            double square = a * a;
            double small = a * (1 - square * (1 / 6.0 - square * (1 / 120.0)));
            double large = 1 - square * (0.5 - square * (1 / 24.0));
            double x = radius * (cosine[i] * large - sine[i] * small);
            double y = radius * (sine[i] * large + cosine[i] * small);
            cosine[i] = x;
            sine[i] = y;
            rest[i] = DOUBT * radius;
        }
    }

    /** The meaning of {@link #normals}. */
    static void strict(int first, int second, float[] out, int at, boolean both) {
        double u = (first + 1) * UNIT;
        double angle = 2 * Math.PI * (second * UNIT);
        double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
        out[at] = (float) (radius * StrictMath.cos(angle));
        if (both) {
            out[at + 1] = (float) (radius * StrictMath.sin(angle));
        }
    }
}
