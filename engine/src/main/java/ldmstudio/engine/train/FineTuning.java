package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import ldmstudio.engine.checkpoint.ModelPart;
import ldmstudio.engine.checkpoint.PipelineSource;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.TransformerDenoiser;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.tensor.GridOps;

/**
 * Training that goes on from another model's weights: its denoiser is loaded into the new one,
 * which may take further input channels (begun with zeros) and, where it is a transformer, have
 * another picture size (positions are resized).
 */
final class FineTuning {
    private FineTuning() {}

    /**
     * Loads the weights.
     *
     * @param from a run, checkpoint, diffusers folder or file
     * @throws ldmstudio.engine.nn.StateMismatchException listing what does not fit
     */
    static void begin(DenoiserNetwork network, Path from) throws IOException {
        try (PipelineSource source = PipelineSource.open(from)) {
            ModelPart part = source.denoiser();
            if (network instanceof TransformerDenoiser transformer) {
                transformer.loadAdapted(part.weights(), GridOps.Interpolation.BICUBIC);
                return;
            }
            long channels = network.sampleChannels() + network.needs().imageChannels();
            network.load(new WidenedInput(part.weights(), channels));
        }
    }

    /** The checkpoint folder behind a run, or the path itself. */
    static Path place(Path path) throws IOException {
        return java.nio.file.Files.isDirectory(path) ? ModelPlace.checkpoint(path) : path;
    }
}
