package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of an array as the bytes of a file. */
public final class ArrayBytes {
    private ArrayBytes() {}

    /**
     * The fp32 numbers row by row, little-endian. Where they lie in memory so already, as
     * parameters and the optimizer's state on a CPU do, these are the array's own bytes and not a
     * copy: to be read before it is changed or freed, and not to be written.
     */
    public static ByteBuffer of(Ops ops, NDArray x) {
        boolean theirs =
                !ops.device().isGpu()
                        && x.getDataType() == DataType.FLOAT32
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                        && ops.script().flag("is_plain", x);
        if (theirs) {
            return x.toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
        }
        float[] values = ops.floats(x);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
