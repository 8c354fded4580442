package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The feed-forward layer of a transformer whose tokens see their neighbours: y = W₂ GELU(D(W₁ x +
 * b₁)) + b₂ with D a 3×3 convolution of each channel by itself over the square grid of the tokens.
 * {@code (B, HW, D) → (B, HW, D)}.
 *
 * <p>Li et al., LocalViT, 2021, arXiv:2104.05707, section 3.2, without its activation in front of
 * D. The matrices have the shape of 1×1 convolutions, {@code (out, in, 1, 1)}, as in the reference
 * ({@code mlp.0}, {@code mlp.1}, {@code mlp.3}).
 */
public final class LocalFeedForward extends Module {
    private final int width;
    private final int inner;
    private final GridOps grid;
    private final Weights widen;
    private final Weights local;
    private final Weights narrow;
    private final Dropout dropout;

    /** Weight and bias of one layer. */
    private static final class Weights extends Module {
        private final Parameter weight;
        private final Parameter bias;

        Weights(Ops ops, int out, int in, int kernel) {
            super(ops);
            Initializer initializer = Initializer.kaimingUniform((long) in * kernel * kernel);
            weight = parameter("weight", initializer, out, in, kernel, kernel);
            bias = parameter("bias", initializer, out);
        }
    }

    /**
     * @param multiplier of the width inside
     */
    public LocalFeedForward(Ops ops, int width, int multiplier, double rate, DropoutClock clock) {
        super(ops);
        this.width = width;
        inner = multiplier * width;
        grid = new GridOps(ops);
        widen = add("mlp.0", new Weights(ops, inner, width, 1));
        local = add("mlp.1", new Weights(ops, inner, 1, 3));
        narrow = add("mlp.3", new Weights(ops, width, inner, 1));
        dropout = add("mlp.4", new Dropout(ops, rate, clock));
    }

    /**
     * @param side of the grid
     */
    public NDArray forward(NDArray x, long side) {
        return Scope.returning(
                () -> {
                    NDArray h = linear(x, widen, inner, width);
                    h =
                            grid.depthwiseConv(
                                    h, local.weight.computed(), local.bias.computed(), side, side);
                    return dropout.forward(linear(ops.gelu(h), narrow, width, inner));
                });
    }

    private NDArray linear(NDArray x, Weights layer, int out, int in) {
        return ops.linear(x, ops.reshape(layer.weight.computed(), out, in), layer.bias.computed());
    }
}
