package ldmstudio.engine.evaluate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.GroupNorm;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * A small convolutional classifier, {@code (B, C, S, S) → (B, classes)} logits: three levels of
 * convolution, GroupNorm, SiLU and 2×2 pooling, then the flattened 4×4 map through one hidden
 * layer. A judge of generated pictures that is trained on the real ones in minutes; S must be a
 * multiple of 8.
 */
public final class PictureClassifier extends Module {
    private static final int[] WIDTHS = {32, 64, 128};
    private static final int GROUPS = 8;
    private static final int HIDDEN = 128;

    private final List<Conv2d> convolutions = new ArrayList<>();
    private final List<GroupNorm> norms = new ArrayList<>();
    private final Linear hidden;
    private final Linear out;

    /**
     * @throws IllegalArgumentException when the side is not a multiple of 8
     */
    public PictureClassifier(Ops ops, int channels, int side, int classes) {
        super(ops);
        if (side % 8 != 0) {
            throw new IllegalArgumentException(
                    "The classifier needs a side that is a multiple of 8, not " + side);
        }
        int in = channels;
        for (int i = 0; i < WIDTHS.length; i++) {
            convolutions.add(add("conv" + i, new Conv2d(ops, in, WIDTHS[i], 3, 1, 1)));
            norms.add(add("norm" + i, new GroupNorm(ops, GROUPS, WIDTHS[i], 1e-5)));
            in = WIDTHS[i];
        }
        int cells = side / 8 * (side / 8);
        hidden = add("hidden", new Linear(ops, in * cells, HIDDEN));
        out = add("out", new Linear(ops, HIDDEN, classes));
    }

    /** Logits of a batch of pictures in [-1, 1]. */
    public NDArray forward(NDArray x) {
        return Scope.returning(
                () -> {
                    NDArray h = x;
                    for (int i = 0; i < convolutions.size(); i++) {
                        h = ops.maxPool2d(norms.get(i).silu(convolutions.get(i).forward(h)), 2, 2);
                    }
                    NDArray flat = ops.reshape(h, h.getShape().get(0), -1);
                    return out.forward(ops.silu(hidden.forward(flat)));
                });
    }
}
