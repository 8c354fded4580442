package ldmstudio.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/** Tensors in memory. */
record StoredTensors(Map<String, Stored> tensors) implements TensorSource {
    record Stored(long[] shape, float[] values) {}

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public long[] shape(String name) {
        return tensors.get(name).shape().clone();
    }

    @Override
    public float[] floats(String name) {
        return tensors.get(name).values().clone();
    }

    @Override
    public TensorType type(String name) {
        return TensorType.F32;
    }

    @Override
    public ByteBuffer bytes(String name) {
        float[] values = tensors.get(name).values();
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
