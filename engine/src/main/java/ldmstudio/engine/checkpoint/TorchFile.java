package ldmstudio.engine.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Tensors of a file that {@code torch.save} wrote ({@code .pth}, {@code .pt}, {@code .ckpt}), in
 * the zip format of today and in the one before torch 1.6. Only what is asked for is read.
 *
 * <p>Nothing of the file is run: its pickle may hold tensors, dictionaries, lists and plain values;
 * any other name is refused. A dictionary under {@code state_dict} is taken instead of the whole;
 * names of dictionaries inside dictionaries are joined by dots.
 */
public final class TorchFile implements WeightFile {
    /** Written by torch before 1.6 as the first of five pickles. */
    private static final BigInteger MAGIC = new BigInteger("119547037146038801333356");

    private static final int LEGACY_VERSION = 1001;

    /** Names and shapes of the largest models take some MiB; more is made to fill the memory. */
    private static final int LARGEST_PICKLE = 1 << 28;

    /** Where the numbers of a storage lie. */
    private record Place(long start, long bytes) {}

    private final Path path;
    private final @Nullable ZipFile zip;
    private final String prefix;
    private final FileChannel channel;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    private TorchFile(Path path, @Nullable ZipFile zip, String prefix, FileChannel channel) {
        this.path = path;
        this.zip = zip;
        this.prefix = prefix;
        this.channel = channel;
    }

