package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.CodebookOps;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The codebook of a VQ-VAE: every latent pixel becomes its nearest code, z_q = e_k with k =
 * argmin_j ‖z − e_j‖², and the gradient passes straight through, z + sg[z_q − z].
 *
 * <p>{@code (B, D, h, w) → (B, D, h, w)}, indices int64 {@code (B, h, w)}; codes {@code (K, D)}
 * under the name {@code weight}: this is the reference's embedding. Distances are taken in fp32
 * whatever the compute type.
 *
 * <p>van den Oord, Vinyals, Kavukcuoglu, 2017, arXiv:1711.00937, equations 1 to 3. The weights of
 * the two losses are the trainer's, see {@link QuantizerLoss}.
 */
public final class VectorQuantizer extends Module {
    private final int size;
    private final int width;
    private final Parameter codebook;

    /**
     * What a training pass needs.
     *
     * @param latents z_q with the gradient of z
     * @param codebookLoss mean (z_q − sg[z])²: moves the codes
     * @param commitmentLoss mean (sg[z_q] − z)²: moves the encoder
     * @param indices int64 {@code (B, h, w)}
     */
    public record Quantized(
            NDArray latents, NDArray codebookLoss, NDArray commitmentLoss, NDArray indices) {}

    /**
     * @param size codes, K
     * @param width of a code, D
     * @param codes how fresh codes are drawn
     * @param learned whether the codes follow the gradient; else somebody sets them
     */
    public VectorQuantizer(Ops ops, int size, int width, Initializer codes, boolean learned) {
        super(ops);
        if (size < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A codebook needs at least one code of at least one number, but has "
                            + size
                            + " of "
                            + width);
        }
        this.size = size;
        this.width = width;
        codebook =
                learned
                        ? parameter("weight", codes, size, width)
                        : buffer("weight", codes, size, width);
    }

    /** Codes. */
    public int size() {
        return size;
    }

    /** Numbers of a code: channels of the latents. */
    public int width() {
        return width;
    }

    /** The codes, {@code (K, D)}. */
    public Parameter codebook() {
        return codebook;
    }

    /**
     * The nearest code of every pixel with its losses.
     *
     * @throws IllegalArgumentException when the latents have other channels than a code
     */
    public Quantized quantize(NDArray z) {
        NDArray rows = rows(z);
        NDArray nearest = new CodebookOps(ops).nearest(rows, codebook.array());
        NDArray codes = ops.embedding(codebook.array(), nearest);
        NDArray fixedRows = ops.detach(rows);
        NDArray fixedCodes = ops.detach(codes);
        NDArray through = rows.add(fixedCodes.sub(fixedRows));
        Shape shape = z.getShape();
        return new Quantized(
                picture(through, shape),
                ops.mse(codes, fixedRows),
                ops.mse(fixedCodes, rows),
                ops.reshape(nearest, shape.get(0), shape.get(2), shape.get(3)));
    }

    /** z_q alone, without history. */
    public NDArray nearest(NDArray z) {
        return Scope.returning(() -> codes(indices(z)));
    }

    /** The numbers of the nearest codes, int64 {@code (B, h, w)}. */
    public NDArray indices(NDArray z) {
        return Scope.returning(
                () ->
                        ops.reshape(
                                new CodebookOps(ops).nearest(rows(z), codebook.array()),
                                z.getShape().get(0),
                                z.getShape().get(2),
                                z.getShape().get(3)));
    }

    /** The codes of indices {@code (B, h, w)} as latents {@code (B, D, h, w)}, without history. */
    public NDArray codes(NDArray indices) {
        Shape shape = indices.getShape();
        return Scope.returning(
                () -> {
                    NDArray flat = ops.reshape(indices, -1);
                    NDArray rows = ops.detach(ops.embedding(codebook.array(), flat));
                    return picture(
                            rows, new Shape(shape.get(0), width, shape.get(1), shape.get(2)));
                });
    }

    /** {@code (B, D, h, w) → (B·h·w, D)}, fp32. */
    private NDArray rows(NDArray z) {
        Shapes.picture("The codebook's latent", z, width, 1);
        return ops.reshape(ops.permute(ops.cast(z, ComputeType.FP32), 0, 2, 3, 1), -1, width);
    }

    /** {@code (B·h·w, D) → (B, D, h, w)}. */
    private NDArray picture(NDArray rows, Shape shape) {
        NDArray pixels = ops.reshape(rows, shape.get(0), shape.get(2), shape.get(3), width);
        return ops.permute(pixels, 0, 3, 1, 2);
    }
}
