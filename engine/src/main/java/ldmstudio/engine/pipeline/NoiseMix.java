package ldmstudio.engine.pipeline;

import java.util.List;

/**
 * Mixes rows of numbers.
 *
 * <p>lerp(a, b; t) = (1 − t) a + t b.
 *
 * <p>slerp(a, b; t) = ((1 − t)|a| + t|b|) · (sin((1 − t)Ω) a/|a| + sin(tΩ) b/|b|) / sin Ω, with Ω
 * the angle between a and b: the direction turns evenly and the length goes straight from one to
 * the other, so that between two noises lies what a denoiser takes for noise (Shoemake, 1985,
 * section 3.3; used for latents by White, 2016, arXiv:1609.04468, where both lengths are about the
 * same). Where there is no angle (a length is 0, or the directions are opposite), it is lerp.
 *
 * <p>Several entries with shares w_i are mixed one after the other, each with its part of the
 * shares so far: on the edge between two of them it is the mix of these two. What has all of the
 * share comes out bit for bit.
 */
enum NoiseMix {
    LERP {
        @Override
        void row(float[] a, float[] b, float[] out, int from, int length, double t) {
            for (int i = from; i < from + length; i++) {
                out[i] = (float) ((1 - t) * a[i] + t * b[i]);
            }
        }
    },

    SLERP {
        @Override
        void row(float[] a, float[] b, float[] out, int from, int length, double t) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = from; i < from + length; i++) {
                ab += (double) a[i] * b[i];
                aa += (double) a[i] * a[i];
                bb += (double) b[i] * b[i];
            }
            double lengthA = Math.sqrt(aa);
            double lengthB = Math.sqrt(bb);
            double cosine = ab / (lengthA * lengthB);
            double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
            double sine = Math.sin(angle);
            if (!(lengthA > 0) || !(lengthB > 0) || sine < 1e-6) {
                LERP.row(a, b, out, from, length, t);
                return;
            }
            double wanted = (1 - t) * lengthA + t * lengthB;
            double keep = wanted * Math.sin((1 - t) * angle) / (sine * lengthA);
            double take = wanted * Math.sin(t * angle) / (sine * lengthB);
            for (int i = from; i < from + length; i++) {
                out[i] = (float) (keep * a[i] + take * b[i]);
            }
        }
    };

    /** The mix that a configuration names. */
    static NoiseMix of(String word) {
        return word.equals("slerp") ? SLERP : LERP;
    }

    abstract void row(float[] a, float[] b, float[] out, int from, int length, double t);

    /**
     * A mix of two, row by row.
     *
     * @param row numbers a row; a divisor of the length
     * @param t in [0, 1]
     */
    final float[] of(float[] a, float[] b, int row, double t) {
        if (t <= 0 || a == b) {
            return a;
        }
        if (t >= 1) {
            return b;
        }
        if (a.length != b.length || row < 1 || a.length % row != 0) {
            throw new IllegalArgumentException(
                    "rows of " + row + " do not fit " + a.length + " and " + b.length + " numbers");
        }
        float[] out = new float[a.length];
        for (int from = 0; from < a.length; from += row) {
            row(a, b, out, from, row, t);
        }
        return out;
    }

    /** A mix of several whose shares add up to 1. */
    final float[] of(List<float[]> all, double[] shares, int row) {
        float[] mixed = all.get(0);
        double sum = shares[0];
        for (int i = 1; i < shares.length; i++) {
            if (shares[i] > 0) {
                sum += shares[i];
                mixed = of(mixed, all.get(i), row, shares[i] / sum);
            }
        }
        return mixed;
    }
}
