package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.autoencoder.QuantizerLoss;
import ldmstudio.engine.autoencoder.VectorQuantizer;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.config.DiscriminatorConfig;
import ldmstudio.engine.config.Stage1Config;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.perceptual.AdversarialLoss;
import ldmstudio.engine.perceptual.Discriminator;
import ldmstudio.engine.perceptual.DiscriminatorSchedule;
import ldmstudio.engine.perceptual.Discriminators;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Stage 1: an autoencoder against reconstruction, KL or codebook, perceptual and, from its start
 * on, adversarial losses.
 */
final class Stage1Trainer implements TrainingTask {
    private final DataWait dataWait = new DataWait();
    private final Stage1Config config;
    private final Ops ops;
    private final TrainingData data;
    private final BatchLoader batches;
    private final Autoencoder autoencoder;
    private final Discriminator discriminator;
    private final @Nullable CodebookUpkeep codebook;
    private final @Nullable Lpips lpips;
    private final Trained generatorState;
    private final Trained discriminatorState;
    private final Stage1Losses losses;
    private final Stage1Evaluation evaluation;
    private final Noise posteriorNoise;
    private DiscriminatorSchedule schedule;
    private double discWeight;
    private boolean announcedActive;
    private boolean announce;
    private long skippedAnnounced;

    Stage1Trainer(Stage1Config config) throws IOException {
        this.config = config;
        TrainingConfig training = config.training();
        ops = Devices.open(config.machine());
        int size = config.autoencoder().imgSize();
        data =
                new TrainingData(
                        config.data(), config.machine(), size, config.autoencoder().inChannels());
        batches = data.trainingBatches(config.seed(), training.batchSize());
        autoencoder = Autoencoders.of(ops, config.autoencoder());
        autoencoder.initialize(config.seed());
        VectorQuantizer quantizer = autoencoder.quantizer();
        codebook =
                quantizer == null
                        ? null
                        : new CodebookUpkeep(ops, quantizer, config.autoencoder(), config.seed());
        DiscriminatorConfig disc = config.discriminator();
        discriminator = Discriminators.of(ops, config.autoencoder().outChannels(), disc);
        discriminator.initialize(config.seed());
        discriminator.setTraining(true);
        lpips = PerceptualWeights.load(ops, config.loss());
        autoencoder.setGradientCheckpointing(training.gradientCheckpointing());
        discriminator.setGradientCheckpointing(training.gradientCheckpointing());
        if (lpips != null) {
            lpips.setGradientCheckpointing(training.gradientCheckpointing());
        }
        generatorState =
                new Trained("autoencoder", ops, autoencoder, training, training.emaDecay());
        discriminatorState = new Trained("discriminator", ops, discriminator, training, 0);
        losses =
                new Stage1Losses(
                        ops,
                        autoencoder,
                        discriminator,
                        AdversarialLoss.of(disc.discLoss()),
                        config.loss(),
                        QuantizerLoss.of(config.autoencoder()),
                        lpips,
                        disc.adaptiveWeight());
        evaluation = new Stage1Evaluation(ops, autoencoder, discriminator, config, data);
        posteriorNoise = new Noise(config.seed(), "posterior");
        schedule = DiscriminatorSchedule.of(disc);
        discWeight = disc.discWeight();
    }

    @Override
    public Map<String, Double> step(long step, double learningRate) {
        boolean active = active(step);
        int parts = config.training().gradientAccumulationSteps();
        MetricMeans means = new MetricMeans();
        ListOps lists = new ListOps(ops);
        GradientSum generator = new GradientSum(lists, parts);
        GradientSum critic = new GradientSum(lists, parts);
        int[] pictures = new int[0];
        for (int part = 0; part < parts; part++) {
            Batch batch = dataWait.of(batches, step * parts + part);
            pictures = batch.indices();
            try (Scope scope = Scope.open()) {
                NDArray x =
                        ops.array(
                                batch.pixels(),
                                batch.size(),
                                batch.channels(),
                                batch.height(),
                                batch.width());
                Stage1Losses.Pass pass =
                        losses.generator(
                                x,
                                autoencoder.variational()
                                        ? posteriorNoise(step * parts + part, batch)
                                        : null,
                                active ? discWeight : 0);
                means.add(pass.metrics());
                generator.add(pass.gradients(), scope);
                Stage1Losses.Result result = pass.result();
                if (codebook != null && result != null && result.choice() != null) {
                    codebook.observe(result.choice().latents(), result.choice().indices());
                }
                if (active && result != null) {
                    Stage1Losses.Pass second = losses.discriminator(x, result.reconstruction());
                    means.add(second.metrics());
                    critic.add(second.gradients(), scope);
                }
            }
        }
        Map<String, Double> metrics = means.take();
        metrics.put(Metrics.DISCRIMINATOR_ACTIVE, active ? 1.0 : 0.0);
        FiniteCheck.require(metrics, step, data.train(), pictures);
        List<NDArray> generatorGradients = generator.mean();
        List<NDArray> criticGradients = active ? critic.mean() : List.of();
        metrics.put(Metrics.GRADIENT_NORM, generatorState.clip(generatorGradients));
        if (active) {
            metrics.put("discriminator_gradient_norm", discriminatorState.clip(criticGradients));
        }
        FiniteCheck.require(metrics, step, data.train(), pictures);
        generatorState.update(generatorGradients, learningRate);
        if (codebook != null) {
            metrics.putAll(codebook.update(step));
        }
        if (active) {
            double own = config.discriminator().discLearningRate();
            double scale = own > 0 ? own / config.training().learningRate() : 1;
            discriminatorState.update(criticGradients, learningRate * scale);
        }
        if (active != announcedActive) {
            announcedActive = active;
            announce = true;
        }
        return metrics;
    }

