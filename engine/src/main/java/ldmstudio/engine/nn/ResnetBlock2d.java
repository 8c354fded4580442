package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.RowOps;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.TrainedOps;
import org.jspecify.annotations.Nullable;

/**
 * The residual block of the diffusion UNets and autoencoders.
 *
 * <p>h = conv₁(act(norm₁(x))); with a timestep: h = h + W act(emb); h = conv₂(act(norm₂(h))); out =
 * (shortcut(x) + h) / outputScale, where the shortcut is a 1×1 convolution if the channels change.
 * With scale and shift: norm₂(h)(1 + s) + t with (s, t) = W act(emb).
 *
 * <p>Shapes: {@code (B, Cin, H, W)}, embedding {@code (B, E)} → {@code (B, Cout, H', W')}, where H'
 * is H, or H/2 or 2H if the block resamples between norm₁ and conv₁.
 *
 * <p>He et al., 2015, arXiv:1512.03385, as in Ho et al., 2020, arXiv:2006.11239, and Dhariwal and
 * Nichol, 2021, arXiv:2105.05233 (scale and shift, resampling).
 */
public final class ResnetBlock2d extends Module {
    /** Whether the block changes the resolution. */
    public enum Resampling {
        NONE,
        /** 2×2 means. */
        DOWN,
        /** Every pixel four times. */
        UP
    }

    private final ResnetStyle style;
    private final Resampling resampling;
    private final int outChannels;
    private final TrainedOps trained;
    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final @Nullable Linear timeProjection;
    private final GroupNorm norm2;
    private final Dropout dropout;
    private final Conv2d conv2;
    private final @Nullable Conv2d shortcut;

    public ResnetBlock2d(Ops ops, int inChannels, int outChannels, ResnetStyle style) {
        this(ops, inChannels, outChannels, style, Resampling.NONE);
    }

    public ResnetBlock2d(
            Ops ops, int inChannels, int outChannels, ResnetStyle style, Resampling resampling) {
        super(ops);
        this.style = style;
        this.resampling = resampling;
        this.outChannels = outChannels;
        trained = new TrainedOps(ops);
        norm1 = add("norm1", new GroupNorm(ops, style.groups(), inChannels, style.eps()));
        conv1 = add("conv1", new Conv2d(ops, inChannels, outChannels, 3, 1, 1));
        timeProjection =
                style.embeddingWidth() == 0
                        ? null
                        : add(
                                "time_emb_proj",
                                new Linear(
                                        ops,
                                        style.embeddingWidth(),
                                        style.scaleShift() ? 2 * outChannels : outChannels));
        norm2 = add("norm2", new GroupNorm(ops, style.groups(), outChannels, style.eps()));
        dropout = add("dropout", new Dropout(ops, style.dropout(), style.clock()));
        conv2 = add("conv2", new Conv2d(ops, outChannels, outChannels, 3, 1, 1));
        shortcut =
                inChannels == outChannels
                        ? null
                        : add("conv_shortcut", new Conv2d(ops, inChannels, outChannels, 1, 1, 0));
    }

    /** Without a timestep. */
    public NDArray forward(NDArray x) {
        return forward(x, null, null);
    }

    public NDArray forward(NDArray x, @Nullable NDArray embedding) {
        return forward(x, embedding, null);
    }

    /**
     * @param size height and width to upsample to; null: twice the input's
     */
    NDArray forward(NDArray x, @Nullable NDArray embedding, long @Nullable [] size) {
        return block(in -> compute(in[0], in[1], size), x, embedding);
    }

    /** With a result of the way down beside the input, {@code (B, C, H, W), (B, C', H, W)}. */
    NDArray forwardBeside(NDArray x, NDArray skip, @Nullable NDArray embedding) {
        return block(in -> compute(joined(beside(in[0], in[1])), in[2], null), x, skip, embedding);
    }

    /** Whether {@link #inBands} can compute it. */
    boolean bands() {
        return timeProjection == null
                && resampling == Resampling.NONE
                && style.activation() == Activation.SILU
                && style.outputScale() == 1;
    }

    /** The same for one large picture, band by band; x is used up. */
    PictureRows inBands(PictureRows x) {
        NDArray whole = x.whole();
        NDArray sum =
                Scope.returning(
                        () -> {
                            RowOps rows = new RowOps(ops);
                            NDArray h = rows.blank(outChannels, x.height(), x.width());
                            boolean over = shortcut == null && whole != null;
                            NDArray out =
                                    whole != null && over
                                            ? ops.narrow(whole, 2, 0, x.height())
                                            : rows.blank(outChannels, x.height(), x.width());
                            new BandConv(ops, norm1, conv1)
                                    .run(
                                            x,
                                            (top, result, input) -> {
                                                rows.write(h, top, result);
                                                if (!over) {
                                                    rows.write(
                                                            out,
                                                            top,
                                                            shortcut == null
                                                                    ? input
                                                                    : shortcut.forward(input));
                                                }
                                            });
                            x.close();
                            new BandConv(ops, norm2, conv2)
                                    .run(
                                            PictureRows.of(ops, h),
                                            (top, result, input) -> rows.add(out, top, result));
                            return out;
                        });
        return PictureRows.of(ops, sum);
    }