    /**
     * Opens a file and reads what it says of its tensors.
     *
     * @throws CheckpointException when it is damaged, is something else, or holds more than data
     */
    public static TorchFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        ZipFile zip = null;
        try {
            ByteBuffer start = ByteBuffer.allocate(2);
            channel.read(start, 0);
            boolean zipped = start.get(0) == 'P' && start.get(1) == 'K';
            TorchFile file;
            if (zipped) {
                zip = new ZipFile(path.toFile());
                file = new TorchFile(path, zip, prefix(path, zip), channel);
                file.readZip(zip);
            } else {
                file = new TorchFile(path, null, "", channel);
                file.readLegacy();
            }
            return file;
        } catch (IOException | RuntimeException e) {
            if (zip != null) {
                zip.close();
            }
            channel.close();
            if (e instanceof ZipException) {
                throw new CheckpointException(
                        path + " is damaged: its zip archive cannot be read", e);
            }
            throw e;
        }
    }

    private static String prefix(Path path, ZipFile zip) throws CheckpointException {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
                .map(name -> name.substring(0, name.length() - "data.pkl".length()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CheckpointException(
                                        path + " is a zip archive, but not one of torch's"));
    }

    private void readZip(ZipFile archive) throws IOException {
        ZipEntry order = archive.getEntry(prefix + "byteorder");
        if (order != null) {
            try (InputStream in = archive.getInputStream(order)) {
                if (!new String(in.readNBytes(16), StandardCharsets.US_ASCII).equals("little")) {
                    throw new CheckpointException(path + " was written on a big-endian machine");
                }
            }
        }
        ZipEntry pickle = archive.getEntry(prefix + "data.pkl");
        // A zip's own word for the inflated size may be a lie.
        try (InputStream in =
                new BufferedInputStream(
                        new BoundedStream(archive.getInputStream(pickle), LARGEST_PICKLE))) {
            collect(read(in));
        }
        for (TorchTensor tensor : tensors.values()) {
            TorchTensor.Storage storage = tensor.storage();
            ZipEntry entry = archive.getEntry(prefix + "data/" + storage.key());
            long needed = needed(storage);
            if (entry == null || entry.getSize() < needed) {
                throw new CheckpointException(
                        path
                                + " is damaged: the numbers of storage "
                                + storage.key()
                                + " should take "
                                + needed
                                + " bytes");
            }
        }
    }

    private long needed(TorchTensor.Storage storage) throws CheckpointException {
        try {
            return Math.multiplyExact(
                    Math.addExact(storage.first(), storage.elements()),
                    (long) storage.type().bytes());
        } catch (ArithmeticException e) {
            throw new CheckpointException(
                    path + " is damaged: a storage is larger than any file", e);
        }
    }

    private void readLegacy() throws IOException {
        channel.position(0);
        BoundedStream in =
                new BoundedStream(
                        new BufferedInputStream(Channels.newInputStream(channel)), LARGEST_PICKLE);
        if (!(read(in) instanceof BigInteger magic)
                || !magic.equals(MAGIC)
                || !Long.valueOf(LEGACY_VERSION).equals(read(in))) {
            throw new CheckpointException(
                    path + " was not written by torch.save, or by a torch before 0.1.10");
        }
        if (!(read(in) instanceof Map<?, ?> system)
                || !Boolean.TRUE.equals(system.get("little_endian"))) {
            throw new CheckpointException(path + " was written on a big-endian machine");
        }
        collect(read(in));
        Map<String, TensorType> types = new HashMap<>();
        tensors.values().forEach(t -> types.put(t.storage().key(), t.storage().type()));
        if (!(read(in) instanceof List<?> keys)) {
            throw new CheckpointException(path + " is damaged: the list of storages is missing");
        }
        long position = in.count();
        for (Object key : keys) {
            TensorType type = key instanceof String name ? types.get(name) : null;
            if (type == null) {
                throw new CheckpointException(
                        path
                                + " holds a storage outside its state_dict, after which nothing can"
                                + " be found: save only the state_dict");
            }
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            if (channel.read(length, position) < 8) {
                throw cutOff();
            }
            long elements = length.getLong(0);
            if (elements < 0 || elements > (channel.size() - position - 8) / type.bytes()) {
                throw cutOff();
            }
            long bytes = elements * type.bytes();
            places.put((String) key, new Place(position + 8, bytes));
            position += 8 + bytes;
        }
        for (TorchTensor tensor : tensors.values()) {
            Place place = places.get(tensor.storage().key());
            if (place == null || place.bytes() < needed(tensor.storage())) {
                throw cutOff();
            }
        }
    }

    private CheckpointException cutOff() throws IOException {
        return new CheckpointException(
                path
                        + " is damaged or was cut off: its storages do not fit into its "
                        + channel.size()
                        + " bytes");
    }

    private @Nullable Object read(InputStream in) throws IOException {
        return PickleReader.read(in, path.toString(), new TorchTensor.Builder(path.toString()));
    }

    private void collect(@Nullable Object root) throws CheckpointException {
        TorchContents contents = TorchContents.of(path.toString(), root);
        tensors.putAll(contents.tensors());
        values.putAll(contents.values());
    }

    @Override
    public String description() {
        return path.toString();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** Whether it has the zip format of today. */
    boolean zipped() {
        return zip != null;
    }

    private TorchTensor tensor(String name) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(path + " has no tensor named " + name);
        }
        return tensor;
    }

    @Override
    public long[] shape(String name) {
        return tensor(name).shape().clone();
    }

    @Override
    public TensorType type(String name) {
        return tensor(name).storage().type();
    }

    /** Numbers and words that lie beside the tensors, such as {@code global_step}. */
    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(values);
    }

    @Override
    public ByteBuffer bytes(String name) {
        TorchTensor tensor = tensor(name);
        int size = Math.toIntExact(tensor.size());
        int span = Math.toIntExact(tensor.end() - tensor.offset());
        try {
            ByteBuffer spanned = bytes(tensor, span);
            return size == span && tensor.contiguous() ? spanned : gather(tensor, spanned, size);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": tensor " + name + " could not be read", e);
        }
    }

    @Override
    public float[] floats(String name) {
        float[] floats = new float[Math.toIntExact(tensor(name).size())];
        type(name).toFloats(bytes(name), FloatBuffer.wrap(floats));
        return floats;
    }

    /** Walks the strides in row-major order. */
    private static ByteBuffer gather(TorchTensor tensor, ByteBuffer spanned, int size) {
        int width = tensor.storage().type().bytes();
        ByteBuffer gathered =
                ByteBuffer.allocate(Math.multiplyExact(size, width)).order(ByteOrder.LITTLE_ENDIAN);
        long[] shape = tensor.shape();
        long[] index = new long[shape.length];
        long at = 0;
        for (int i = 0; i < size; i++) {
            gathered.put(i * width, spanned, (int) at * width, width);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += tensor.stride()[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= index[axis] * tensor.stride()[axis];
                index[axis] = 0;
            }
        }
        return gathered;
    }

    private ByteBuffer bytes(TorchTensor tensor, int elements) throws IOException {
        TorchTensor.Storage storage = tensor.storage();
        int width = storage.type().bytes();
        long skip = (storage.first() + tensor.offset()) * width;
        int count = Math.multiplyExact(elements, width);
        if (zip == null) {
            Place place = places.get(storage.key());
            if (place == null || count == 0) {
                return ByteBuffer.allocate(0);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, place.start() + skip, count)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        try (InputStream in = zip.getInputStream(zip.getEntry(prefix + "data/" + storage.key()))) {
            in.skipNBytes(skip);
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw cutOff();
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
        channel.close();
    }
}
