package ldmstudio.engine.latent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.checkpoint.SafetensorsFile;

/**
 * What an autoencoder made of every picture of a data set, on disk, in shards that are mapped, not
 * loaded: moments of a variational one; of a quantizing one latents before they are quantized, and
 * the numbers of their codes.
 *
 * <pre>
 * latents/KEY/
 *   latents.json                   shape, scaling factor, fingerprints; written last, so its presence means complete
 *   shard-00000.safetensors        moments [n, 2C, h, w] fp32 unscaled, labels [n] int64, or
 *                                  latents [n, C, h, w] fp32 unscaled, codes [n, h, w] int32, labels [n] int64
 * latents/KEY-uint8/
 *   shard-00000.safetensors        latents [n, C, h, w] uint8, see {@link Uint8Latents}, labels [n] int64
 * </pre>
 */
public final class LatentCache implements AutoCloseable {
    static final String HEADER = "latents.json";
    static final String MOMENTS = "moments";
    static final String LATENTS = "latents";
    static final String CODES = "codes";
    static final String LABELS = "labels";
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    /**
     * What the latents are.
     *
     * @param shape {@code [2C, h, w]} of moments, {@code [C, h, w]} of latents
     * @param count entries; with mirrored pictures, entry {@code 2i} is picture i and {@code 2i +
     *     1} its mirror image
     */
    public record Header(
            int format,
            LatentKey key,
            List<Integer> shape,
            String dtype,
            int count,
            int shardSize,
            double mean,
            double std,
            double scalingFactor,
            List<String> classes) {}

    private final Path folder;
    private final Header header;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final List<ByteBuffer> entries = new ArrayList<>();
    private final boolean quantized;
    private final boolean variational;
    private final int[] labels;

    private LatentCache(Path folder, Header header) throws IOException {
        this.folder = folder;
        this.header = header;
        this.labels = new int[header.count()];
        this.quantized = LatentType.of(header.dtype()) == LatentType.UINT8;
        int at = 0;
        for (int shard = 0; at < header.count(); shard++) {
            SafetensorsFile file = SafetensorsFile.open(folder.resolve(shardName(shard)));
            files.add(file);
            entries.add(file.bytes(tensor(file)));
            for (long label : file.longs(LABELS)) {
                labels[at++] = (int) label;
            }
        }
        variational = files.isEmpty() || tensor(files.get(0)).equals(MOMENTS);
    }

    /** Which of the two kinds a shard holds. */
    private static String tensor(SafetensorsFile file) {
        return file.names().contains(LATENTS) ? LATENTS : MOMENTS;
    }

    static String shardName(int shard) {
        return String.format("shard-%05d.safetensors", shard);
    }

    /** Whether a whole cache for this key lies under a root folder, as floats. */
    public static boolean exists(Path root, LatentKey key) {
        return exists(root, key, LatentType.FLOAT32);
    }

    /** Whether a whole cache for this key lies under a root folder. */
    public static boolean exists(Path root, LatentKey key, LatentType type) {
        return Files.isRegularFile(root.resolve(type.folderName(key)).resolve(HEADER));
    }

    /** Opens the cache of a key that is kept as floats. */
    public static LatentCache open(Path root, LatentKey key) throws IOException {
        return open(root, key, LatentType.FLOAT32);
    }

    /**
     * Opens the cache of a key.
     *
     * @throws LatentException when it is missing, incomplete or stale
     */
    public static LatentCache open(Path root, LatentKey key, LatentType type) throws IOException {
        Path folder = root.resolve(type.folderName(key));
        Path file = folder.resolve(HEADER);
        String again = "Run 'ldm encode', or let the training encode by itself.";
        if (!Files.isRegularFile(file)) {
            throw new LatentException("There are no complete latents in " + folder, again);
        }
        Header header;
        try {
            header = JSON.readValue(Files.readAllBytes(file), Header.class);
        } catch (IOException e) {
            throw new LatentException(
                    file + " cannot be read: " + e.getMessage(), "Delete " + folder + ". " + again);
        }
        if (!header.key().equals(key)) {
            throw new LatentException(
                    folder + " is stale: it was made from " + header.key() + ", wanted is " + key,
                    "Delete " + folder + ". " + again);
        }
        if (!(header.scalingFactor() > 0) || Double.isInfinite(header.scalingFactor())) {
            throw new LatentException(
                    file + " has no scaling factor (it says " + header.scalingFactor() + ")",
                    "Delete " + folder + ". " + again);
        }
        try {
            return new LatentCache(folder, header);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new LatentException(
                    folder + " is damaged: " + e.getMessage(), "Delete " + folder + ". " + again);
        }
    }

    public Header header() {
        return header;
    }

    public Path folder() {
        return folder;
    }

    /** Entries. */
    public int size() {
        return header.count();
    }

    /** Class of an entry, -1 for none. */
    public int label(int index) {
        return labels[index];
    }

    /** Whether the entries are moments; else they are latents with their codes. */
    public boolean variational() {
        return variational;
    }

    /** {@code [C, h, w]} of what diffusion works on. */
    public int[] latentShape() {
        int[] shape = header.shape().stream().mapToInt(Integer::intValue).toArray();
        shape[0] = variational ? shape[0] / 2 : shape[0];
        return shape;
    }

    /** The numbers of an entry's codes, {@code h·w} of them, row by row; none where variational. */
    public int[] codes(int index) {
        if (variational) {
            return new int[0];
        }
        int each = header.shape().get(1) * header.shape().get(2);
        int[] codes = new int[each];
        files.get(index / header.shardSize())
                .bytes(CODES)
                .asIntBuffer()
                .get((index % header.shardSize()) * each, codes);
        return codes;
    }

    /** Elements of one entry: 2C·h·w of moments, C·h·w of latents. */
    public int elements() {
        return header.shape().stream().reduce(1, (a, b) -> a * b);
    }

    /** Copies an entry into a target: its moments, or its latents where there are such. */
    public void moments(int index, float[] target, int offset) {
        int elements = elements();
        ByteBuffer shard = entries.get(index / header.shardSize());
        int first = (index % header.shardSize()) * elements;
        if (!quantized) {
            shard.asFloatBuffer().get(first, target, offset, elements);
            return;
        }
        for (int i = 0; i < elements; i++) {
            target[offset + i] = Uint8Latents.dequantize(shard.get(first + i));
        }
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
