package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.autoencoder.VectorQuantizer;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.latent.LatentCache;
import ldmstudio.engine.latent.LatentCacheBuilder;
import ldmstudio.engine.latent.LatentKey;
import ldmstudio.engine.latent.LatentType;
import ldmstudio.engine.latent.SampledLatents;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.Manifest;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/** A trained autoencoder at work for stage 2: it fills latent caches and decodes samples. */
public final class Autoencoding implements AutoCloseable {
    private static final int BATCH = 32;

    private final Ops ops;
    private final Path folder;
    private final Autoencoder autoencoder;
    private final String fingerprint;

    private Autoencoding(Ops ops, Path folder, Autoencoder autoencoder, String fingerprint) {
        this.ops = ops;
        this.folder = folder;
        this.autoencoder = autoencoder;
        this.fingerprint = fingerprint;
    }

    /** Loads {@code config.json} and the weights of a folder. */
    public static Autoencoding load(Ops ops, Path folder) throws IOException {
        Autoencoder autoencoder = Autoencoders.fromConfig(ops, ModelFolder.config(folder));
        ModelFolder.load(folder, autoencoder);
        return new Autoencoding(
                ops, folder, autoencoder, Manifest.sha256(folder.resolve(ModelFolder.WEIGHTS)));
    }

    public Autoencoder network() {
        return autoencoder;
    }

    /** Side of the pictures that it was trained on. */
    public int imgSize() {
        return autoencoder.sampleSize();
    }

    /**
     * Opens the latents of one part of a data set, making what is missing.
     *
     * @param root folder of all caches
     * @throws CancellationException when the control asked to stop meanwhile
     */
    LatentCache latents(
            Path root,
            TrainingData data,
            Dataset part,
            boolean mirrored,
            LatentType type,
            TrainingObserver observer,
            TrainingControl control)
            throws IOException {
        LatentKey key =
                new LatentKey(
                        fingerprint,
                        part.fingerprint(),
                        data.imgSize(),
                        data.config().resize(),
                        mirrored);
        if (!LatentCache.exists(root, key, type)) {
            try (BatchLoader batches = data.inOrder(part, BATCH)) {
                boolean whole =
                        new LatentCacheBuilder(root, key, BATCH)
                                .build(
                                        new Pictures(part, batches),
                                        encoder(data.imgSize(), type),
                                        (done, total) -> {
                                            observer.preparing(
                                                    "encoding picture " + done + " of " + total,
                                                    (double) done / total);
                                            return !control.stopRequested();
                                        });
                if (!whole) {
                    throw new CancellationException(
                            "stopped while encoding; what is encoded is kept");
                }
            }
        }
        return LatentCache.open(root, key, type);
    }

    private LatentCacheBuilder.Encoder encoder(int imgSize, LatentType type) {
        Encoder encoder = new Encoder(imgSize);
        return type == LatentType.UINT8 ? new SampledLatents(encoder) : encoder;
    }

    /**
     * Copies the weights into another folder with the factor that was measured, so that a run holds
     * all it needs.
     */
    void copyTo(Path target, double scalingFactor) throws IOException {
        Path aside = target.resolveSibling("." + target.getFileName() + ".tmp");
        DurableFiles.deleteTree(aside);
        Files.createDirectories(aside);
        Files.copy(folder.resolve(ModelFolder.WEIGHTS), aside.resolve(ModelFolder.WEIGHTS));
        ModelFolder.writeJson(
                aside.resolve(ModelFolder.CONFIG), autoencoder.configMap(scalingFactor));
        DurableFiles.publish(aside, target);
    }

    /** The pictures of a part as the cache's builder asks for them. */
    private record Pictures(Dataset part, BatchLoader batches)
            implements LatentCacheBuilder.Source {
        @Override
        public int pictures() {
            return part.size();
        }

        @Override
        public List<String> classes() {
            return part.classes();
        }

        @Override
        public Batch batch(int first, int count) {
            // The builder asks for whole batches in order; a shard is a multiple of the batch size.
            return batches.batch(first / BATCH);
        }
    }

    private final class Encoder implements LatentCacheBuilder.Encoder {
        private final int imgSize;

        Encoder(int imgSize) {
            this.imgSize = imgSize;
        }

        @Override
        public int[] shape() {
            int side = imgSize / autoencoder.factor();
            return new int[] {autoencoder.encodedChannels(), side, side};
        }

        @Override
        public float[] encode(float[] pixels, Batch like) {
            try (Scope scope = Scope.open()) {
                NDArray x =
                        ops.array(
                                pixels, like.size(), like.channels(), like.height(), like.width());
                return ops.floats(autoencoder.encode(x));
            }
        }

        @Override
        public boolean variational() {
            return autoencoder.variational();
        }

        @Override
        public int[] codes(float[] latents, int count) {
            VectorQuantizer quantizer = autoencoder.quantizer();
            if (quantizer == null) {
                return new int[0];
            }
            int[] each = shape();
            try (Scope scope = Scope.open()) {
                NDArray z = ops.array(latents, count, each[0], each[1], each[2]);
                return Arrays.stream(quantizer.indices(z).toLongArray())
                        .mapToInt(Math::toIntExact)
                        .toArray();
            }
        }
    }

    @Override
    public void close() {
        autoencoder.close();
    }
}
