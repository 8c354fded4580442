package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.FrozenConv2d;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The perceptual distance of two pictures in [-1, 1]:
 *
 * <p>d(x, y) = Σ_k mean_hw Σ_c w_kc (f̂ᵏ_c(x) − f̂ᵏ_c(y))², where f̂ᵏ are VGG16's features after
 * relu1_2, 2_2, 3_3, 4_3 and 5_3 of the scaled pictures, divided at every pixel by their norm over
 * the channels, and w_k ≥ 0 are learned.
 *
 * <p>Shapes: {@code (B, 3, H, W)} twice → {@code (B)}; grey pictures {@code (B, 1, H, W)} are
 * repeated. Gradients go to the pictures; all weights are frozen.
 *
 * <p>Zhang et al., 2018, arXiv:1801.03924, eq. 1, version 0.1 ("lin", VGG). A feature that is zero
 * in all channels stays zero, with a zero gradient.
 */
public final class Lpips extends Module {
    /** Four poolings leave at least one pixel. */
    private static final int SMALLEST = 16;

    /** ImageNet's mean and deviation, for pictures in [-1, 1]. */
    private static final float[] SHIFT = {-.030f, -.088f, -.188f};

    private static final float[] SCALE = {.458f, .448f, .450f};

    private final Parameter shift;
    private final Parameter scale;
    private final Vgg16 net;
    private final List<FrozenConv2d> lins = new ArrayList<>();

    private Lpips(Ops machine, List<Integer> channels) {
        super(machine.forPictures(Collections.min(channels)));
        shift = buffer("scaling_layer.shift", (noise, count) -> SHIFT.clone(), 1, 3, 1, 1);
        scale = buffer("scaling_layer.scale", (noise, count) -> SCALE.clone(), 1, 3, 1, 1);
        net = add("net", new Vgg16(ops, channels));
        for (int k = 0; k < channels.size(); k++) {
            lins.add(
                    add(
                            "lin" + k + ".model.1",
                            new FrozenConv2d(ops, channels.get(k), 1, 1, 0, false)));
        }
    }

    /**
     * Reads the weights. VGG16's may have torchvision's names ({@code features.0.weight}) or those
     * of the LPIPS implementations ({@code net.slice1.0.weight}); other tensors of the file are not
     * looked at.
     *
     * @param lin {@code lin0.model.1.weight} …; null: all ones
     * @throws IllegalArgumentException when tensors are missing or do not fit together
     */
    public static Lpips open(Ops ops, StateSource vgg, @Nullable StateSource lin) {
        LpipsWeights weights = new LpipsWeights(vgg, lin);
        Lpips lpips = new Lpips(ops, weights.channels());
        lpips.load(
                weights.completed(
                        lpips.state(),
                        Map.of("scaling_layer.shift", SHIFT, "scaling_layer.scale", SCALE)));
        return lpips;
    }

    /** d(x, y) for each picture, {@code (B)}, fp32. */
    public NDArray distance(NDArray x, NDArray y) {
        return Scope.returning(() -> perLayer(x, y).sum(new int[] {1}));
    }

    /** The summands of the five layers, {@code (B, 5)}, fp32. */
    public NDArray perLayer(NDArray x, NDArray y) {
        if (!x.getShape().equals(y.getShape())) {
            throw new IllegalArgumentException(
                    "LPIPS compares pictures of one shape, but got "
                            + x.getShape()
                            + " and "
                            + y.getShape());
        }
        return Scope.returning(
                () -> {
                    List<NDArray> ofX = features(x);
                    List<NDArray> ofY = features(y);
                    List<NDArray> terms = new ArrayList<>();
                    for (int k = 0; k < lins.size(); k++) {
                        terms.add(term(lins.get(k), ofX.get(k), ofY.get(k)));
                    }
                    return ops.cat(terms, 1);
                });
    }

    /** One layer's distance, {@code (B, 1)}. */
    private NDArray term(FrozenConv2d lin, NDArray fx, NDArray fy) {
        return block(
                in -> {
                    NDArray difference = ops.unitChannels(in[0]).sub(ops.unitChannels(in[1]));
                    NDArray map = ops.cast(lin.forward(difference.square()), ComputeType.FP32);
                    return ops.reshape(map, map.getShape().get(0), 1, -1).mean(new int[] {2});
                },
                fx,
                fy);
    }

    /** VGG16's five features of pictures in [-1, 1], not yet normalised. */
    List<NDArray> features(NDArray x) {
        Shape shape = x.getShape();
        boolean grey = shape.dimension() == 4 && shape.get(1) == 1;
        if (shape.dimension() != 4
                || (shape.get(1) != 3 && !grey)
                || shape.get(2) < SMALLEST
                || shape.get(3) < SMALLEST) {
            throw new IllegalArgumentException(
                    "LPIPS' pictures must be (B, 3, H, W) or (B, 1, H, W) with sides of at least "
                            + SMALLEST
                            + ", but are "
                            + shape);
        }
        NDArray colour = grey ? ops.cat(List.of(x, x, x), 1) : x;
        return net.features(colour.sub(shift.array()).div(scale.array()));
    }
}