    private NDArray beside(NDArray x, NDArray skip) {
        if (trained.pay() && x.getShape().get(0) == skip.getShape().get(0)) {
            return trained.beside(x, skip);
        }
        NDArray all = Rows.repeated(ops, x, skip.getShape().get(0));
        return ops.cat(List.of(all, Rows.repeated(ops, skip, all.getShape().get(0))), 1);
    }

    private NDArray compute(NDArray x, @Nullable NDArray embedding, long @Nullable [] size) {
        if (resampling == Resampling.NONE
                && style.activation() == Activation.SILU
                && !style.scaleShift()
                && !dropout.active()
                && trained.pay()) {
            return trained(x, embedding);
        }
        NDArray h;
        NDArray way = x;
        if (resampling == Resampling.NONE && style.activation() == Activation.SILU) {
            h = conv1.forward(x, norm1);
        } else {
            h = resample(activate(norm1.forward(x)), size);
            way = joined(resample(x, size));
            h = conv1.forward(h);
        }
        NDArray shiftAndScale = timeProjection == null ? null : project(timeProjection, embedding);
        if (shiftAndScale != null) {
            h = Rows.repeated(ops, h, shiftAndScale.getShape().get(0));
        }
        if (shiftAndScale == null) {
            h = activated(h);
        } else if (style.scaleShift()) {
            NDArray scale = ops.narrow(shiftAndScale, 1, 0, outChannels).add(1);
            NDArray shift = ops.narrow(shiftAndScale, 1, outChannels, outChannels);
            h = activate(norm2.forward(h).mul(scale).add(shift));
        } else {
            h =
                    activated(
                            Gradients.differentiated()
                                    ? h.add(shiftAndScale)
                                    : h.addi(shiftAndScale));
        }
        return finish(way, h);
    }

    private NDArray finish(NDArray way, NDArray h) {
        NDArray beside = shortcut == null ? way : shortcut.forward(way);
        beside = Rows.repeated(ops, beside, h.getShape().get(0));
        NDArray sum = conv2.onto(beside, dropout.forward(h));
        return style.outputScale() == 1 ? sum : ops.scale(sum, 1 / style.outputScale());
    }

    /** The same of two convolutions with a backward pass of their own. */
    private NDArray trained(NDArray x, @Nullable NDArray embedding) {
        NDArray shift = timeProjection == null ? null : shift(timeProjection, embedding);
        NDArray h = conv1.onto(shift, x, norm1);
        NDArray sum = conv2.onto(shortcut == null ? x : shortcut.forward(x), h, norm2);
        return style.outputScale() == 1 ? sum : ops.scale(sum, 1 / style.outputScale());
    }

    private NDArray shift(Linear projection, @Nullable NDArray embedding) {
        List<NDArray> arrays = projection.arrays();
        return embedding == null || style.embeddingActivated()
                ? project(projection, embedding)
                : trained.projection(embedding, arrays.get(0), arrays.get(1));
    }

    /** act(norm₂(h)), which takes h's place. */
    private NDArray activated(NDArray h) {
        boolean fused = style.activation() == Activation.SILU;
        NDArray y = fused ? norm2.silu(h) : activate(norm2.forward(h));
        if (!Gradients.differentiated()) {
            h.close();
        }
        return y;
    }

    private NDArray activate(NDArray x) {
        return style.activation().apply(ops, x);
    }

    /** {@code (B, E) → (B, C or 2C, 1, 1)}. */
    private NDArray project(Linear projection, @Nullable NDArray embedding) {
        if (embedding == null) {
            throw new IllegalArgumentException(
                    "This residual block was built for a timestep embedding of width "
                            + style.embeddingWidth()
                            + ", but none was given");
        }
        NDArray y =
                projection.forward(style.embeddingActivated() ? embedding : activate(embedding));
        return ops.reshape(y, y.getShape().get(0), y.getShape().get(1), 1, 1);
    }

    private NDArray resample(NDArray x, long @Nullable [] size) {
        return switch (resampling) {
            case NONE -> x;
            case DOWN -> ops.avgPool2d(x, 2, 2);
            case UP ->
                    size == null
                            ? ops.upsampleNearest2x(x)
                            : ops.upsampleNearest(x, size[0], size[1]);
        };
    }
}
