package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.BatchNorm2d;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The PatchGAN: a stack of 4×4 convolutions that says of every patch of a picture whether it is
 * real, {@code (B, 3, H, W) → (B, 1, h, w)} logits, with h = H/2ⁿ − 2 for n strided layers.
 *
 * <p>Names and arithmetic of taming-transformers' NLayerDiscriminator: LeakyReLU(0.2), batch norm
 * after all convolutions but the first and the last, channels doubling up to eightfold; fresh
 * weights N(0, 0.02²), norms' N(1, 0.02²).
 *
 * <p>Isola et al., 2017, arXiv:1611.07004, section 3.2.2; Esser et al., 2021, arXiv:2012.09841.
 */
public final class PatchDiscriminator extends Module {
    private static final double SLOPE = 0.2;

    private final int inChannels;
    private final int stridedLayers;
    private final List<Conv2d> convolutions = new ArrayList<>();
    private final List<@Nullable BatchNorm2d> norms = new ArrayList<>();

    /** What the discriminator's own step needs, and what the curves show. */
    public record Judgement(NDArray loss, NDArray logitsReal, NDArray logitsFake) {}

    /**
     * @param inChannels channels of the pictures
     * @param channels of the first layer
     * @param layers strided layers
     */
    public PatchDiscriminator(Ops ops, int inChannels, int channels, int layers) {
        super(ops);
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
                                    first || last,
                                    Initializer.normal(0, 0.02f))));
            boolean normed = !first && !last;
            norms.add(
                    normed
                            ? add(
                                    "main." + (index + 1),
                                    new BatchNorm2d(ops, out, Initializer.normal(1, 0.02f)))
                            : null);
            // A LeakyReLU without parameters holds the next number.
            index += normed ? 3 : 2;
            in = out;
        }
    }

    /** The smallest side of a picture that leaves one patch. */
    public int smallestSide() {
        return 3 << stridedLayers;
    }

    /**
     * Logits of the patches, in fp32; above 0 means real.
     *
     * @throws IllegalArgumentException when the pictures have other channels or leave no patch
     */
    public NDArray forward(NDArray x) {
        Shapes.picture("The discriminator's picture", x, inChannels, smallestSide());
        return block(in -> compute(in[0]), x);
    }

    private NDArray compute(NDArray x) {
        NDArray h = x;
        for (int i = 0; i < convolutions.size(); i++) {
            h = convolutions.get(i).forward(h);
            BatchNorm2d norm = norms.get(i);
            if (norm != null) {
                h = norm.forward(h);
            }
            if (i < convolutions.size() - 1) {
                h = ops.leakyRelu(h, SLOPE);
            }
        }
        return ops.cast(h, ComputeType.FP32);
    }

    /** The discriminator's loss; nothing of it reaches what made the pictures. */
    public Judgement judge(AdversarialLoss kind, NDArray real, NDArray fake) {
        NDArray logitsReal = forward(ops.detach(real));
        NDArray logitsFake = forward(ops.detach(fake));
        return new Judgement(
                kind.discriminator(ops, logitsReal, logitsFake), logitsReal, logitsFake);
    }
}
