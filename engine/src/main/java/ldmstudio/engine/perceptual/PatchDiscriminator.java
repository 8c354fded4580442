package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import ldmstudio.engine.nn.ActNorm2d;
import ldmstudio.engine.nn.BatchNorm2d;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/**
 * The PatchGAN: a stack of 4×4 convolutions that says of every patch of a picture whether it is
 * real, {@code (B, 3, H, W) → (B, 1, h, w)} logits, with h = H/2ⁿ − 2 for n strided layers.
 *
 * <p>Names and arithmetic of taming-transformers' NLayerDiscriminator: LeakyReLU(0.2), batch norm
 * or {@link ActNorm2d} after all convolutions but the first and the last, channels doubling up to
 * eightfold; fresh weights N(0, 0.02²), batch norms' N(1, 0.02²).
 *
 * <p>Isola et al., 2017, arXiv:1611.07004, section 3.2.2; Esser et al., 2021, arXiv:2012.09841.
 */
public final class PatchDiscriminator extends Discriminator {
    private static final double SLOPE = 0.2;

    private final int inChannels;
    private final int channels;
    private final Norm norm;
    private final int stridedLayers;
    private final List<Conv2d> convolutions = new ArrayList<>();
    private final List<UnaryOperator<NDArray>> norms = new ArrayList<>();

    /** What follows the convolutions in the middle. */
    public enum Norm {
        BATCH,
        ACT
    }

    /**
     * With batch norm.
     *
     * @param inChannels channels of the pictures
     * @param channels of the first layer
     * @param layers strided layers
     */
    public PatchDiscriminator(Ops ops, int inChannels, int channels, int layers) {
        this(ops, inChannels, channels, layers, Norm.BATCH);
    }

    public PatchDiscriminator(Ops machine, int inChannels, int channels, int layers, Norm norm) {
        super(machine.forPictures(channels));
        if (inChannels < 1 || channels < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "A patch discriminator needs at least one input channel, channel and layer,"
                            + " but has "
                            + inChannels
                            + ", "
                            + channels
                            + " and "
                            + layers);
        }
        this.inChannels = inChannels;
        this.channels = channels;
        this.norm = norm;
        stridedLayers = layers;
        int index = 0;
        int in = inChannels;
        for (int i = 0; i <= layers + 1; i++) {
            boolean first = i == 0;
            boolean last = i == layers + 1;
            int out = last ? 1 : channels * Math.min(1 << Math.min(i, 3), 8);
            int stride = i < layers ? 2 : 1;
            convolutions.add(
                    add(
                            "main." + index,
                            new Conv2d(
                                    ops,
                                    in,
                                    out,
                                    4,
                                    stride,
                                    1,
                                    first || last || norm == Norm.ACT,
                                    Initializer.normal(0, 0.02f))));
            boolean normed = !first && !last;
            norms.add(normed ? norm("main." + (index + 1), out) : UnaryOperator.identity());
            // A LeakyReLU without parameters holds the next number.
            index += normed ? 3 : 2;
            in = out;
        }
    }

    private UnaryOperator<NDArray> norm(String name, int width) {
        return switch (norm) {
            case BATCH ->
                    add(name, new BatchNorm2d(ops, width, Initializer.normal(1, 0.02f)))::forward;
            case ACT -> add(name, new ActNorm2d(ops, width))::forward;
        };
    }

    @Override
    public int smallestSide() {
        return 3 << stridedLayers;
    }

    @Override
    public NDArray forward(NDArray x) {
        Shapes.picture("The discriminator's picture", x, inChannels, smallestSide());
        return block(in -> compute(in[0]), x);
    }

    private NDArray compute(NDArray x) {
        NDArray h = x;
        for (int i = 0; i < convolutions.size(); i++) {
            h = norms.get(i).apply(convolutions.get(i).forward(h));
            if (i < convolutions.size() - 1) {
                h = ops.leakyRelu(h, SLOPE);
            }
        }
        return ops.cast(h, ComputeType.FP32);
    }

    @Override
    public Map<String, Object> configMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", "NLayerDiscriminator");
        map.put("input_nc", inChannels);
        map.put("ndf", channels);
        map.put("n_layers", stridedLayers);
        map.put("use_actnorm", norm == Norm.ACT);
        return map;
    }
}
