package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelPart;
import ldmstudio.engine.checkpoint.PipelineSource;
import ldmstudio.engine.checkpoint.TldWeights;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.config.DenoiserConfig;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.TransformerConfig;
import ldmstudio.engine.config.UNetConfig;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.denoiser.TransformerDenoiser;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.pipeline.SchedulerFile;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;

/** Training that goes on from another model, or learns from it. */
final class FineTuning {
    private FineTuning() {}

    /**
     * The place that a configuration means: a run's newest checkpoint, or the folder or file
     * itself.
     *
     * @param key of the configuration, for the error
     * @param roots folders that a relative path is tried against, in order
     */
    static Path place(String key, String path, List<Path> roots) throws IOException {
        Path found = ModelPlace.found(path, roots);
        if (!Files.exists(found)) {
            throw new CheckpointException(
                    key
                            + " is "
                            + path
                            + ", but there is no such file or folder. Give a run, a checkpoint, a"
                            + " diffusers folder or a file of weights.");
        }
        return Files.isRegularFile(found) ? found : ModelPlace.checkpoint(found);
    }

    /**
     * Loads a model's denoiser into a new one, which may take further input channels (begun with
     * zeros) and, where it is a transformer, have another picture size (positions are resized).
     *
     * @throws ldmstudio.engine.nn.StateMismatchException listing what does not fit
     */
    static void begin(DenoiserNetwork network, DenoiserConfig chosen, Path from)
            throws IOException {
        if (network instanceof TransformerDenoiser transformer && Files.isRegularFile(from)) {
            try (WeightFile file = WeightFile.open(from)) {
                transformer.loadAdapted(TldWeights.of(file), resize(chosen));
            }
            return;
        }
        try (PipelineSource source = PipelineSource.open(from);
                ModelPart part = source.denoiser()) {
            StartingWeights weights = new StartingWeights(part.weights(), network);
            if (network instanceof TransformerDenoiser transformer) {
                transformer.loadAdapted(weights, resize(chosen));
            } else {
                network.load(weights);
            }
        }
    }

    private static GridOps.Interpolation resize(DenoiserConfig chosen) {
        return chosen instanceof TransformerConfig config
                ? GridOps.Interpolation.valueOf(config.positionResize().toUpperCase(Locale.ROOT))
                : GridOps.Interpolation.BICUBIC;
    }

    /** The teacher with its weights. */
    static DenoiserNetwork teacher(Ops ops, Path from) throws IOException {
        try (PipelineSource source = PipelineSource.open(from);
                ModelPart part = source.denoiser()) {
            DenoiserNetwork teacher = Denoisers.fromConfig(ops, part.config());
            teacher.load(part.weights());
            return teacher;
        }
    }

    /**
     * A network like the teacher with the same weights, which is told the guidance scale, too.
     *
     * @param guidanceWidth width of the guidance scale's code; 0: it is not told, as there is
     *     nothing to guide
     */
    static DenoiserNetwork student(Ops ops, Path from, int guidanceWidth) throws IOException {
        Map<String, Object> config;
        try (PipelineSource source = PipelineSource.open(from);
                ModelPart part = source.denoiser()) {
            config = new LinkedHashMap<>(part.config());
        }
        if (guidanceWidth > 0) {
            config.put("time_cond_proj_dim", guidanceWidth);
        }
        DenoiserNetwork student = Denoisers.fromConfig(ops, config);
        begin(student, UNetConfig.defaults(), from);
        return student;
    }

    /** The process and prediction that a model was trained for. */
    static DiffusionConfig diffusion(Path from) throws IOException {
        try (PipelineSource source = PipelineSource.open(from)) {
            return SchedulerFile.read(source.scheduler());
        }
    }
}
