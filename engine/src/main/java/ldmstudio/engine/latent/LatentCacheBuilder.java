package ldmstudio.engine.latent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.checkpoint.TensorType;
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

    /** Turns pictures into moments {@code [n, 2C, h, w]}, or into latents {@code [n, C, h, w]}. */
    public interface Encoder {
        /** {@code [2C, h, w]} or {@code [C, h, w]} for the pictures of this source. */
        int[] shape();

        float[] encode(float[] pixels, Batch like);

        /** Whether they are moments. */
        default boolean variational() {
            return true;
        }

        /** How the numbers are kept. */
        default LatentType type() {
            return LatentType.FLOAT32;
        }

        /** Whether there are {@link #codes}. */
        default boolean coded() {
            return !variational();
        }

        /** The numbers of the codes nearest to latents, {@code [n, h, w]}; none for moments. */
        default int[] codes(float[] latents, int count) {
            return new int[0];
        }
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
        Path folder = root.resolve(encoder.type().folderName(key));
        Files.createDirectories(folder);
        int variants = key.mirrored() ? 2 : 1;
        int total = Math.multiplyExact(source.pictures(), variants);
        LatentStatistics statistics = new LatentStatistics();
        for (int first = 0; first < total; first += SHARD_SIZE) {
            int size = Math.min(SHARD_SIZE, total - first);
            Path file = folder.resolve(LatentCache.shardName(first / SHARD_SIZE));
            if (!isWhole(file, size, encoder)
                    && !writeShard(file, first, size, variants, total, source, encoder, progress)) {
                return false;
            }
            addTo(statistics, file, encoder);
        }
        LatentCache.Header header =
                new LatentCache.Header(
                        1,
                        key,
                        Arrays.stream(encoder.shape()).boxed().toList(),
                        encoder.type().word(),
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
        Shard shard =
                new Shard(
                        new float[Math.multiplyExact(size, elements)],
                        new int[encoder.coded() ? size * pixels(encoder) : 0],
                        new long[size]);
        int step = batchSize * variants;
        for (int at = 0; at < size; at += step) {
            int entries = Math.min(step, size - at);
            Batch batch = source.batch((first + at) / variants, entries / variants);
            encode(batch, batch.pixels(), 0, at, variants, encoder, shard);
            if (variants == 2) {
                encode(batch, mirror(batch), 1, at, variants, encoder, shard);
            }
            if (!progress.encoded(first + at + entries, total)) {
                return false;
            }
        }
        Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
        int[] shape = encoder.shape();
        long[] all = {size, shape[0], shape[1], shape[2]};
        SafetensorsWriter writer = new SafetensorsWriter();
        if (encoder.type() == LatentType.UINT8) {
            writer.addBytes(tensor(encoder), TensorType.U8, all, shard::quantized);
        } else {
            writer.add(tensor(encoder), all, shard::values);
        }
        writer.addLongs(LatentCache.LABELS, new long[] {size}, shard::labels);
        if (encoder.coded()) {
            writer.addBytes(
                    LatentCache.CODES,
                    TensorType.I32,
                    new long[] {size, shape[1], shape[2]},
                    shard::codeBytes);
        }
        writer.write(aside);
        Files.move(
                aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** What is written into one file. */
    private record Shard(float[] values, int[] codes, long[] labels) {
        ByteBuffer quantized() {
            byte[] bytes = new byte[values.length];
            Uint8Latents.quantize(values, bytes);
            return ByteBuffer.wrap(bytes);
        }

        ByteBuffer codeBytes() {
            ByteBuffer bytes =
                    ByteBuffer.allocate(codes.length * Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(codes);
            return bytes;
        }
    }

    private static String tensor(Encoder encoder) {
        return encoder.variational() ? LatentCache.MOMENTS : LatentCache.LATENTS;
    }

    private static int pixels(Encoder encoder) {
        return encoder.shape()[1] * encoder.shape()[2];
    }

    private static void encode(
            Batch batch,
            float[] pixels,
            int variant,
            int at,
            int variants,
            Encoder encoder,
            Shard shard) {
        float[] encoded = encoder.encode(pixels, batch);
        int[] codes = encoder.codes(encoded, batch.size());
        int elements = encoded.length / batch.size();
        int each = codes.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
            int entry = at + i * variants + variant;
            System.arraycopy(encoded, i * elements, shard.values(), entry * elements, elements);
            System.arraycopy(codes, i * each, shard.codes(), entry * each, each);
            shard.labels()[entry] = batch.classLabels()[i];
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
    private static boolean isWhole(Path file, int size, Encoder encoder) {
        int[] shape = encoder.shape();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (SafetensorsFile shard = SafetensorsFile.open(file)) {
            long[] expected = {size, shape[0], shape[1], shape[2]};
            return shard.names().contains(tensor(encoder))
                    && Arrays.equals(shard.shape(tensor(encoder)), expected)
                    && (!encoder.coded() || shard.names().contains(LatentCache.CODES))
                    && shard.names().contains(LatentCache.LABELS);
        } catch (IOException damaged) {
            return false;
        }
    }

    private static void addTo(LatentStatistics statistics, Path file, Encoder encoder)
            throws IOException {
        int[] shape = encoder.shape();
        try (SafetensorsFile shard = SafetensorsFile.open(file)) {
            float[] moments = shard.floats(tensor(encoder));
            if (encoder.type() == LatentType.UINT8) {
                for (int i = 0; i < moments.length; i++) {
                    moments[i] = Uint8Latents.dequantize((byte) (int) moments[i]);
                }
            }
            if (!encoder.variational()) {
                statistics.add(moments);
                return;
            }
            int half = shape[0] / 2 * shape[1] * shape[2];
            for (int entry = 0; entry < moments.length; entry += 2 * half) {
                for (int i = 0; i < half; i++) {
                    statistics.add(moments[entry + i], moments[entry + half + i]);
                }
            }
        }
    }
}
