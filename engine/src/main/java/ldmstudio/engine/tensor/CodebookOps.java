package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/** Search among the rows of a table, in fp32 and without recording whatever the compute type. */
public final class CodebookOps {
    /**
     * Distances held at once, 64 MiB of them: a table of any size is searched in bounded memory.
     */
    private static final long DISTANCES = 1L << 24;

    private final TorchScript script;

    public CodebookOps(Ops ops) {
        script = ops.script();
    }

    /**
     * For every row of x the number of the nearest row of the table, argmin_k ‖x − e_k‖² = argmin_k
     * (‖e_k‖² − 2 x·e_k); of equals one of them.
     *
     * @param x {@code (N, D)}
     * @param table {@code (K, D)}
     * @return int64 {@code (N)}
     */
    public NDArray nearest(NDArray x, NDArray table) {
        long chunk = Math.max(1, DISTANCES / table.getShape().get(0));
        try (Gradients.Recording off = Gradients.pause()) {
            return script.tensor("nearest_rows", x, table, Math.toIntExact(chunk));
        }
    }
}
