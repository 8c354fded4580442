package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Checks of what is given to a network, so that a wrong input is named before libtorch meets it.
 */
public final class Shapes {
    private Shapes() {}

    /** Pixels of each picture of {@code (B, C, H, W)}. */
    public static long pixels(NDArray x) {
        return x.getShape().get(2) * x.getShape().get(3);
    }

    /**
     * Requires {@code (B, channels, H, W)} with sides of at least {@code smallest}.
     *
     * @param what the network and the input, as a sentence begins: "UNet2d's input"
     */
    public static void picture(String what, NDArray x, long channels, long smallest) {
        Shape shape = x.getShape();
        if (shape.dimension() != 4
                || shape.get(1) != channels
                || shape.get(2) < smallest
                || shape.get(3) < smallest) {
            throw new IllegalArgumentException(
                    what
                            + " must be (B, "
                            + channels
                            + ", H, W)"
                            + (smallest > 1 ? " with H and W of at least " + smallest : "")
                            + ", but is "
                            + shape);
        }
    }

    /** Requires exactly this shape; -1 stands for any length, and {@code words} says it. */
    public static void exactly(String what, NDArray x, String words, long... expected) {
        Shape shape = x.getShape();
        boolean fits = shape.dimension() == expected.length;
        for (int i = 0; fits && i < expected.length; i++) {
            fits = expected[i] < 0 || shape.get(i) == expected[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(what + " must be " + words + ", but is " + shape);
        }
    }
}
