package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole pipeline, wherever its parts lie: a folder as diffusers writes it, or one file with
 * everything in it. Names, sizes and configurations are checked before anything is believed;
 * weights are read when a network asks for them.
 */
public interface PipelineSource extends AutoCloseable {
    String UNET = "unet";
    String TRANSFORMER = "transformer";
    String VAE = "vae";
    String TEXT_ENCODER = "text_encoder";
    String TOKENIZER = "tokenizer";
    String SCHEDULER = "scheduler";

    /**
     * Opens a folder or a file.
     *
     * @throws CheckpointException when it is no pipeline, saying what it seems to be
     */
    static PipelineSource open(Path path) throws IOException {
        return Files.isDirectory(path) ? PipelineFolder.open(path) : PipelineFile.open(path);
    }

    /** Where it was read from. */
    Path path();

    /** The class of diffusers' pipeline, such as StableDiffusionPipeline; empty: not said. */
    String className();

    /** The networks: {@link #UNET} or {@link #TRANSFORMER}, {@link #VAE}, {@link #TEXT_ENCODER}. */
    Set<String> networks();

    /**
     * One of the {@link #networks}.
     *
     * @throws CheckpointException when it is not there or damaged
     */
    ModelPart network(String name) throws IOException;

    /** What diffusers has in {@code scheduler_config.json}. */
    Map<String, Object> scheduler() throws IOException;

    /** The folder of the tokenizer's files; empty: none. */
    Optional<Path> tokenizer() throws IOException;

    /** What a checkpoint of LDM Studio says beside its networks; empty: another's. */
    Optional<StudioModel> studio() throws IOException;

    /** What there is that says how noise is removed: the UNet or the transformer. */
    default ModelPart denoiser() throws IOException {
        return network(networks().contains(TRANSFORMER) ? TRANSFORMER : UNET);
    }

    @Override
    void close() throws IOException;
}