    private boolean active(long step) {
        return schedule.active(step, config.training().maxTrainSteps());
    }

    /** ε of each picture, a function of the step and the picture's place in the batch. */
    private NDArray posteriorNoise(long batchNumber, Batch batch) {
        int factor = autoencoder.factor();
        int channels = autoencoder.latentChannels();
        int height = batch.height() / factor;
        int width = batch.width() / factor;
        int each = channels * height * width;
        float[] noise = new float[batch.size() * each];
        for (int i = 0; i < batch.size(); i++) {
            posteriorNoise.normal(batchNumber, i, noise, i * each, each);
        }
        return ops.array(noise, batch.size(), channels, height, width);
    }

    @Override
    public long dataWaitNanos() {
        return dataWait.nanos();
    }

    @Override
    public Map<String, Double> evaluate(long step, Previews previews) throws IOException {
        return generatorState.averaged(() -> evaluation.run(active(step), previews));
    }

    @Override
    public boolean change(LiveChange change, long step) {
        if (change instanceof LiveChange.DiscStart start) {
            schedule = DiscriminatorSchedule.parse(start.value());
            announcedActive = active(step);
            announce = true;
            return true;
        }
        if (change instanceof LiveChange.Number number && number.key().equals("disc_weight")) {
            discWeight = number.number();
            return true;
        }
        return false;
    }

    @Override
    public List<Event> facts(long step) {
        List<Event> facts = new ArrayList<>();
        long now = System.currentTimeMillis();
        if (announce) {
            announce = false;
            facts.add(
                    new Event.DiscriminatorChanged(
                            now,
                            step,
                            schedule.mode().name().toLowerCase(Locale.ROOT),
                            schedule.value(),
                            announcedActive));
        }
        SkippedPictures.report(data.train(), skippedAnnounced, now)
                .ifPresent(
                        event -> {
                            facts.add(event);
                            skippedAnnounced = event.count();
                        });
        return facts;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (lpips == null && config.loss().perceptualWeight() > 0) {
            warnings.add(
                    "No VGG16 weights are given (loss.vgg16_weights), so this run trains without the perceptual loss."
                            + " Reconstructions will be softer.");
        }
        if (!data.holdsOut()) {
            warnings.add(TrainingData.NOTHING_HELD_OUT);
        }
        return warnings;
    }

    @Override
    public Map<String, String> liveSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("disc_start", schedule.text());
        settings.put("disc_weight", Double.toString(discWeight));
        return settings;
    }

    @Override
    public void restoreSettings(Map<String, String> settings, long step) {
        settings.forEach(
                (key, value) -> {
                    if (key.startsWith("disc_")) {
                        change(LiveChange.parse(key, value, true), step);
                    }
                });
        announce = false;
    }

    @Override
    public void save(Path folder, long step, Map<String, String> settings) throws IOException {
        Checkpointing.saveAutoencoder(
                folder, ops, generatorState, autoencoder, evaluation.scalingFactor());
        Checkpointing.saveDiscriminator(folder, ops, discriminator);
        var writer = TrainingState.writer(step, settings);
        generatorState.save(writer);
        discriminatorState.save(writer);
        if (codebook != null) {
            codebook.save(writer);
        }
        writer.write(folder.resolve(TrainingState.FILE));
        new StudioModel(
                        1,
                        stage(),
                        step,
                        data.imgSize(),
                        data.channels(),
                        data.train().classes(),
                        false,
                        data.train().name(),
                        data.train().fingerprint(),
                        null)
                .write(folder, Map.of("vae", Checkpointing.component(autoencoder)));
    }

    @Override
    public Map<String, String> load(Path folder) throws IOException {
        try (var state = TrainingState.open(folder)) {
            generatorState.load(state);
            discriminatorState.load(state);
            if (codebook != null) {
                codebook.load(state);
            }
            return TrainingState.settings(state);
        }
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public void prepare(TrainingObserver observer, TrainingControl control) {
        observer.preparing("reading " + data.train().name(), 1);
    }

    @Override
    public String stage() {
        return "autoencoder";
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
        return autoencoder.parameterCount() + discriminator.parameterCount();
    }

    @Override
    public int picturesPerStep() {
        return config.training().batchSize() * config.training().gradientAccumulationSteps();
    }

    @Override
    public void close() {
        batches.close();
        evaluation.close();
        data.close();
        ops.close();
    }
}
