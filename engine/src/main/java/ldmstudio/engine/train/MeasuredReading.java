package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.latent.LatentCache;
import ldmstudio.engine.latent.LatentCacheBuilder;
import ldmstudio.engine.latent.LatentKey;
import ldmstudio.engine.tensor.Noise;

/** What a training reads, without the training, for measuring. */
public final class MeasuredReading implements AutoCloseable {
    private static final LatentKey KEY = new LatentKey("bench", "bench", 256, "crop", false);
    private static final int[] SHAPE = {8, 32, 32};

    private final TrainingData data;
    private final LatentBatches latents;

    /** Opens latents that {@link #writeLatents} has written. */
    public MeasuredReading(Path folder) throws IOException {
        data =
                new TrainingData(
                        DrawnData.Shapes.defaults(), new MachineConfig("auto", "auto", 0), 64, 3);
        latents =
                new ReadAhead(
                        new CachedLatents(
                                LatentCache.open(folder, KEY),
                                LatentCache.open(folder, KEY),
                                data,
                                Stage2Config.defaults()));
    }

    /** The bytes of one entry on the disk. */
    public static long entryBytes() {
        return 4L * SHAPE[0] * SHAPE[1] * SHAPE[2];
    }

    /** Reads the samples of a training step. */
    public int read(long step) {
        return latents.training(step).size();
    }

    /** Fills a cache with random moments of pictures of 256 px. */
    public static void writeLatents(Path folder, int count) throws IOException {
        Noise noise = new Noise(0, "latents");
        int each = SHAPE[0] * SHAPE[1] * SHAPE[2];
        new LatentCacheBuilder(folder, KEY, 64)
                .build(new Nothing(count), new Invented(noise, each), (done, total) -> true);
    }

    /** Pictures that nobody looks at. */
    private record Nothing(int pictures) implements LatentCacheBuilder.Source {
        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public Batch batch(int first, int count) {
            int[] indices = new int[count];
            for (int i = 0; i < count; i++) {
                indices[i] = first + i;
            }
            return new Batch(
                    new float[count],
                    count,
                    1,
                    1,
                    1,
                    new int[count],
                    java.util.Collections.nCopies(count, ""),
                    indices);
        }
    }

    private record Invented(Noise noise, int each) implements LatentCacheBuilder.Encoder {
        @Override
        public int[] shape() {
            return SHAPE.clone();
        }

        @Override
        public float[] encode(float[] pixels, Batch like) {
            return noise.normal(like.indices()[0], 0, like.size() * each);
        }
    }

    @Override
    public void close() {
        latents.close();
        data.close();
    }
}
