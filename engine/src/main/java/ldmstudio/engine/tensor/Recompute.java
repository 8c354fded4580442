package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks whose intermediate results are not kept for the backward pass but computed again there:
 * one more forward pass of the block for the memory of its insides (gradient checkpointing).
 *
 * <p>Only a block's inputs and output stay. Its output is a leaf of the recorded graph; {@link
 * Gradients#of} differentiates with respect to the leaves first, then runs the blocks again from
 * the last to the first, each with its history, and carries the gradients on.
 *
 * <p>Chen, Xu, Zhang, Guestrin, 2016, arXiv:1604.06174, section 4, with blocks chosen by the
 * networks instead of by their cost. Blocks inside a block are computed as part of it.
 */
public final class Recompute {
    private Recompute() {}

    /**
     * What a block computes: a function of its inputs and of the parameters of its network, and of
     * nothing else that has a history, else that history's gradient is lost. It gives the same
     * result whenever it is run.
     */
    public interface Block {
        NDArray apply(@Nullable NDArray[] inputs);
    }

    /** Lets somebody look, or refuse by an exception, before every block of these operators. */
    public static void watch(Ops ops, Runnable atBlock) {
        ops.script().setAtBlock(atBlock);
    }

    /** Runs a block as it is, its insides recorded. */
    public static NDArray plain(Ops ops, Block block, @Nullable NDArray... inputs) {
        ops.script().atBlock().run();
        return Scope.returning(() -> block.apply(inputs));
    }

    /**
     * Runs a block; where operators are recorded, without keeping its insides.
     *
     * @param parameters the trained arrays that the block reads; they are used outside of blocks
     *     nowhere in the same recording
     * @param inputs arrays of any history; null where there is none
     */
    public static NDArray block(
            Ops ops, Block block, List<NDArray> parameters, @Nullable NDArray... inputs) {
        RecomputeTape tape = Gradients.tapeOfNewBlock();
        if (tape == null) {
            return plain(ops, block, inputs);
        }
        ops.script().atBlock().run();
        return Scope.returning(
                () -> {
                    NDArray y;
                    try (Gradients.Recording off = Gradients.open(Gradients.Mode.FIRST_RUN)) {
                        y = ops.detach(block.apply(inputs));
                    }
                    if (!parameters.isEmpty()
                            || Arrays.stream(inputs).anyMatch(x -> hasHistory(ops, x))) {
                        y.setRequiresGradient(true);
                        tape.add(ops, new RecomputeTape.Way.Again(block), parameters, inputs, y);
                    }
                    return y;
                });
    }

    /** Whether gradients go to an array: it is a leaf that asks for them, or was recorded. */
    static boolean hasHistory(Ops ops, @Nullable NDArray x) {
        // DJL's hasGradient knows leaves only, but without asking libtorch every time.
        return x != null && (x.hasGradient() || ops.script().flag("requires_grad", x));
    }
}
