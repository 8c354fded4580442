package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** What hides later tokens, and padding where it is to be hidden, from attention: 0 or −∞. */
final class CausalMask {
    private CausalMask() {}

    /**
     * @param visible {@code (B, L)} numbers, 0 hides a token from all; null: nothing else is hidden
     * @return {@code (1 or B, 1, L, L)}
     */
    static NDArray of(Ops ops, int batch, int length, long @Nullable [] visible) {
        int rows = visible == null ? 1 : batch;
        float[] mask = new float[rows * length * length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    boolean hidden = j > i || (visible != null && visible[row * length + j] == 0);
                    mask[(row * length + i) * length + j] = hidden ? Float.NEGATIVE_INFINITY : 0;
                }
            }
        }
        return ops.array(mask, rows, 1, length, length);
    }
}
