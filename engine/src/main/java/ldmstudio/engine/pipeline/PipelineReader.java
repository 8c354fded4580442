package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelPart;
import ldmstudio.engine.checkpoint.PipelineSource;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Builds the networks of a pipeline and reads their weights, whoever wrote it. What a checkpoint of
 * another program does not say of itself (the size of its pictures, how it draws) is taken from its
 * configurations.
 */
final class PipelineReader {
    /** A pipeline with what is to be said of it. */
    record Read(StudioModel model, DiffusionPipeline pipeline) {}

    private final Ops ops;
    private final PipelineSource source;

    private PipelineReader(Ops ops, PipelineSource source) {
        this.ops = ops;
        this.source = source;
    }

    /**
     * Reads all parts.
     *
     * @throws CheckpointException when a part is missing, damaged or not supported
     */
    static Read read(Ops ops, PipelineSource source) throws IOException {
        try {
            return new PipelineReader(ops, source).read();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(source.path() + ": " + e.getMessage(), e);
        }
    }

    private Read read() throws IOException {
        Map<String, Object> scheduler = source.scheduler();
        DiffusionConfig diffusion = SchedulerFile.read(scheduler);
        DenoiserNetwork denoiser;
        int sampleSize;
        try (ModelPart part = source.denoiser()) {
            denoiser = Denoisers.fromConfig(ops, part.config());
            denoiser.load(part.weights());
            sampleSize = sampleSize(part.config());
        }
        Autoencoder autoencoder = autoencoder();
        TextEncoder text = textEncoder(denoiser);
        Optional<StudioModel> own = source.studio();
        StudioModel model =
                own.isPresent()
                        ? own.get()
                        : foreign(denoiser, autoencoder, text, sampleSize, scheduler);
        int side = autoencoder == null ? model.imgSize() : model.imgSize() / autoencoder.factor();
        return new Read(
                model,
                new DiffusionPipeline(
                        new DiffusionModel(
                                ops,
                                denoiser,
                                autoencoder,
                                text,
                                autoencoder == null ? 1 : autoencoder.scalingFactor(),
                                Process.of(diffusion),
                                PredictionType.of(diffusion.predictionType()),
                                denoiser.sampleChannels(),
                                side,
                                side,
                                model.classConditional() ? model.classes().size() : 0,
                                SchedulerFile.habit(scheduler))));
    }

    private @Nullable Autoencoder autoencoder() throws IOException {
        if (!source.networks().contains(PipelineSource.VAE)) {
            return null;
        }
        try (ModelPart part = source.network(PipelineSource.VAE)) {
            Autoencoder autoencoder = Autoencoders.fromConfig(ops, part.config());
            autoencoder.load(part.weights());
            return autoencoder;
        }
    }

    private @Nullable TextEncoder textEncoder(DenoiserNetwork denoiser) throws IOException {
        boolean listens = denoiser.needs().contextWidth() > 0 || denoiser.needs().pooledWidth() > 0;
        if (!source.networks().contains(PipelineSource.TEXT_ENCODER)) {
            if (listens && source.studio().isEmpty()) {
                throw new CheckpointException(
                        source.path()
                                + " listens to a text, but has no text encoder that is known here");
            }
            return null;
        }
        Path tokenizer =
                source.tokenizer()
                        .orElseThrow(
                                () ->
                                        new CheckpointException(
                                                source.path()
                                                        + " has a text encoder but no tokenizer. Put the"
                                                        + " folder tokenizer (vocab.json and merges.txt)"
                                                        + " of its model beside it."));
        try (ModelPart part = source.network(PipelineSource.TEXT_ENCODER)) {
            TextEncoder encoder = TextEncoders.of(ops, part.config(), part.weights(), tokenizer);
            int width = denoiser.needs().contextWidth();
            if (width > 0 && encoder.contextWidth() != width) {
                throw new CheckpointException(
                        source.path()
                                + ": the text encoder gives "
                                + encoder.contextWidth()
                                + " numbers a token, the denoiser takes "
                                + width);
            }
            return encoder;
        }
    }

    private StudioModel foreign(
            DenoiserNetwork denoiser,
            @Nullable Autoencoder autoencoder,
            @Nullable TextEncoder text,
            int sampleSize,
            Map<String, Object> scheduler) {
        int factor = autoencoder == null ? 1 : autoencoder.factor();
        int own = autoencoder == null ? 0 : autoencoder.sampleSize();
        int imgSize = sampleSize > 0 ? sampleSize * factor : own;
        if (imgSize <= 0) {
            throw new IllegalArgumentException(
                    "its configurations say nothing of sample_size, so the size of its pictures is"
                            + " not known");
        }
        int classes = denoiser.needs().classes();
        List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        return new StudioModel(
                1,
                "diffusion",
                0,
                imgSize,
                autoencoder == null ? denoiser.sampleChannels() : autoencoder.inChannels(),
                names,
                classes > 0,
                "",
                "",
                SchedulerFile.sampling(scheduler, text != null, autoencoder != null));
    }

    private static int sampleSize(Map<String, Object> config) {
        Object size = config.get("sample_size");
        Object first = size instanceof List<?> sides && !sides.isEmpty() ? sides.get(0) : size;
        return first instanceof Number number ? number.intValue() : 0;
    }
}
