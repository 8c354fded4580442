package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import java.util.TreeSet;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The weights of a {@link TransformerDenoiser} as another one wants them: position encodings of
 * another picture size, and zeros for input channels that the trained network did not have, so that
 * it answers as before until it is trained. All other tensors are those of the source.
 *
 * <p>Positions {@code (n², D)} are a picture {@code (1, D, n, n)} that is resized and laid out
 * again; position encodings were first resized by Dosovitskiy et al., 2020, arXiv:2010.11929,
 * section 3.2.
 */
final class AdaptedWeights implements StateSource {
    private static final String POSITIONS = "denoiser_trans_block.pos_embed.weight";
    private static final String INDEX = "denoiser_trans_block.precomputed_pos_enc";
    private static final String PATCHES = "denoiser_trans_block.patchify_and_embed.0.weight";

    private final Ops ops;
    private final TransformerDenoiserConfig wanted;
    private final StateSource source;
    private final GridOps.Interpolation interpolation;
    private final Set<String> names;

    AdaptedWeights(
            Ops ops,
            TransformerDenoiserConfig wanted,
            StateSource source,
            GridOps.Interpolation interpolation) {
        this.ops = ops;
        this.wanted = wanted;
        this.source = source;
        this.interpolation = interpolation;
        names = new TreeSet<>(source.names());
        names.add(INDEX);
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public long[] shape(String name) {
        if (name.equals(INDEX)) {
            return new long[] {tokens()};
        }
        long[] shape = source.shape(name);
        if (name.equals(POSITIONS) && shape.length == 2 && isSquare(shape[0])) {
            return new long[] {tokens(), shape[1]};
        }
        if (name.equals(PATCHES) && shape.length == 4 && shape[1] < wanted.inChannels()) {
            return new long[] {shape[0], wanted.inChannels(), shape[2], shape[3]};
        }
        return shape;
    }

    private long tokens() {
        return (long) wanted.grid() * wanted.grid();
    }

    private static boolean isSquare(long tokens) {
        long side = Math.round(Math.sqrt(tokens));
        return side * side == tokens;
    }

    @Override
    public float[] floats(String name) {
        return switch (name) {
            case POSITIONS -> positions();
            case INDEX -> TransformerDenoiser.counted(Math.toIntExact(tokens()));
            case PATCHES -> patches();
            default -> source.floats(name);
        };
    }

    private float[] positions() {
        long[] shape = source.shape(POSITIONS);
        if (shape[0] == tokens()) {
            return source.floats(POSITIONS);
        }
        long side = Math.round(Math.sqrt(shape[0]));
        try (Scope scope = Scope.open()) {
            NDArray table = ops.array(source.floats(POSITIONS), 1, shape[0], shape[1]);
            NDArray picture = ops.toPicture(table, side, side);
            int grid = wanted.grid();
            NDArray resized = new GridOps(ops).resize(picture, grid, grid, interpolation);
            return ops.floats(ops.toTokens(resized));
        }
    }

    private float[] patches() {
        float[] trained = source.floats(PATCHES);
        long[] from = source.shape(PATCHES);
        long[] to = shape(PATCHES);
        if (from[1] == to[1]) {
            return trained;
        }
        int cells = Math.toIntExact(from[2] * from[3]);
        int row = Math.toIntExact(from[1]) * cells;
        int wider = Math.toIntExact(to[1]) * cells;
        float[] weights = new float[Math.toIntExact(to[0]) * wider];
        for (int out = 0; out < to[0]; out++) {
            System.arraycopy(trained, out * row, weights, out * wider, row);
        }
        return weights;
    }
}
