package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * y = conv(x) + bias + addend with stride 1, where x may pass a norm and an activation first, for
 * pictures whose channels come last.
 *
 * <p>With a kernel of one pixel, or weights {@code (Cout, Cin)}, all passes are products of
 * matrices. Backward: both gradients by minimal filtering where the forward pass is ({@link
 * TrainedFilter}), with the transformed tiles kept; else by libtorch, with what the norm made kept.
 *
 * <p>Inputs: x, and an addend of the output's shape or {@code (B, Cout, 1, 1)}, or null.
 *
 * @param norm null: none
 * @param filtered whether minimal filtering is used; only for 3×3 with padding 1
 * @param twice whether every pixel of x is read four times; only where it is filtered
 */
record OwnConv(
        Ops ops,
        @Nullable OwnNorm norm,
        NDArray weight,
        @Nullable NDArray bias,
        int padding,
        boolean filtered,
        boolean twice)
        implements OwnGradient {
    private static final int INPUTS = 2;

    /** The kernel, the bias, then those of the norm. */
    List<NDArray> parameters() {
        List<NDArray> parameters = new ArrayList<>();
        parameters.add(weight);
        if (bias != null) {
            parameters.add(bias);
        }
        if (norm != null) {
            parameters.addAll(norm.parameters());
        }
        return parameters;
    }

    @Override
    public NDArray[] forward(@Nullable NDArray[] inputs) {
        NDArray x = given(inputs);
        List<NDArray> made = new ArrayList<>();
        NDArray read = x;
        List<NDArray> statistics = List.of();
        if (norm != null) {
            NDArray[] normed = norm.forward(new NDArray[] {x});
            read = normed[0];
            statistics = List.of(normed[1], normed[2]);
        }
        if (filtered) {
            boolean learned = Recompute.hasHistory(ops, weight);
            boolean tiles = learned && filter().keeps(read.getShape());
            made.addAll(List.of(filter(read, inputs[1], tiles)));
            if (learned && !tiles && norm != null) {
                made.add(read);
            }
        } else {
            NDArray y = pointwise() ? mapped(read) : conv(read);
            made.add(inputs[1] == null ? y : ops.script().tensor("add_to", y, inputs[1]));
            if (norm != null) {
                made.add(read);
            }
        }
        made.addAll(statistics);
        return made.toArray(NDArray[]::new);
    }

    private TrainedFilter filter() {
        return new TrainedFilter(ops, twice);
    }

    /** The result, then the tiles where they are to be kept. */
    private NDArray[] filter(NDArray x, @Nullable NDArray addend, boolean tiles) {
        boolean whole = addend != null && addend.getShape().get(2) * addend.getShape().get(3) > 1;
        NDArray added = bias;
        if (addend != null && !whole) {
            NDArray shift = addend.reshape(addend.getShape().get(0), addend.getShape().get(1));
            added = bias == null ? shift : shift.add(bias);
        }
        TrainedFilter filter = filter();
        return filter.forward(x, filter.taps(weight), added, whole ? addend : null, tiles);
    }

    /** One linear map for all pixels: products of matrices, without the library's reorderings. */
    private boolean pointwise() {
        return weight.getShape().dimension() == 2
                || (weight.getShape().get(2) == 1 && weight.getShape().get(3) == 1 && padding == 0);
    }

    private NDArray mapped(NDArray x) {
        return ops.script()
                .tensor("pixels_trained", x, weight, bias == null ? List.of() : List.of(bias));
    }

    private NDArray conv(NDArray x) {
        return bias == null
                ? ops.conv2d(x, weight, 1, padding)
                : ops.conv2d(x, weight, bias, 1, padding);
    }

    @Override
    public @Nullable NDArray[] backward(
            NDArray dy, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked) {
        NDArray x = given(inputs);
        @Nullable NDArray[] found = new NDArray[asked.length];
        int biasAt = INPUTS + 1;
        int normAt = bias == null ? INPUTS + 1 : INPUTS + 2;
        if (asked[1]) {
            NDArray addend = Objects.requireNonNull(inputs[1]);
            found[1] = ops.script().tensor("sum_to", dy, addend.getShape().getShape());
        }
        if (bias != null && asked[biasAt]) {
            NDArray sums = found[1];
            boolean summed = sums != null && sums.getShape().get(2) * sums.getShape().get(3) == 1;
            found[biasAt] = ops.script().tensor("sum_pixels", summed ? sums : dy);
        }
        boolean readAsked = asked[0] || (norm != null && (asked[normAt] || asked[normAt + 1]));
        Read of =
                filtered
                        ? filtered(dy, x, kept, readAsked, asked[INPUTS])
                        : direct(dy, norm == null ? x : kept.get(0), readAsked, asked[INPUTS]);
        found[INPUTS] = of.weight();
        NDArray ofRead = of.input();
        if (norm == null || ofRead == null) {
            found[0] = ofRead;
            return found;
        }
        int last = kept.size();
        NDArray[] three = norm.backward(ofRead, x, kept.get(last - 2), kept.get(last - 1));
        ofRead.close();
        found[0] = asked[0] ? three[0] : null;
        found[normAt] = asked[normAt] ? three[1] : null;
        found[normAt + 1] = asked[normAt + 1] ? three[2] : null;
        return found;
    }

    /** Gradients of what the convolution reads and of its kernels; null where none is asked for. */
    private record Read(@Nullable NDArray input, @Nullable NDArray weight) {}

    private Read filtered(
            NDArray dy, NDArray x, List<NDArray> kept, boolean ofInput, boolean ofWeight) {
        if (!ofInput && !ofWeight) {
            return new Read(null, null);
        }
        TrainedFilter filter = filter();
        NDArray tiles = dy;
        if (ofWeight) {
            NDArray first = norm == null && !filter.keeps(x.getShape()) ? x : kept.get(0);
            tiles = filter.keeps(x.getShape()) ? first : filter.tiles(first, weight);
        }
        NDArray[] made = filter.backward(dy, tiles, filter.taps(weight), ofInput, ofWeight);
        return new Read(ofInput ? made[0] : null, ofWeight ? made[made.length - 1] : null);
    }

    private Read direct(NDArray dy, NDArray x, boolean ofInput, boolean ofWeight) {
        TorchScript script = ops.script();
        if (pointwise()) {
            return new Read(
                    ofInput ? script.tensor("pixels_backward_input", dy, weight) : null,
                    ofWeight ? script.tensor("pixels_backward_weight", dy, x, weight) : null);
        }
        return new Read(
                ofInput ? script.tensor("conv_backward_input", dy, x, weight, 1, padding) : null,
                ofWeight ? script.tensor("conv_backward_weight", dy, x, weight, 1, padding) : null);
    }

    private static NDArray given(@Nullable NDArray[] inputs) {
        return Objects.requireNonNull(inputs[0], "a convolution has an input");
    }
}
