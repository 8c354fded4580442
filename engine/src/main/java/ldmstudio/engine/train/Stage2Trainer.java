package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.AttributeSentence;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.latent.LatentCache;
import ldmstudio.engine.latent.LatentType;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.pipeline.DiffusionModel;
import ldmstudio.engine.pipeline.DiffusionPipeline;
import ldmstudio.engine.pipeline.SchedulerFile;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2: a denoiser on latents, or on pixels where there is no autoencoder.
 *
 * <p>L = d(target(z0, ε, t), f(√ᾱ_t z0 + √(1 − ᾱ_t) ε, t, c)) with t uniform, ε normal and the
 * condition c hidden from a share of the pictures (Ho, Jain, Abbeel, 2020, arXiv:2006.11239,
 * equation 14; Ho and Salimans, 2022, arXiv:2207.12598).
 */
final class Stage2Trainer implements TrainingTask {
    /** Width of the guidance scale's code, as the published students have it. */
    private static final int GUIDANCE_WIDTH = 256;

    private final DataWait dataWait = new DataWait();
    private final Stage2Config config;
    private final Path runFolder;
    private final @Nullable Path model;
    private final Ops ops;
    private final @Nullable Autoencoding autoencoding;
    private final TrainingData data;
    private final int classCount;
    private final PredictionType predictionType;
    private @Nullable Losses losses;
    private @Nullable LatentBatches batches;
    private @Nullable DenoiserNetwork denoiser;
    private @Nullable RunText text;
    private @Nullable MaskConditions masks;
    private @Nullable Module trainedNetwork;
    private @Nullable Trained trained;
    private double scalingFactor = 1;
    private long skippedAnnounced;

    /**
     * @param autoencoderFolder where the autoencoder's weights lie; null: pixels
     * @param model another model that training goes on or learns from; null: none, or a resumed
     *     run, which has its own weights
     * @param runFolder keeps a copy of them
     */
    Stage2Trainer(
            Stage2Config given,
            @Nullable Path autoencoderFolder,
            @Nullable Path model,
            Path runFolder)
            throws IOException {
        // A student learns the teacher's process, whatever the configuration says.
        config =
                model != null && given.distillation().on()
                        ? given.withDiffusion(FineTuning.diffusion(model))
                        : given;
        this.model = model;
        this.runFolder = runFolder;
        ops = Devices.open(config.machine());
        autoencoding = autoencoderFolder == null ? null : Autoencoding.load(ops, autoencoderFolder);
        int imgSize = autoencoding == null ? config.denoiser().imgSize() : autoencoding.imgSize();
        int channels =
                autoencoding == null
                        ? config.denoiser().inChannels()
                        : autoencoding.network().inChannels();
        data = new TrainingData(config.data(), config.machine(), imgSize, channels);
        boolean byClass = config.condition().byClass();
        classCount = byClass ? data.train().classes().size() : 0;
        if (byClass && classCount == 0) {
            throw new IllegalArgumentException(
                    "condition.type is class, but "
                            + data.train().name()
                            + " has no classes. Use condition.type: none, or data of type image_folder, idx or shapes.");
        }
        RunConditions.check(config.condition(), data);
        predictionType = PredictionType.of(config.diffusion().predictionType());
    }

    @Override
    public void prepare(TrainingObserver observer, TrainingControl control) throws IOException {
        Autoencoding encoder = autoencoding;
        LatentBatches source;
        if (encoder == null) {
            source = new PixelBatches(data, config);
        } else {
            Path root = RunLatents.root(runFolder);
            boolean mirrored = config.data().horizontalFlip();
            LatentType type = LatentType.of(config.latents().latentDtype());
            LatentCache training =
                    encoder.latents(root, data, data.train(), mirrored, type, observer, control);
            LatentCache heldOut =
                    encoder.latents(root, data, data.validation(), false, type, observer, control);
            CachedLatents latents = new CachedLatents(training, heldOut, data, config);
            scalingFactor = latents.scalingFactor();
            source = new ReadAhead(latents);
            RunLatents.keepAutoencoder(encoder, runFolder, scalingFactor);
        }
        int[] shape = source.shape();
        text =
                config.condition().byText()
                        ? RunText.open(
                                ops,
                                config.condition(),
                                data.train(),
                                model,
                                !config.distillation().on(),
                                runFolder,
                                Trainings.roots(runFolder),
                                config.seed())
                        : null;
        RunConditions kinds =
                new RunConditions(
                        ops, config, data.train(), classCount, shape, encoder == null, text);
        masks = kinds.masks();
        boolean distils = config.distillation().on() && model != null;
        DenoiserNetwork network =
                distils
                        ? FineTuning.student(
                                ops, prepared(model), config.condition().any() ? GUIDANCE_WIDTH : 0)
                        : Denoisers.create(
                                ops, config.denoiser(), shape[0], shape[1], kinds.told());
        if (!distils) {
            network.initialize(config.seed());
            if (model != null) {
                FineTuning.begin(network, config.denoiser(), model);
            }
        }
        Module learning =
                text != null && text.trained()
                        ? new JointNetwork(ops, network, text.encoder())
                        : network;
        learning.setTraining(true);
        learning.setGradientCheckpointing(config.training().gradientCheckpointing());
        batches = source;
        denoiser = network;
        trainedNetwork = learning;
        Trained state =
                new Trained("unet", ops, learning, config.training(), config.training().emaDecay());
        trained = state;
        losses =
                distils
                        ? ConsistencyLosses.of(
                                config,
                                ops,
                                prepared(model),
                                network,
                                state::average,
                                kinds,
                                source)
                        : new DenoisingLosses(
                                config, ops, network, source, kinds.of(network.needs()));
    }

