package ldmstudio.engine.checkpoint;

import java.nio.ByteBuffer;
import java.util.Map;
import ldmstudio.engine.nn.StateSource;

/** Named tensors with their types, so that they can be told and copied without a change. */
public interface TensorSource extends StateSource {
    /**
     * The element type of a tensor.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    TensorType type(String name);

    /** The elements in row-major order, little-endian, from position to limit. */
    ByteBuffer bytes(String name);

    /** Free text that the writer put beside the tensors. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    default String seemsToBe() {
        WeightKind kind = WeightKind.of(this);
        return kind == WeightKind.UNKNOWN ? "" : kind.words();
    }

    /** Number of elements of a tensor. */
    default long size(String name) {
        long size = 1;
        for (long length : shape(name)) {
            size *= length;
        }
        return size;
    }
}
