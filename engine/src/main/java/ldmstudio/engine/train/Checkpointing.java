package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.perceptual.Discriminator;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** The network folders of a checkpoint, as diffusers lays them. */
final class Checkpointing {
    static final String VAE = "vae";
    static final String UNET = "unet";
    static final String TRANSFORMER = "transformer";
    static final String SCHEDULER = "scheduler";
    static final String DISCRIMINATOR = "discriminator";

    private Checkpointing() {}

    /** The autoencoder as it is to be used: averaged weights where there are such. */
    static void saveAutoencoder(
            Path folder, Ops ops, Trained trained, Autoencoder autoencoder, double scalingFactor)
            throws IOException {
        trained.whileAveraged(
                () ->
                        ModelFolder.write(
                                folder.resolve(VAE),
                                ops,
                                autoencoder.configMap(scalingFactor),
                                autoencoder));
    }

    static void saveDiscriminator(Path folder, Ops ops, Discriminator discriminator)
            throws IOException {
        ModelFolder.write(
                folder.resolve(DISCRIMINATOR), ops, discriminator.configMap(), discriminator);
    }

    /** Library and class of an autoencoder, as {@code model_index.json} names them. */
    static List<String> component(Autoencoder autoencoder) {
        String name = String.valueOf(autoencoder.configMap().get("_class_name"));
        return List.of(name.startsWith("Eai") ? "ldmstudio" : "diffusers", name);
    }

    /**
     * The denoiser as it is to be used, its schedule, and the run's autoencoder, so that the folder
     * is complete.
     *
     * @param scheduler what {@code scheduler_config.json} says
     */
    static void saveDenoiser(
            Path folder,
            Ops ops,
            Trained trained,
            DenoiserNetwork denoiser,
            @Nullable RunText text,
            Map<String, Object> scheduler,
            Path runFolder)
            throws IOException {
        trained.whileAveraged(
                () -> {
                    Path own = folder.resolve(denoiserFolder(denoiser));
                    ModelFolder.write(own, ops, denoiser.configMap(), denoiser);
                    if (text != null && text.trained()) {
                        text.encoder().save(folder);
                    }
                });
        Files.createDirectories(folder.resolve(SCHEDULER));
        ModelFolder.writeJson(
                folder.resolve(SCHEDULER).resolve("scheduler_config.json"), scheduler);
        shareAll(Trainings.keptAutoencoder(runFolder), folder.resolve(VAE));
        if (text != null && !text.trained()) {
            Path kept = RunText.kept(runFolder);
            for (String part :
                    List.of(TextEncoders.ENCODER_FOLDER, TextEncoders.TOKENIZER_FOLDER)) {
                shareAll(kept.resolve(part), folder.resolve(part));
            }
        }
    }

    /** {@code unet} or {@code transformer}, as diffusers names the folder of such a network. */
    static String denoiserFolder(DenoiserNetwork denoiser) {
        String name = String.valueOf(denoiser.configMap().get("_class_name"));
        return name.contains("UNet") ? UNET : TRANSFORMER;
    }

    private static void shareAll(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                share(file, to.resolve(file.getFileName()));
            }
        }
    }

    /**
     * The file never changes, so one copy on disk serves all checkpoints where the file system
     * allows it.
     */
    private static void share(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException noHardLinks) {
            Files.copy(from, to);
        }
    }
}
