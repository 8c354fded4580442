package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.latent.LatentCache;
import ldmstudio.engine.latent.LatentType;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;

/** Fills the latent caches of a stage-2 configuration ahead of its training. */
public final class Encoding {
    private Encoding() {}

    /** What was made or found: where it lies and what it is. */
    public record Result(Path folder, LatentCache.Header header) {}

    /**
     * Encodes the training and the held-out pictures; finished shards are kept, so it may be
     * interrupted.
     *
     * @param workspace the folder that holds {@code latents/}
     * @throws java.util.concurrent.CancellationException when the control asked to stop
     */
    public static Result encode(
            Stage2Config config, Path workspace, TrainingObserver observer, TrainingControl control)
            throws IOException {
        if (config.autoencoder().equals("none")) {
            throw new IllegalArgumentException(
                    "autoencoder is none: this run trains on pixels and needs no latents. Set autoencoder=runs/NAME.");
        }
        Path folder = ModelPlace.autoencoder(config.autoencoder(), List.of(Path.of(""), workspace));
        try (Ops ops = Devices.open(config.machine());
                Autoencoding autoencoding = Autoencoding.load(ops, folder);
                TrainingData data =
                        new TrainingData(
                                config.data(),
                                config.machine(),
                                autoencoding.imgSize(),
                                autoencoding.network().inChannels())) {
            Path root = workspace.resolve("latents");
            boolean mirrored = config.data().horizontalFlip();
            LatentType type = LatentType.of(config.latents().latentDtype());
            autoencoding
                    .latents(root, data, data.validation(), false, type, observer, control)
                    .close();
            try (LatentCache cache =
                    autoencoding.latents(
                            root, data, data.train(), mirrored, type, observer, control)) {
                return new Result(cache.folder(), cache.header());
            }
        }
    }
}
