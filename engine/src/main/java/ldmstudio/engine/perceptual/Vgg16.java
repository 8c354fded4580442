package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.FrozenConv2d;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;

/**
 * The convolutions of VGG16 up to relu5_3, as five slices that end in relu1_2, relu2_2, relu3_3,
 * relu4_3 and relu5_3: {@code (B, 3, H, W) → (B, Cₖ, H/2ᵏ, W/2ᵏ)}. Frozen.
 *
 * <p>Names are those of the LPIPS implementations, {@code sliceK.N} with torchvision's number N.
 * Simonyan and Zisserman, 2014, arXiv:1409.1556, table 1, column D.
 */
final class Vgg16 extends Module {
    /** torchvision's numbers of the convolutions, slice by slice. */
    static final List<List<Integer>> SLICES =
            List.of(
                    List.of(0, 2),
                    List.of(5, 7),
                    List.of(10, 12, 14),
                    List.of(17, 19, 21),
                    List.of(24, 26, 28));

    private final List<List<FrozenConv2d>> slices = new ArrayList<>();

    /**
     * @param channels output channels of each slice
     */
    Vgg16(Ops ops, List<Integer> channels) {
        super(ops);
        int in = 3;
        for (int slice = 0; slice < SLICES.size(); slice++) {
            List<FrozenConv2d> convolutions = new ArrayList<>();
            for (int number : SLICES.get(slice)) {
                int out = channels.get(slice);
                convolutions.add(
                        add(name(slice, number), new FrozenConv2d(ops, in, out, 3, 1, true)));
                in = out;
            }
            slices.add(convolutions);
        }
    }

    /** The name of a convolution, without {@code .weight}. */
    static String name(int slice, int number) {
        return "slice" + (slice + 1) + "." + number;
    }

    /** The five features. */
    List<NDArray> features(NDArray x) {
        List<NDArray> features = new ArrayList<>();
        NDArray h = x;
        for (int slice = 0; slice < slices.size(); slice++) {
            List<FrozenConv2d> convolutions = slices.get(slice);
            boolean pool = slice > 0;
            h =
                    block(
                            in -> {
                                NDArray y = pool ? ops.maxPool2d(in[0], 2, 2) : in[0];
                                for (FrozenConv2d convolution : convolutions) {
                                    y = ops.relu(convolution.forward(y));
                                }
                                return y;
                            },
                            h);
            features.add(h);
        }
        return features;
    }
}
