package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Statistics of a group norm over a picture that is seen band by band: m = Σ nᵢ mᵢ / Σ nᵢ and σ² =
 * Σ nᵢ (σᵢ² + mᵢ²) / Σ nᵢ − m², in double precision; exactly those of the whole.
 */
public final class GroupMoments {
    private final Ops ops;
    private final int groups;
    private final double[] mean;
    private final double[] square;
    private double count;

    public GroupMoments(Ops ops, int groups) {
        this.ops = ops;
        this.groups = groups;
        mean = new double[groups];
        square = new double[groups];
    }

    /** Takes in a band {@code (1, C, h, W)}. */
    public void see(NDArray band) {
        float[] seen;
        try (NDArray moments = ops.script().tensor("group_moments", band, groups)) {
            seen = ops.floats(moments);
        }
        double n = (double) band.getShape().size() / groups;
        for (int g = 0; g < groups; g++) {
            mean[g] += n * seen[g];
            square[g] += n * (seen[groups + g] + (double) seen[g] * seen[g]);
        }
        count += n;
    }

    /** silu(γ (x − m) / √(σ² + ε) + β) of a band. */
    public NDArray normSilu(NDArray band, NDArray weight, NDArray bias, double eps) {
        float[] m = new float[groups];
        float[] variance = new float[groups];
        for (int g = 0; g < groups; g++) {
            double average = mean[g] / count;
            m[g] = (float) average;
            variance[g] = (float) Math.max(0, square[g] / count - average * average);
        }
        return ops.script()
                .tensor(
                        "group_norm_silu_given",
                        band,
                        ops.array(m, groups),
                        ops.array(variance, groups),
                        weight,
                        bias,
                        eps);
    }
}
