package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.condition.ClipModel;
import ldmstudio.engine.condition.ClipTextModel;
import ldmstudio.engine.condition.ClipTowerConfig;
import ldmstudio.engine.condition.ClipVisionConfig;
import ldmstudio.engine.condition.ClipVisionModel;
import ldmstudio.engine.condition.ContrastiveLoss;
import ldmstudio.engine.condition.TextEncoderSize;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.ImageTowerConfig;
import ldmstudio.engine.config.TextStageConfig;
import ldmstudio.engine.config.TextTowerConfig;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * {@code stage: text_encoder}: a text encoder and a small image tower that learn together which
 * caption belongs to which picture of a batch (Radford et al., 2021, arXiv:2103.00020). With
 * accumulation each part is a batch of its own, for the loss compares within one.
 */
final class ContrastiveTrainer implements TrainingTask {
    private static final int HEAD_WIDTH = 32;

    private final DataWait dataWait = new DataWait();
    private final TextStageConfig config;
    private final Path runFolder;
    private final Ops ops;
    private final TrainingData data;
    private final BatchLoader batches;
    private final ClipModel clip;
    private final Trained state;
    private final ContrastiveLoss loss;
    private final ContrastiveEvaluation evaluation;
    private long skippedAnnounced;

    /**
     * @param runFolder a resumed run keeps its tokenizer there
     */
    ContrastiveTrainer(TextStageConfig config, Path runFolder) throws IOException {
        this.config = config;
        this.runFolder = runFolder;
        TrainingConfig training = config.training();
        ImageTowerConfig image = config.imageEncoder();
        ops = Devices.open(config.machine());
        data =
                new TrainingData(
                        config.data(), config.machine(), image.imgSize(), image.inChannels());
        ClipTextModel text = text();
        clip = new ClipModel(ops, text, new ClipVisionModel(ops, vision(), true));
        clip.initialize(config.seed());
        batches = data.trainingBatches(config.seed(), training.batchSize());
        state = new Trained("clip", ops, clip, training, training.emaDecay());
        loss = new ContrastiveLoss(ops);
        evaluation = new ContrastiveEvaluation(ops, clip, loss, training, data);
    }

    private ClipTextModel text() throws IOException {
        Path kept = RunText.kept(runFolder);
        if (Files.isDirectory(kept)) {
            return TextEncoders.load(ops, kept);
        }
        TextTowerConfig text = config.textEncoder();
        return TextEncoders.learn(
                ops,
                Captioned.captions(data.train(), "A text encoder learns from captioned pictures."),
                new TextEncoderSize(
                        text.textWidth(),
                        text.textLayers(),
                        heads(text.textWidth()),
                        text.textLength(),
                        text.textVocabulary()),
                text.projectionDim(),
                config.seed());
    }

    private ClipVisionConfig vision() {
        ImageTowerConfig image = config.imageEncoder();
        int width = image.imageWidth();
        return new ClipVisionConfig(
                image.imgSize(),
                image.patchSize(),
                image.inChannels(),
                new ClipTowerConfig(
                        width, 4 * width, image.imageLayers(), heads(width), "quick_gelu", 1e-5),
                config.textEncoder().projectionDim());
    }

    private static int heads(int width) {
        return Math.max(1, width / HEAD_WIDTH);
    }

    /** A run keeps the words that it began with, so that a resumed one has the same. */
    @Override
    public void prepare(TrainingObserver observer, TrainingControl control) throws IOException {
        observer.preparing("reading " + data.train().name(), 1);
        Path kept = RunText.kept(runFolder);
        if (!Files.isDirectory(kept)) {
            Path aside = kept.resolveSibling("." + RunText.FOLDER + ".tmp");
            DurableFiles.deleteTree(aside);
            Files.createDirectories(aside);
            clip.text().save(aside);
            DurableFiles.publish(aside, kept);
        }
    }

    @Override
    public Map<String, Double> step(long step, double learningRate) {
        int parts = config.training().gradientAccumulationSteps();
        MetricMeans means = new MetricMeans();
        GradientSum sum = new GradientSum(new ListOps(ops), parts);
        int[] pictures = new int[0];
        for (int part = 0; part < parts; part++) {
            Batch batch = dataWait.of(batches, step * parts + part);
            pictures = batch.indices();
            try (Scope scope = Scope.open()) {
                sum.add(gradients(batch, means), scope);
            }
        }
        Map<String, Double> metrics = means.take();
        FiniteCheck.require(metrics, step, data.train(), pictures);
        List<NDArray> gradients = sum.mean();
        metrics.put(Metrics.GRADIENT_NORM, state.clip(gradients));
        FiniteCheck.require(metrics, step, data.train(), pictures);
        state.update(gradients, learningRate);
        loss.bound(clip.logitScale());
        return metrics;
    }

    private List<NDArray> gradients(Batch batch, MetricMeans means) {
        try (Gradients.Recording on = Gradients.record()) {
            NDArray texts = clip.text().pooled(clip.text().ids(batch.captions()));
            NDArray pictures = clip.vision().pooled(ContrastiveEvaluation.pixels(ops, batch));
            NDArray value = loss.loss(texts, pictures, clip.logitScale().array(), batch.captions());
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put(Metrics.LOSS, (double) ops.item(value));
            metrics.put(Metrics.LOGIT_SCALE, Math.exp(ops.item(clip.logitScale().array())));
            means.add(metrics);
            return Gradients.of(ops, value, clip.trainedArrays(), false);
        }
    }

    @Override
    public long dataWaitNanos() {
        return dataWait.nanos();
    }

    @Override
    public Map<String, Double> evaluate(long step, Previews previews) throws IOException {
        return state.averaged(() -> evaluation.run(previews));
    }

    @Override
    public boolean change(LiveChange change, long step) {
        return false;
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
        List<String> warnings = new ArrayList<>();
        if (!data.holdsOut()) {
            warnings.add(TrainingData.NOTHING_HELD_OUT);
        }
        evaluation.longestCaption().ifPresent(warnings::add);
        return warnings;
    }

    @Override
    public Map<String, String> liveSettings() {
        return Map.of();
    }

    @Override
    public void restoreSettings(Map<String, String> settings, long step) {
        // This stage has no settings beside the loop's own.
    }

    @Override
    public void save(Path folder, long step, Map<String, String> settings) throws IOException {
        state.whileAveraged(() -> clip.savePipeline(folder));
        var writer = TrainingState.writer(step, settings);
        state.save(writer);
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
                .write(folder, ClipModel.PIPELINE_PARTS);
    }

    @Override
    public Map<String, String> load(Path folder) throws IOException {
        try (var file = TrainingState.open(folder)) {
            state.load(file);
            return TrainingState.settings(file);
        }
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public String stage() {
        return "text_encoder";
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
        return clip.parameterCount();
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
