package ldmstudio.engine.latent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.checkpoint.SafetensorsFile;

/**
 * The moments of every picture of a data set on disk, in shards that are mapped, not loaded.
 *
 * <pre>
 * latents/KEY/
 *   latents.json                   shape, scaling factor, fingerprints; written last, so its presence means complete
 *   shard-00000.safetensors        moments [n, 2C, h, w] fp32 unscaled, labels [n] int64
 * </pre>
 */
public final class LatentCache implements AutoCloseable {
    static final String HEADER = "latents.json";
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    /**
     * What the latents are.
     *
     * @param shape {@code [2C, h, w]}
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
    private final List<FloatBuffer> moments = new ArrayList<>();
    private final int[] labels;

    private LatentCache(Path folder, Header header) throws IOException {
        this.folder = folder;
        this.header = header;
        this.labels = new int[header.count()];
        int at = 0;
        for (int shard = 0; at < header.count(); shard++) {
            SafetensorsFile file = SafetensorsFile.open(folder.resolve(shardName(shard)));
            files.add(file);
            moments.add(file.bytes("moments").asFloatBuffer());
            for (long label : file.longs("labels")) {
                labels[at++] = (int) label;
            }
        }
    }

    static String shardName(int shard) {
        return String.format("shard-%05d.safetensors", shard);
    }

    /** Whether a whole cache for this key lies under a root folder. */
    public static boolean exists(Path root, LatentKey key) {
        return Files.isRegularFile(root.resolve(key.folderName()).resolve(HEADER));
    }

    /**
     * Opens the cache of a key.
     *
     * @throws LatentException when it is missing, incomplete or stale
     */
    public static LatentCache open(Path root, LatentKey key) throws IOException {
        Path folder = root.resolve(key.folderName());
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

    /** Elements of one entry's moments, 2C·h·w. */
    public int elements() {
        return header.shape().stream().reduce(1, (a, b) -> a * b);
    }

    /** Copies the moments of an entry into a target. */
    public void moments(int index, float[] target, int offset) {
        int elements = elements();
        moments.get(index / header.shardSize())
                .get((index % header.shardSize()) * elements, target, offset, elements);
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
