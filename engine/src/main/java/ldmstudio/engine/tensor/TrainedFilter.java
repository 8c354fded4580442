package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The three passes of a 3×3 convolution in a training step by minimal filtering, see {@link
 * WinogradConv}.
 *
 * <p>Forward: V = Bᵀ d B, U = G g Gᵀ, Y = Aᵀ [U V] A, where U V is a product of matrices for each
 * of the 36 places of a tile. Backward: M = A ∂Y Aᵀ serves both gradients, ∂g = Gᵀ [M Vᵀ] G and ∂d
 * = B [Uᵀ M] Bᵀ, whose overlapping tiles are added up. V, 9/4 of the picture, is kept from the
 * forward pass in its place where it is small, and made again of a large picture; U is made again,
 * since it is four times the weights.
 *
 * <p>Pictures have their channels last. They pass in bands, so that a band's arrays stay in the
 * cache.
 */
final class TrainedFilter {
    /** Numbers of V that are kept, 12 MB. */
    private static final long MOST_KEPT = 3L << 20;

    private final Ops ops;
    private final WinogradConv winograd;
    private final boolean twice;

    /**
     * @param twice whether the convolution is that of x with every pixel four times
     */
    TrainedFilter(Ops ops, boolean twice) {
        this.ops = ops;
        this.twice = twice;
        winograd = ops.winograd();
    }

    /**
     * conv(x) + bias + addend, and V if it is to be kept.
     *
     * @param taps see {@link #taps}
     * @param bias {@code (Cout)}, or {@code (B, Cout)} for one of each picture; null: none
     * @param addend of the output's shape; null: none
     */
    NDArray[] forward(
            NDArray x,
            NDArray taps,
            @Nullable NDArray bias,
            @Nullable NDArray addend,
            boolean keep) {
        WinogradConv.Matrices m = winograd.matrices();
        return ops.script()
                .tensors(
                        "winograd_trained",
                        x,
                        taps,
                        bias == null ? ops.zeros(taps.getShape().get(1)) : bias,
                        twice ? m.inputTwice() : m.input(),
                        m.output(),
                        twice ? 2 : 4,
                        band(taps),
                        keep,
                        addend == null ? List.of() : List.of(addend));
    }

    /** Whether V of a picture is kept rather than made again. */
    boolean keeps(Shape x) {
        long scale = twice ? 2 : 1;
        long tiles = WinogradConv.tiles(scale * x.get(2)) * WinogradConv.tiles(scale * x.get(3));
        return WinogradConv.PLACES * x.get(0) * tiles * x.get(1) <= MOST_KEPT;
    }

    /** V of a picture. */
    NDArray tiles(NDArray x, NDArray weight) {
        WinogradConv.Matrices m = winograd.matrices();
        return ops.script()
                .tensor(
                        "winograd_transformed",
                        x,
                        twice ? m.inputTwice() : m.input(),
                        twice ? 2 : 4,
                        WinogradConv.band(weight.getShape()));
    }

    /** The gradient of x and that of the kernels, those that are asked for. */
    NDArray[] backward(
            NDArray gradient, NDArray kept, NDArray taps, boolean ofInput, boolean ofWeight) {
        WinogradConv.Matrices m = winograd.matrices();
        return ops.script()
                .tensors(
                        "winograd_trained_backward",
                        gradient,
                        kept,
                        taps,
                        m.filter(),
                        twice ? m.inputTwiceTransposed() : m.inputTransposed(),
                        m.outputTransposed(),
                        twice ? 2 : 4,
                        band(taps),
                        ofInput,
                        ofWeight);
    }

    private static int band(NDArray taps) {
        return WinogradConv.band(new Shape(taps.getShape().get(1), taps.getShape().get(2)));
    }

    /** U of a kernel, {@code (36, Cout, Cin)}. */
    NDArray taps(NDArray weight) {
        return ops.script().tensor("winograd_taps", weight, winograd.matrices().filter());
    }
}
