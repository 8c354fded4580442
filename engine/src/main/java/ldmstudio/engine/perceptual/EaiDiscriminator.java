package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.BatchNorm2d;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * ExplainingAI's PatchGAN: convolutions with batch norm after all but the first and the last,
 * LeakyReLU(0.2), {@code (B, 3, H, W) → (B, 1, h, w)}; its recipe trains it with the LSGAN loss.
 *
 * <p>Source: {@code models/discriminator.py} of explainingai-code/StableDiffusion-PyTorch, with its
 * names ({@code layers.1.0.weight}) and torch's default initialisation. It has one convolution less
 * than {@link PatchDiscriminator} of the same layers, and a bias in the first only.
 */
public final class EaiDiscriminator extends Discriminator {
    private static final double SLOPE = 0.2;

    private final Plan plan;
    private final List<Conv2d> convolutions = new ArrayList<>();
    private final List<@Nullable BatchNorm2d> norms = new ArrayList<>();

    /**
     * One entry a convolution; the last has one channel.
     *
     * @param convChannels output channels of all convolutions but the last
     */
    public record Plan(
            int imChannels,
            List<Integer> convChannels,
            List<Integer> kernels,
            List<Integer> strides,
            List<Integer> paddings) {
        public Plan {
            convChannels = List.copyOf(convChannels);
            kernels = List.copyOf(kernels);
            strides = List.copyOf(strides);
            paddings = List.copyOf(paddings);
            int count = convChannels.size() + 1;
            if (imChannels < 1
                    || count < 2
                    || kernels.size() < count
                    || strides.size() < count
                    || paddings.size() < count) {
                throw new IllegalArgumentException(
                        "ExplainingAI's discriminator needs im_channels and conv_channels of at"
                                + " least 1 entry, and of kernels, strides and paddings one entry"
                                + " more, but has "
                                + imChannels
                                + ", "
                                + convChannels
                                + ", "
                                + kernels
                                + ", "
                                + strides
                                + " and "
                                + paddings);
            }
        }

        /** 4×4 convolutions that halve the picture, and a last one that does not. */
        public static Plan halving(int imChannels, List<Integer> convChannels) {
            int count = convChannels.size();
            List<Integer> strides = new ArrayList<>(Collections.nCopies(count, 2));
            strides.add(1);
            return new Plan(
                    imChannels,
                    convChannels,
                    Collections.nCopies(count + 1, 4),
                    strides,
                    Collections.nCopies(count + 1, 1));
        }

        /** The same with channels that double from layer to layer: 64, 128, 256 by default. */
        public static Plan doubling(int imChannels, int channels, int layers) {
            List<Integer> each = new ArrayList<>();
            for (int i = 0; i < layers; i++) {
                each.add(channels << i);
            }
            return halving(imChannels, each);
        }
    }

    public EaiDiscriminator(Ops machine, Plan plan) {
        super(machine.forPictures(Collections.min(plan.convChannels())));
        this.plan = plan;
        int count = plan.convChannels().size() + 1;
        int in = plan.imChannels();
        for (int i = 0; i < count; i++) {
            boolean first = i == 0;
            boolean last = i == count - 1;
            int out = last ? 1 : plan.convChannels().get(i);
            convolutions.add(
                    add(
                            "layers." + i + ".0",
                            new Conv2d(
                                    ops,
                                    in,
                                    out,
                                    plan.kernels().get(i),
                                    plan.strides().get(i),
                                    plan.paddings().get(i),
                                    first)));
            norms.add(
                    first || last
                            ? null
                            : add(
                                    "layers." + i + ".1",
                                    new BatchNorm2d(ops, out, Initializer.constant(1))));
            in = out;
        }
    }

    @Override
    public int smallestSide() {
        int side = 1;
        for (int i = convolutions.size() - 1; i >= 0; i--) {
            side =
                    Math.max(
                            1,
                            (side - 1) * plan.strides().get(i)
                                    + plan.kernels().get(i)
                                    - 2 * plan.paddings().get(i));
        }
        return side;
    }

    @Override
    public NDArray forward(NDArray x) {
        Shapes.picture("The discriminator's picture", x, plan.imChannels(), smallestSide());
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

    @Override
    public Map<String, Object> configMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", "EaiDiscriminator");
        map.put("im_channels", plan.imChannels());
        map.put("conv_channels", plan.convChannels());
        map.put("kernels", plan.kernels());
        map.put("strides", plan.strides());
        map.put("paddings", plan.paddings());
        return map;
    }
}
