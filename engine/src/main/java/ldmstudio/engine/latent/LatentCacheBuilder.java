package ldmstudio.engine.latent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.run.DurableFiles;

/**
 * Encodes a data set shard by shard. Shards that an interrupted build has finished are kept, so it
 * goes on where it was.
 */
public final class LatentCacheBuilder {
    /** Entries in a shard: some MiB, so that an interruption costs little. */
    private static final int SHARD_SIZE = 2048;

    /** The pictures in order, batch after batch. */
    public interface Source {
        int pictures();

        List<String> classes();

        /** Pictures {@code [first, first + count)}. */
        Batch batch(int first, int count);
    }

    /** Turns pictures into moments {@code [n, 2C, h, w]}. */
    public interface Encoder {
        /** {@code [2C, h, w]} for the pictures of this source. */
        int[] shape();

        float[] encode(float[] pixels, Batch like);
    }

    /** Hears how far it is, and may end it. */
    public interface Progress {
        /**
         * @return false to stop after this batch
         */
        boolean encoded(int done, int total);
    }

    private final Path root;
    private final LatentKey key;
    private final int batchSize;

    /**
     * @param root folder of all caches
     * @param batchSize pictures encoded at once
     */
    public LatentCacheBuilder(Path root, LatentKey key, int batchSize) {
        this.root = root;
        this.key = key;
        this.batchSize = batchSize;
    }

    /**
     * Makes what is missing.
     *
     * @return false when it was stopped before the end
     */
    public boolean build(Source source, Encoder encoder, Progress progress) throws IOException {
        Path folder = root.resolve(key.folderName());
        Files.createDirectories(folder);
        int variants = key.mirrored() ? 2 : 1;
        int total = Math.multiplyExact(source.pictures(), variants);
        LatentStatistics statistics = new LatentStatistics();
        for (int first = 0; first < total; first += SHARD_SIZE) {
            int size = Math.min(SHARD_SIZE, total - first);
            Path file = folder.resolve(LatentCache.shardName(first / SHARD_SIZE));
            if (!isWhole(file, size, encoder.shape())
                    && !writeShard(file, first, size, variants, total, source, encoder, progress)) {
                return false;
            }
            addTo(statistics, file, encoder.shape());
        }
        LatentCache.Header header =
                new LatentCache.Header(
                        1,
                        key,
                        Arrays.stream(encoder.shape()).boxed().toList(),
                        "float32",
                        total,
                        SHARD_SIZE,
                        statistics.mean(),
                        statistics.std(),
                        statistics.scalingFactor(),
                        source.classes());
        DurableFiles.write(
                folder.resolve(LatentCache.HEADER), LatentCache.JSON.writeValueAsBytes(header));
        return true;
    }

    private boolean writeShard(
            Path file,
            int first,
            int size,
            int variants,
            int total,
            Source source,
            Encoder encoder,
            Progress progress)
            throws IOException {
        int elements = Arrays.stream(encoder.shape()).reduce(1, (a, b) -> a * b);
        float[] moments = new float[Math.multiplyExact(size, elements)];
        long[] labels = new long[size];
        int step = batchSize * variants;
        for (int at = 0; at < size; at += step) {
            int entries = Math.min(step, size - at);
            Batch batch = source.batch((first + at) / variants, entries / variants);
            encode(batch, batch.pixels(), 0, at, variants, encoder, moments, labels, elements);
            if (variants == 2) {
                encode(batch, mirror(batch), 1, at, variants, encoder, moments, labels, elements);
            }
            if (!progress.encoded(first + at + entries, total)) {
                return false;
            }
        }
        Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
        int[] shape = encoder.shape();
        new SafetensorsWriter()
                .add("moments", new long[] {size, shape[0], shape[1], shape[2]}, () -> moments)
                .addLongs("labels", new long[] {size}, () -> labels)
                .write(aside);
        Files.move(
                aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static void encode(
            Batch batch,
            float[] pixels,
            int variant,
            int at,
            int variants,
            Encoder encoder,
            float[] moments,
            long[] labels,
            int elements) {
        float[] encoded = encoder.encode(pixels, batch);
        for (int i = 0; i < batch.size(); i++) {
            int entry = at + i * variants + variant;
            System.arraycopy(encoded, i * elements, moments, entry * elements, elements);
            labels[entry] = batch.classLabels()[i];
        }
    }

    private static float[] mirror(Batch batch) {
        float[] out = new float[batch.pixels().length];
        int width = batch.width();
        for (int row = 0; row < out.length; row += width) {
            for (int x = 0; x < width; x++) {
                out[row + x] = batch.pixels()[row + width - 1 - x];
            }
        }
        return out;
    }

    /**
     * A shard of an earlier build counts only when every byte of it is there and it has the wanted
     * shape.
     */
    private static boolean isWhole(Path file, int size, int[] shape) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (SafetensorsFile shard = SafetensorsFile.open(file)) {
            long[] expected = {size, shape[0], shape[1], shape[2]};
            return shard.names().contains("moments")
                    && Arrays.equals(shard.shape("moments"), expected)
                    && shard.names().contains("labels");
        } catch (IOException damaged) {
            return false;
        }
    }

    private static void addTo(LatentStatistics statistics, Path file, int[] shape)
            throws IOException {
        try (SafetensorsFile shard = SafetensorsFile.open(file)) {
            float[] moments = shard.floats("moments");
            int half = shape[0] / 2 * shape[1] * shape[2];
            for (int entry = 0; entry < moments.length; entry += 2 * half) {
                for (int i = 0; i < half; i++) {
                    statistics.add(moments[entry + i], moments[entry + half + i]);
                }
            }
        }
    }
}
