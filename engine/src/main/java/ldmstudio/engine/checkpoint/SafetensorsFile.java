package ldmstudio.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, memory-mapped tensor by tensor, so that a file may be larger than 2 GiB and
 * only what is asked for is read.
 *
 * <p>Layout: 8 bytes little-endian length N, N bytes of JSON {@code {name: {dtype, shape,
 * data_offsets}}}, then the data. The header is checked against the file before anything is
 * believed: types, products of shapes, offsets inside the file, no gaps and no overlaps.
 */
public final class SafetensorsFile implements WeightFile {
    /** The limit of the reference implementation. */
    private static final long MAX_HEADER = 100_000_000;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** What the header says of one tensor; offsets count from the start of the file. */
    public record TensorInfo(TensorType type, long[] shape, long start, long end) {
        /** Number of elements. */
        public long size() {
            return (end - start) / type.bytes();
        }
    }

    private final Path path;
    private final FileChannel channel;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(
            Path path,
            FileChannel channel,
            Map<String, TensorInfo> tensors,
            Map<String, String> metadata) {
        this.path = path;
        this.channel = channel;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws CheckpointException when it is not a whole safetensors file
     */
    public static SafetensorsFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            readHeader(path, channel, tensors, metadata);
            return new SafetensorsFile(path, channel, tensors, metadata);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void readHeader(
            Path path,
            FileChannel channel,
            Map<String, TensorInfo> tensors,
            Map<String, String> metadata)
            throws IOException {
        long fileSize = channel.size();
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining() && channel.read(length, length.position()) > 0) {}
        long headerSize = length.hasRemaining() ? -1 : length.getLong(0);
        if (headerSize < 2 || headerSize > MAX_HEADER || headerSize > fileSize - 8) {
            throw new CheckpointException(
                    path
                            + " is not a safetensors file, or it was cut off: its first 8 bytes"
                            + " should be the length of a header, but the file has "
                            + fileSize
                            + " bytes");
        }
        byte[] header = new byte[(int) headerSize];
        ByteBuffer target = ByteBuffer.wrap(header);
        while (target.hasRemaining() && channel.read(target, 8L + target.position()) > 0) {}
        JsonNode root;
        try {
            root = JSON.readTree(header);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    path + " is damaged: its header is not JSON (" + e.getOriginalMessage() + ")",
                    e);
        }
        if (!root.isObject()) {
            throw new CheckpointException(path + " is damaged: its header is not a JSON object");
        }
        long dataStart = 8 + headerSize;
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                tensors.put(
                        entry.getKey(),
                        info(path, entry.getKey(), entry.getValue(), dataStart, fileSize));
            }
        }
        List<Map.Entry<String, TensorInfo>> byOffset = new ArrayList<>(tensors.entrySet());
        byOffset.sort(
                Comparator.<Map.Entry<String, TensorInfo>>comparingLong(e -> e.getValue().start())
                        .thenComparingLong(e -> e.getValue().end()));
        long expected = dataStart;
        for (Map.Entry<String, TensorInfo> entry : byOffset) {
            if (entry.getValue().start() != expected) {
                throw new CheckpointException(
                        path
                                + " is damaged: the data of "
                                + entry.getKey()
                                + " overlap another tensor or leave a gap");
            }
            expected = entry.getValue().end();
        }
        if (expected != fileSize) {
            throw new CheckpointException(
                    path
                            + " is damaged: the header describes "
                            + expected
                            + " bytes, the file has "
                            + fileSize);
        }
    }

    private static TensorInfo info(
            Path path, String name, JsonNode node, long dataStart, long fileSize)
            throws CheckpointException {
        if (!node.isObject()) {
            throw new CheckpointException(
                    path + " is damaged: tensor " + name + " is not described by an object");
        }
        String word = node.path("dtype").asText("");
        TensorType type;
        try {
            type = TensorType.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    path
                            + ": tensor "
                            + name
                            + " has the element type '"
                            + word
                            + "', which is not one of "
                            + List.of(TensorType.values()),
                    e);
        }
        JsonNode dimensions = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!dimensions.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new CheckpointException(
                    path + " is damaged: tensor " + name + " has no shape or no offsets");
        }
        long[] shape = new long[dimensions.size()];
        try {
            long bytes = type.bytes();
            for (int i = 0; i < shape.length; i++) {
                shape[i] = whole(dimensions.get(i));
                if (shape[i] < 0) {
                    throw new CheckpointException(
                            path + " is damaged: tensor " + name + " has the shape " + dimensions);
                }
                bytes = Math.multiplyExact(bytes, shape[i]);
            }
            long start = Math.addExact(dataStart, whole(offsets.get(0)));
            long end = Math.addExact(dataStart, whole(offsets.get(1)));
            if (start < dataStart || end > fileSize || end - start != bytes) {
                throw new CheckpointException(
                        path
                                + " is damaged: tensor "
                                + name
                                + " should take "
                                + bytes
                                + " bytes, its offsets are "
                                + offsets
                                + " in a file of "
                                + fileSize);
            }
            return new TensorInfo(type, shape, start, end);
        } catch (ArithmeticException e) {
            throw new CheckpointException(
                    path + " is damaged: tensor " + name + " is larger than any file", e);
        }
    }

    /** A whole number that is not negative; else -1. */
    private static long whole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
    }

    public Path path() {
        return path;
    }

    @Override
    public String description() {
        return path.toString();
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * What the header says of a tensor.
     *
     * @throws IllegalArgumentException when the file has none of this name
     */
    public TensorInfo info(String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new IllegalArgumentException(path + " has no tensor named " + name);
        }
        return info;
    }

    @Override
    public long[] shape(String name) {
        return info(name).shape().clone();
    }

    @Override
    public TensorType type(String name) {
        return info(name).type();
    }

    /** The little-endian bytes of one tensor, mapped. */
    @Override
    public ByteBuffer bytes(String name) {
        TensorInfo info = info(name);
        if (info.end() - info.start() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(path + ": tensor " + name + " is larger than 2 GiB");
        }
        if (info.end() == info.start()) {
            return ByteBuffer.allocate(0);
        }
        try {
            return channel.map(
                            FileChannel.MapMode.READ_ONLY, info.start(), info.end() - info.start())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": tensor " + name + " could not be read", e);
        }
    }

    @Override
    public float[] floats(String name) {
        TensorInfo info = info(name);
        float[] values = new float[Math.toIntExact(info.size())];
        info.type().toFloats(bytes(name), FloatBuffer.wrap(values));
        return values;
    }

    /** Whole numbers of an integer tensor. */
    public long[] longs(String name) {
        TensorInfo info = info(name);
        ByteBuffer in = bytes(name);
        long[] values = new long[Math.toIntExact(info.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (info.type()) {
                        case I64 -> in.getLong(i * 8);
                        case I32 -> in.getInt(i * 4);
                        case I16 -> in.getShort(i * 2);
                        case I8 -> in.get(i);
                        case U8, BOOL -> in.get(i) & 0xFF;
                        default ->
                                throw new IllegalArgumentException(
                                        path + ": tensor " + name + " holds " + info.type());
                    };
        }
        return values;
    }

    /** Double-precision numbers of a floating tensor. */
    public double[] doubles(String name) {
        TensorInfo info = info(name);
        if (info.type() == TensorType.F64) {
            double[] values = new double[Math.toIntExact(info.size())];
            bytes(name).asDoubleBuffer().get(values);
            return values;
        }
        float[] floats = floats(name);
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
