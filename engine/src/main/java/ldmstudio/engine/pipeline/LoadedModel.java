package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.PipelineSource;
import ldmstudio.engine.checkpoint.ShardedWeights;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.condition.PromptWeights;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.config.WalkRecipes;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.Manifest;
import ldmstudio.engine.run.StudioVersion;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.sampler.Samplers;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;

/** A stage-2 checkpoint in memory, ready to draw. */
public final class LoadedModel implements AutoCloseable {
    /**
     * Setting of a recipe: first and last index of the pictures that were drawn at once, or {@code
     * place R of N} among N pictures with a seed each.
     */
    public static final String BATCH = "batch";

    private final Path given;
    private final Ops ops;
    private final StudioModel model;
    private final DiffusionPipeline pipeline;
    private final String fingerprint;
    private final WalkMemory memory = new WalkMemory();

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
     * @param path a stage-2 run folder (its newest checkpoint), a checkpoint folder, a pipeline's
     *     folder as diffusers writes it, a pipeline in one file ({@code .safetensors}, {@code
     *     .ckpt}), or the word {@code demo}
     * @throws CheckpointException when it is something else
     */
    public static LoadedModel load(Path path, MachineConfig machine) throws IOException {
        Path named = ModelPlace.named(path);
        Path place = Files.isRegularFile(named) ? named : ModelPlace.checkpoint(named);
        refuseAutoencoder(path, place);
        try (PipelineSource source = PipelineSource.open(place)) {
            Ops ops = Devices.open(machine);
            try {
                PipelineReader.Read read = PipelineReader.read(ops, source);
                return new LoadedModel(
                        path, ops, read.model(), read.pipeline(), fingerprint(source));
            } catch (IOException | RuntimeException e) {
                ops.close();
                throw e;
            }
        }
    }

    private static void refuseAutoencoder(Path path, Path place) throws IOException {
        if (Files.isRegularFile(place.resolve(StudioModel.FILE))
                && !StudioModel.read(place).stage().equals("diffusion")) {
            throw new CheckpointException(
                    path
                            + " is an autoencoder (stage 1), which draws nothing by itself. Give a stage-2 run: train one"
                            + " with 'autoencoder: "
                            + path
                            + "'.");
        }
    }

    private static String fingerprint(PipelineSource source) throws IOException {
        Path place = source.path();
        if (Files.isRegularFile(place)) {
            return Manifest.sha256(place);
        }
        if (Files.isRegularFile(place.resolve(Manifest.FILE))) {
            return Manifest.read(place).fingerprint();
        }
        Path network =
                place.resolve(
                        source.networks().contains(PipelineSource.TRANSFORMER)
                                ? PipelineSource.TRANSFORMER
                                : PipelineSource.UNET);
        return Manifest.sha256(ShardedWeights.find(network).orElse(network));
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
                : Optional.of(encoder.tokenizer().encode(PromptWeights.plain(prompt)).notice())
                        .filter(notice -> !notice.isEmpty());
    }

    /** Memory that its weights take: four bytes a number. */
    public long bytes() {
        DiffusionModel parts = pipeline.model();
        long numbers = parts.denoiser().numbers();
        Autoencoder autoencoder = parts.autoencoder();
        TextEncoder text = parts.textEncoder();
        numbers += autoencoder == null ? 0 : autoencoder.numbers();
        return Float.BYTES * (numbers + (text == null ? 0 : text.numbers()));
    }

    public Ops ops() {
        return ops;
    }

    /** Draws all pictures of a plan. */
    public List<PixelImage> sample(SamplingPlan plan, PipelineListener listener) {
        return pipeline.sample(plan, listener);
    }

    /** A picture through the autoencoder and back; empty: the model has none. */
    public Optional<Roundtrip> roundtrip(PixelImage picture) {
        return PictureLatents.roundtrip(pipeline, picture);
    }

    /** A walk through what it draws; its walks share what is dear to find. */
    public Walk walk(WalkConfig config) {
        return new Walk(pipeline, config, memory, fingerprint);
    }

    /**
     * How a walk's pace is measured, by what its {@code retime} names.
     *
     * @throws IOException when the weights of LPIPS cannot be read
     */
    public WalkPacing pacing(WalkConfig config) throws IOException {
        return new WalkPacing(walk(config), pipeline.model());
    }

    /**
     * A walk as a film.
     *
     * @param fps frames a second, which decide the times of the frames
     */
    public WalkFilm film(Walk walk, int fps) {
        WalkConfig config = walk.config();
        List<String> prompts =
                config.keyframes().stream()
                        .map(Keyframe::prompt)
                        .filter(prompt -> !prompt.isBlank())
                        .distinct()
                        .toList();
        // The look of the video may change before it is finished, the times of its frames not.
        String settings =
                WalkRecipes.write(WalkRecipe.defaults().withWalk(config).with("video.fps", fps));
        return new WalkFilm(
                walk,
                pipeline.model(),
                VideoRecipe.of(
                        "interpolation",
                        prompts,
                        given.toString(),
                        model.step(),
                        fingerprint,
                        settings));
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
                plan.seed(index),
                plan.number(index),
                how.steps(),
                how.sampler(),
                how.guidanceScale(),
                how.eta(),
                how.sigmaScale(),
                settings(plan, index),
                model.imgSize(),
                model.imgSize(),
                given.toString(),
                model.step(),
                fingerprint,
                StudioVersion.current());
    }

    /** What is unusual, and which pictures were drawn at once where that was more than one. */
    private static Map<String, String> settings(SamplingPlan plan, int index) {
        Map<String, String> settings = new LinkedHashMap<>(plan.how().unusual());
        int first = index - index % plan.batchSize();
        int last = Math.min(plan.count(), first + plan.batchSize()) - 1;
        if (last > first) {
            settings.put(
                    BATCH,
                    plan.seeds().isEmpty()
                            ? first + "-" + last
                            : "place " + (index - first) + " of " + (last - first + 1));
        }
        return settings;
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
