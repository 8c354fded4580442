package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.latent.LatentException;

/** Where a stage-2 run's latents lie, and the autoencoder that they were made by. */
final class RunLatents {
    private RunLatents() {}

    /** {@code latents/} beside {@code runs/}, shared by all runs of a workspace. */
    static Path root(Path runFolder) {
        Path runs = runFolder.toAbsolutePath().normalize().getParent();
        if (runs == null) {
            return runFolder.resolve("latents");
        }
        return runs.getFileName() != null && runs.getFileName().toString().equals("runs")
                ? runs.resolveSibling("latents")
                : runs.resolve("latents");
    }

    /**
     * A resumed run must find the autoencoder that it began with; another factor would be another
     * latent space.
     */
    static void keepAutoencoder(Autoencoding encoder, Path runFolder, double scalingFactor)
            throws IOException {
        Path kept = Trainings.keptAutoencoder(runFolder);
        if (!Files.isDirectory(kept)) {
            encoder.copyTo(kept, scalingFactor);
            return;
        }
        Object factor = ModelFolder.config(kept).get("scaling_factor");
        if (!(factor instanceof Number number)
                || Math.abs(number.doubleValue() / scalingFactor - 1) > 1e-9) {
            throw new LatentException(
                    "The scaling factor of this run is "
                            + factor
                            + ", its latents now say "
                            + scalingFactor
                            + ": the pictures have changed since the run began",
                    "Put the pictures back, or start a new run.");
        }
    }
}