    @Override
    public Map<String, Double> step(long step, double learningRate) {
        LatentBatches source = source();
        DenoiserNetwork network = network();
        Module learning = prepared(trainedNetwork);
        Trained state = state();
        int parts = config.training().gradientAccumulationSteps();
        MetricMeans means = new MetricMeans();
        GradientSum sum = new GradientSum(new ListOps(ops), parts);
        int[] pictures = new int[0];
        network.setDropoutStep(config.seed(), step);
        for (int part = 0; part < parts; part++) {
            long number = step * parts + part;
            LatentBatches.Clean clean = dataWait.of(source, number);
            pictures = clean.pictures();
            try (Scope scope = Scope.open();
                    Gradients.Recording on = Gradients.record()) {
                NDArray loss = losses().training(clean, number, means);
                sum.add(Gradients.of(ops, loss, learning.trainedArrays(), false), scope);
            }
        }
        Map<String, Double> metrics = means.take();
        FiniteCheck.require(metrics, step, data.train(), pictures);
        List<NDArray> gradients = sum.mean();
        metrics.put(Metrics.GRADIENT_NORM, state.clip(gradients));
        FiniteCheck.require(metrics, step, data.train(), pictures);
        state.update(gradients, learningRate);
        return metrics;
    }

    @Override
    public long dataWaitNanos() {
        return dataWait.nanos();
    }

    @Override
    public Map<String, Double> evaluate(long step, Previews previews) throws IOException {
        return state().averaged(
                        () -> {
                            prepared(trainedNetwork).setTraining(false);
                            try {
                                Map<String, Double> metrics =
                                        new LinkedHashMap<>(losses().validation());
                                if (step == 0) {
                                    metrics.put(Metrics.SCALING_FACTOR, scalingFactor);
                                }
                                new Stage2Previews(
                                                config.sampling(),
                                                classCount,
                                                data.validation(),
                                                masks)
                                        .write(pipeline(), previews);
                                return metrics;
                            } finally {
                                prepared(trainedNetwork).setTraining(true);
                            }
                        });
    }

    private DiffusionPipeline pipeline() {
        int[] shape = source().shape();
        return new DiffusionPipeline(
                new DiffusionModel(
                        ops,
                        network(),
                        autoencoding == null ? null : autoencoding.network(),
                        text == null ? null : text.encoder(),
                        scalingFactor,
                        Process.of(config.diffusion()),
                        predictionType,
                        shape[0],
                        shape[1],
                        shape[2],
                        classCount));
    }

    @Override
    public void save(Path folder, long step, Map<String, String> settings) throws IOException {
        Checkpointing.saveDenoiser(
                folder,
                ops,
                state(),
                network(),
                text,
                SchedulerFile.of(config.diffusion(), config.distillation()),
                runFolder);
        var writer = TrainingState.writer(step, settings);
        state().save(writer);
        writer.write(folder.resolve(TrainingState.FILE));
        Map<String, List<String>> components = new LinkedHashMap<>();
        components.put(
                Checkpointing.denoiserFolder(network()),
                List.of("diffusers", String.valueOf(network().configMap().get("_class_name"))));
        if (text != null) {
            components.put(
                    TextEncoders.ENCODER_FOLDER,
                    List.of("transformers", text.encoder().referenceClass()));
            components.put(TextEncoders.TOKENIZER_FOLDER, List.of("transformers", "CLIPTokenizer"));
        }
        components.put(
                "scheduler",
                List.of(
                        "diffusers",
                        SchedulerFile.className(config.diffusion(), config.distillation())));
        if (autoencoding != null) {
            Object name = autoencoding.network().configMap().get("_class_name");
            components.put("vae", List.of("diffusers", String.valueOf(name)));
        }
        new StudioModel(
                        1,
                        stage(),
                        step,
                        data.imgSize(),
                        data.channels(),
                        data.train().classes(),
                        classCount > 0,
                        data.train().name(),
                        dataFingerprint(),
                        config.sampling(),
                        text == null ? List.of() : AttributeSentence.namesOf(data.train()))
                .write(folder, components);
    }

    @Override
    public Map<String, String> load(Path folder) throws IOException {
        try (var file = TrainingState.open(folder)) {
            state().load(file);
            return TrainingState.settings(file);
        }
    }

    @Override
    public List<Event> facts(long step) {
        List<Event> facts = new ArrayList<>();
        SkippedPictures.report(data.train(), skippedAnnounced, System.currentTimeMillis())
                .ifPresent(
                        event -> {
                            facts.add(event);
                            skippedAnnounced = event.count();
                        });
        return facts;
    }

    @Override
    public List<String> warnings() {
        return data.holdsOut() ? List.of() : List.of(TrainingData.NOTHING_HELD_OUT);
    }

    @Override
    public boolean change(LiveChange change, long step) {
        return false;
    }

    @Override
    public Map<String, String> liveSettings() {
        return Map.of();
    }

    @Override
    public void restoreSettings(Map<String, String> settings, long step) {}

    private LatentBatches source() {
        return prepared(batches);
    }

    DenoiserNetwork network() {
        return prepared(denoiser);
    }

    private Losses losses() {
        return prepared(losses);
    }

    private Trained state() {
        return prepared(trained);
    }

    private static <T> T prepared(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("prepare comes first");
        }
        return part;
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public String stage() {
        return "diffusion";
    }

    @Override
    public String dataFingerprint() {
        return data.train().fingerprint();
    }

    @Override
    public long pictures() {
        return data.train().size();
    }

    @Override
    public long parameterCount() {
        return prepared(trainedNetwork).parameterCount();
    }

    @Override
    public int picturesPerStep() {
        return config.training().batchSize() * config.training().gradientAccumulationSteps();
    }

    @Override
    public void close() {
        if (batches != null) {
            batches.close();
        }
        data.close();
        ops.close();
    }
}
