package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.GroupNorm;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.nn.StackStyle;
import ldmstudio.engine.nn.StackedDownBlock;
import ldmstudio.engine.nn.StackedMidBlock;
import ldmstudio.engine.nn.StackedUpBlock;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * ExplainingAI's UNet: unconditional, or told any mix of class, text and mask.
 *
 * <p>{@code (B, C, H, W)}, timestep {@code (B)} → {@code (B, C, H, W)}. The class adds a row of a
 * table to the timestep's embedding, and no row where it is hidden; a text {@code (B, L, D)} is
 * read by cross-attention in every layer; a mask {@code (B, Cm, Hm, Wm)} is shrunk to H × W
 * (nearest pixel), mixed to few channels by a 1×1 convolution and laid beside the sample.
 *
 * <p>H and W must be multiples of {@link EaiUNetShape#factor}, a mask's sides multiples of H and W.
 *
 * <p>Source: {@code models/unet_base.py} and {@code models/unet_cond_base.py} of
 * explainingai-code/StableDiffusion-PyTorch, after Rombach et al., 2022, arXiv:2112.10752. A
 * timestep between two whole numbers is taken as it is; there it is rounded down. A distilled
 * network may be told the guidance scale, too ({@link GuidanceCode}).
 */
public final class EaiUNet extends DenoiserNetwork {
    private static final String NAME = "ExplainingAI's UNet";

    private final EaiUNetShape shape;
    private final @Nullable Conv2d maskIn;
    private final Conv2d convIn;
    final EaiEmbedding embedding;
    final List<StackedDownBlock> downs = new ArrayList<>();
    final List<StackedMidBlock> mids = new ArrayList<>();
    final List<StackedUpBlock> ups = new ArrayList<>();
    final GroupNorm normOut;
    private final Conv2d convOut;

    public EaiUNet(Ops machine, EaiUNetShape shape) {
        super(machine.forLatents(Collections.min(shape.downChannels())));
        this.shape = shape;
        EaiConditions told = shape.condition();
        List<Integer> channels = shape.downChannels();
        boolean masked = told.imageInputChannels() > 0;
        maskIn =
                masked
                        ? add(
                                "cond_conv_in",
                                new Conv2d(
                                        ops,
                                        told.imageInputChannels(),
                                        told.imageOutputChannels(),
                                        1,
                                        1,
                                        0,
                                        false))
                        : null;
        convIn =
                add(
                        masked ? "conv_in_concat" : "conv_in",
                        new Conv2d(
                                ops,
                                shape.imChannels() + told.imageOutputChannels(),
                                channels.get(0),
                                3,
                                1,
                                1));
        embedding =
                new EaiEmbedding(
                        ops, shape.timeEmbDim(), told.numClasses(), shape.timeCondProjDim());
        embedding.named().forEach(this::add);
        addBlocks(
                new StackStyle(
                        shape.normChannels(),
                        shape.numHeads(),
                        shape.timeEmbDim(),
                        told.textEmbedDim()));
        normOut =
                add(
                        "norm_out",
                        new GroupNorm(ops, shape.normChannels(), shape.convOutChannels(), 1e-5));
        convOut =
                add(
                        "conv_out",
                        new Conv2d(ops, shape.convOutChannels(), shape.imChannels(), 3, 1, 1));
    }

    private void addBlocks(StackStyle style) {
        List<Integer> channels = shape.downChannels();
        int levels = shape.levels();
        for (int i = 0; i < levels; i++) {
            downs.add(
                    add(
                            "downs." + i,
                            new StackedDownBlock(
                                    ops,
                                    style,
                                    channels.get(i),
                                    channels.get(i + 1),
                                    shape.numDownLayers(),
                                    shape.attnDown().get(i),
                                    shape.downSample().get(i))));
        }
        List<Integer> middle = shape.midChannels();
        for (int i = 0; i < middle.size() - 1; i++) {
            mids.add(
                    add(
                            "mids." + i,
                            new StackedMidBlock(
                                    ops,
                                    style,
                                    middle.get(i),
                                    middle.get(i + 1),
                                    shape.numMidLayers())));
        }
        for (int i = levels - 1; i >= 0; i--) {
            ups.add(
                    add(
                            "ups." + ups.size(),
                            new StackedUpBlock(
                                    ops,
                                    style,
                                    channels.get(i),
                                    channels.get(i),
                                    i == 0 ? shape.convOutChannels() : channels.get(i - 1),
                                    shape.numUpLayers(),
                                    true,
                                    shape.downSample().get(i))));
        }
    }

    public EaiUNetShape shape() {
        return shape;
    }

    @Override
    public Map<String, Object> configMap() {
        return shape.toMap();
    }

    /** The label that hides the class is the one behind the last class. */
    @Override
    public ConditionNeeds needs() {
        EaiConditions told = shape.condition();
        return new ConditionNeeds(
                told.numClasses() == 0 ? 0 : told.numClasses() + 1,
                told.textEmbedDim(),
                0,
                told.imageInputChannels(),
                shape.timeCondProjDim() > 0);
    }

    @Override
    public int sampleChannels() {
        return shape.imChannels();
    }

    @Override
    public NDArray forward(NDArray x, NDArray timestep, Conditioning condition) {
        Shapes.picture(NAME + "'s input", x, shape.imChannels(), 1);
        Shape size = x.getShape();
        int factor = shape.factor();
        if (size.get(2) % factor != 0 || size.get(3) % factor != 0) {
            throw new IllegalArgumentException(
                    NAME
                            + " halves the resolution to a "
                            + factor
                            + "th, so height and width must be multiples of "
                            + factor
                            + ", but the input is "
                            + size);
        }
        long batch = size.get(0);
        Shapes.exactly(NAME + "'s timestep", timestep, "(" + batch + "), one a picture", batch);
        needs().check(NAME, condition, batch);
        return Scope.returning(() -> compute(x, timestep, condition));
    }

    private NDArray compute(NDArray x, NDArray timestep, Conditioning condition) {
        NDArray emb =
                joined(embedding.forward(timestep, condition.classLabels(), condition.guidance()));
        NDArray told = condition.context();
        NDArray context = told == null ? null : joined(told);
        NDArray h = joined(start(x, condition.image()));
        Deque<NDArray> skips = new ArrayDeque<>();
        for (StackedDownBlock level : downs) {
            skips.push(h);
            h = level.forward(h, emb, context);
        }
        for (StackedMidBlock middle : mids) {
            h = middle.forward(h, emb, context);
        }
        for (StackedUpBlock level : ups) {
            h = level.forward(h, skips.pop(), emb, context);
        }
        return ops.plain(convOut.forward(h, normOut));
    }

    /** The first convolution, over the sample and the mask beside it. */
    NDArray start(NDArray x, @Nullable NDArray mask) {
        return convIn.forward(withMask(x, mask));
    }

    private NDArray withMask(NDArray x, @Nullable NDArray mask) {
        if (maskIn == null || mask == null) {
            return x;
        }
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        long maskHeight = mask.getShape().get(2);
        long maskWidth = mask.getShape().get(3);
        if (maskHeight % height != 0 || maskWidth % width != 0) {
            throw new IllegalArgumentException(
                    "The mask is %d x %d, but the sample %d x %d: a mask's sides must be multiples of the sample's"
                            .formatted(maskWidth, maskHeight, width, height));
        }
        NDArray small =
                maskHeight == height && maskWidth == width
                        ? mask
                        : ops.upsampleNearest(mask, height, width);
        return ops.cat(List.of(x, ops.cast(maskIn.forward(small), ComputeType.FP32)), 1);
    }
}
