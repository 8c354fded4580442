package ldmstudio.engine.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Writes a safetensors file. Tensors are announced first with their shapes and fetched one by one
 * while writing, so that no second copy of a model is held.
 */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Pending(TensorType type, long[] shape, Supplier<?> values) {
        long bytes() {
            return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
        }
    }

    private final Map<String, Pending> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private boolean synced = true;

    /** Leaves waiting for the disk to whoever publishes the folder that the file is in. */
    public SafetensorsWriter unsynced() {
        synced = false;
        return this;
    }

    /** Free text, kept in the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** An fp32 tensor whose numbers are asked for when it is its turn. */
    public SafetensorsWriter add(String name, long[] shape, Supplier<float[]> values) {
        return put(name, new Pending(TensorType.F32, shape.clone(), values));
    }

    /** An int64 tensor. */
    public SafetensorsWriter addLongs(String name, long[] shape, Supplier<long[]> values) {
        return put(name, new Pending(TensorType.I64, shape.clone(), values));
    }

    /** A floating tensor that is rounded to a type while writing. */
    public SafetensorsWriter add(
            String name, TensorType type, long[] shape, Supplier<float[]> values) {
        if (type != TensorType.F32
                && type != TensorType.F16
                && type != TensorType.BF16
                && type != TensorType.F64) {
            throw new IllegalArgumentException("Weights are not written as " + type);
        }
        return put(name, new Pending(type, shape.clone(), values));
    }

    /** A tensor of any type, as its little-endian bytes in row-major order. */
    public SafetensorsWriter addBytes(
            String name, TensorType type, long[] shape, Supplier<ByteBuffer> values) {
        return put(name, new Pending(type, shape.clone(), values));
    }

    /** Bytes of all tensors announced so far. */
    public long bytes() {
        return tensors.values().stream().mapToLong(Pending::bytes).sum();
    }

    private SafetensorsWriter put(String name, Pending pending) {
        if (tensors.put(name, pending) != null) {
            throw new IllegalArgumentException("Two tensors named " + name);
        }
        return this;
    }

    /**
     * Writes and syncs the file; a file of this name is overwritten, so write aside and rename for
     * durability.
     */
    public void write(Path path) throws IOException {
        write(path, bytes -> {});
    }

    /**
     * The same, telling after each tensor how many bytes of {@link #bytes()} are written; what the
     * listener throws ends the writing.
     */
    public void write(Path path, LongConsumer written) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = header.putObject("__metadata__");
            metadata.forEach(node::put);
        }
        long offset = 0;
        for (Map.Entry<String, Pending> entry : tensors.entrySet()) {
            Pending tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type().name());
            Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        // Data start on a multiple of 8 so that readers may map them as they are; spaces are legal
        // at the header's end.
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(padded).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, head.flip());
            long done = 0;
            for (Map.Entry<String, Pending> entry : tensors.entrySet()) {
                writeFully(channel, encode(entry.getKey(), entry.getValue()));
                done += entry.getValue().bytes();
                written.accept(done);
            }
            if (synced) {
                channel.force(true);
            }
        }
    }

    private static ByteBuffer encode(String name, Pending tensor) {
        Object values = tensor.values().get();
        if (values instanceof ByteBuffer bytes) {
            checkCount(name, tensor, bytes.remaining() / tensor.type().bytes());
            return bytes;
        }
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        if (values instanceof float[] floats) {
            checkCount(name, tensor, floats.length);
            tensor.type().fromFloats(floats, out);
        } else {
            long[] longs = (long[]) values;
            checkCount(name, tensor, longs.length);
            out.asLongBuffer().put(longs);
        }
        return out.rewind();
    }

    private static void checkCount(String name, Pending tensor, long count) {
        if (count * tensor.type().bytes() != tensor.bytes()) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + name
                            + " was announced as "
                            + Arrays.toString(tensor.shape())
                            + " but has "
                            + count
                            + " elements");
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
