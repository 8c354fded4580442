package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.Manifest;
import ldmstudio.engine.run.StudioVersion;
import ldmstudio.engine.sampler.Samplers;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;

/** A stage-2 checkpoint in memory, ready to draw. */
public final class LoadedModel implements AutoCloseable {
    private final Path given;
    private final Ops ops;
    private final StudioModel model;
    private final DiffusionPipeline pipeline;
    private final String fingerprint;

    private LoadedModel(
            Path given,
            Ops ops,
            StudioModel model,
            DiffusionPipeline pipeline,
            String fingerprint) {
        this.given = given;
        this.ops = ops;
        this.model = model;
        this.pipeline = pipeline;
        this.fingerprint = fingerprint;
    }

    /**
     * Loads a model.
     *
     * @param path a stage-2 run folder (its newest checkpoint) or a checkpoint folder
     * @throws CheckpointException when it is something else
     */
    public static LoadedModel load(Path path, MachineConfig machine) throws IOException {
        Path folder = ModelPlace.checkpoint(path);
        StudioModel model = StudioModel.read(folder);
        if (!model.stage().equals("diffusion")) {
            throw new CheckpointException(
                    path
                            + " is an autoencoder (stage 1), which draws nothing by itself. Give a stage-2 run: train one"
                            + " with 'autoencoder: "
                            + path
                            + "'.");
        }
        Ops ops = Devices.open(machine);
        try {
            Path network = denoiserFolder(folder);
            DenoiserNetwork denoiser = Denoisers.fromConfig(ops, ModelFolder.config(network));
            ModelFolder.load(network, denoiser);
            Autoencoder autoencoder = null;
            double scalingFactor = 1;
            Path vae = folder.resolve("vae");
            if (Files.isDirectory(vae)) {
                autoencoder = Autoencoders.fromConfig(ops, ModelFolder.config(vae));
                ModelFolder.load(vae, autoencoder);
                scalingFactor = autoencoder.scalingFactor();
            }
            boolean text = Files.isDirectory(folder.resolve(TextEncoders.ENCODER_FOLDER));
            int side =
                    autoencoder == null ? model.imgSize() : model.imgSize() / autoencoder.factor();
            DiffusionConfig diffusion =
                    SchedulerFile.read(
                            ModelFolder.json(folder.resolve("scheduler/scheduler_config.json")));
            DiffusionPipeline pipeline =
                    new DiffusionPipeline(
                            new DiffusionModel(
                                    ops,
                                    denoiser,
                                    autoencoder,
                                    text ? TextEncoders.load(ops, folder) : null,
                                    scalingFactor,
                                    Process.of(diffusion),
                                    PredictionType.of(diffusion.predictionType()),
                                    denoiser.sampleChannels(),
                                    side,
                                    side,
                                    model.classConditional() ? model.classes().size() : 0));
            return new LoadedModel(path, ops, model, pipeline, fingerprint(folder));
        } catch (IOException | RuntimeException e) {
            ops.close();
            throw e;
        }
    }

    private static Path denoiserFolder(Path folder) {
        Path transformer = folder.resolve("transformer");
        return Files.isDirectory(transformer) ? transformer : folder.resolve("unet");
    }

    private static String fingerprint(Path folder) throws IOException {
        return Files.isRegularFile(folder.resolve(Manifest.FILE))
                ? Manifest.read(folder).fingerprint()
                : Manifest.sha256(denoiserFolder(folder).resolve(ModelFolder.WEIGHTS));
    }

    public DiffusionPipeline pipeline() {
        return pipeline;
    }

    public StudioModel model() {
        return model;
    }

    /** How the run drew its own samples: the values to begin with. */
    public SamplingConfig defaults() {
        SamplingConfig own = model.sampling();
        return own == null ? SamplingConfig.defaults() : own;
    }

    /** Whether a prompt says something to it. */
    public boolean listensToText() {
        return pipeline.model().listensToText();
    }

    /** The samplers that can draw from it, by their words. */
    public List<String> samplers() {
        return Samplers.words(pipeline.model().process());
    }

    /** What is lost of a prompt that is too long for this model's text encoder, in words. */
    public Optional<String> notice(String prompt) {
        TextEncoder encoder = pipeline.model().textEncoder();
        return encoder == null
                ? Optional.empty()
                : Optional.of(encoder.tokenizer().encode(prompt).notice())
                        .filter(notice -> !notice.isEmpty());
    }

    public Ops ops() {
        return ops;
    }

    /** Draws all pictures of a plan. */
    public List<PixelImage> sample(SamplingPlan plan, PipelineListener listener) {
        return pipeline.sample(plan, listener);
    }

    /** What is needed to draw picture {@code index} of a plan again. */
    public ImageRecipe recipe(SamplingPlan plan, int index) {
        SamplingConfig how = plan.how();
        Wish wish = plan.wishes().get(index);
        int label = wish.classLabel();
        return new ImageRecipe(
                wish.prompt(),
                how.negativePrompt(),
                label,
                label < 0 ? "" : model.classes().get(label),
                plan.seed(),
                index,
                how.steps(),
                how.sampler(),
                how.guidanceScale(),
                how.eta(),
                how.sigmaScale(),
                how.unusual(),
                model.imgSize(),
                model.imgSize(),
                given.toString(),
                model.step(),
                fingerprint,
                StudioVersion.current());
    }

    /**
     * The label that a person means by a class's name or number.
     *
     * @throws IllegalArgumentException naming the classes that there are
     */
    public int label(String word) {
        int named = model.classes().indexOf(word.strip());
        if (named >= 0) {
            return named;
        }
        if (word.strip().matches("\\d{1,6}")
                && Integer.parseInt(word.strip()) < model.classes().size()) {
            return Integer.parseInt(word.strip());
        }
        throw new IllegalArgumentException(
                model.classConditional()
                        ? "There is no class '"
                                + word
                                + "'; this model knows "
                                + String.join(", ", model.classes())
                        : "This model was not trained by class; leave --class out");
    }

    /** Classes in turn, or none for an unconditional model. */
    public List<Integer> labelsInTurn(int count) {
        Integer[] labels = new Integer[count];
        for (int i = 0; i < count; i++) {
            labels[i] = model.classConditional() ? i % model.classes().size() : -1;
        }
        return Arrays.asList(labels);
    }

    @Override
    public void close() {
        ops.close();
    }
}
