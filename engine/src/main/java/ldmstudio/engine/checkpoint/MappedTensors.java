package ldmstudio.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A view of other sources under other names: a tensor is another one as it is, in another shape of
 * as many elements, or put together of ranges of rows of others. Nothing is read until it is asked
 * for.
 */
public final class MappedTensors implements TensorSource {
    /** Rows {@code first … first + count} along the first axis of a tensor. */
    record Rows(TensorSource source, String name, long first, long count) {}

    private record Origin(List<Rows> rows, long[] shape, boolean whole) {}

    private final String description;
    private final Map<String, String> metadata;
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    /**
     * @param description what the tensors were read from, for messages
     */
    public MappedTensors(String description, Map<String, String> metadata) {
        this.description = description;
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Shows a tensor under another name. */
    public MappedTensors put(String name, TensorSource source, String sourceName) {
        return put(name, source, sourceName, source.shape(sourceName));
    }

    /**
     * Shows a tensor under another name and in another shape.
     *
     * @throws IllegalArgumentException when the shapes have different numbers of elements
     */
    public MappedTensors put(String name, TensorSource source, String sourceName, long[] shape) {
        if (source.size(sourceName) != product(shape)) {
            throw new IllegalArgumentException(
                    source.description()
                            + ": "
                            + sourceName
                            + " "
                            + Arrays.toString(source.shape(sourceName))
                            + " cannot be seen as "
                            + Arrays.toString(shape));
        }
        return add(
                name,
                new Origin(List.of(new Rows(source, sourceName, 0, -1)), shape.clone(), true));
    }

    /** Puts a tensor together of rows of others, one after the other. */
    MappedTensors put(String name, List<Rows> rows, long[] shape) {
        return add(name, new Origin(List.copyOf(rows), shape.clone(), false));
    }

    private MappedTensors add(String name, Origin origin) {
        if (origins.put(name, origin) != null) {
            throw new IllegalArgumentException(description + " has two tensors for " + name);
        }
        return this;
    }

    /** Adds all tensors of a source, their names behind a prefix. */
    public MappedTensors putAll(String prefix, TensorSource source) {
        source.names().forEach(name -> put(prefix + name, source, name));
        return this;
    }

    private static long product(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private Origin origin(String name) {
        Origin origin = origins.get(name);
        if (origin == null) {
            throw new IllegalArgumentException(description + " has no tensor named " + name);
        }
        return origin;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(origins.keySet());
    }

    @Override
    public long[] shape(String name) {
        return origin(name).shape().clone();
    }

    @Override
    public TensorType type(String name) {
        Rows first = origin(name).rows().get(0);
        return first.source().type(first.name());
    }

    @Override
    public ByteBuffer bytes(String name) {
        Origin origin = origin(name);
        Rows first = origin.rows().get(0);
        if (origin.whole()) {
            return first.source().bytes(first.name());
        }
        TensorType type = type(name);
        ByteBuffer joined =
                ByteBuffer.allocate(
                                Math.toIntExact(
                                        Math.multiplyExact(product(origin.shape()), type.bytes())))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (Rows rows : origin.rows()) {
            if (rows.source().type(rows.name()) != type) {
                throw new IllegalArgumentException(
                        description + ": the parts of " + name + " are of different types");
            }
            ByteBuffer all = rows.source().bytes(rows.name());
            int row = all.remaining() / Math.toIntExact(rows.source().shape(rows.name())[0]);
            int start = all.position() + Math.toIntExact(rows.first() * row);
            joined.put(all.slice(start, Math.toIntExact(rows.count() * row)));
        }
        return joined.flip();
    }

    @Override
    public float[] floats(String name) {
        Origin origin = origin(name);
        if (origin.whole()) {
            Rows only = origin.rows().get(0);
            return only.source().floats(only.name());
        }
        float[] values = new float[Math.toIntExact(product(origin.shape()))];
        type(name).toFloats(bytes(name), FloatBuffer.wrap(values));
        return values;
    }
}
