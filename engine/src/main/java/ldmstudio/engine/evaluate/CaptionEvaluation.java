package ldmstudio.engine.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Entry;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.evaluate.AttributeJudge.Head;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Wish;

/**
 * Do pictures follow their captions? Trains a judge of attributes on real pictures, says how good
 * it is on fresh ones, draws a picture for each of many held-out captions, and counts how often the
 * judge sees in it what the caption says.
 */
public final class CaptionEvaluation {
    private static final int TRAINING_BATCH = 64;
    private static final int BATCH = 50;
    private static final int JUDGE_PICTURES = 20_000;
    private static final int FRESH_PICTURES = 2_000;

    /**
     * What is evaluated.
     *
     * @param how pictures are drawn
     * @param count captions
     * @param judgeSteps training steps of the judge
     * @param attributes what the judge tells
     * @param split whose captions: held out, or trained on for comparison
     */
    public record Settings(
            SamplingConfig how, int count, int judgeSteps, List<String> attributes, Split split) {
        public Settings {
            attributes = List.copyOf(attributes);
        }
    }

    /** One picture that was drawn, what was asked and what is seen in it. */
    public record Drawn(
            PixelImage picture,
            String caption,
            Map<String, String> asked,
            Map<String, String> seen,
            boolean right) {}

    /**
     * What came out.
     *
     * @param judge the judge's own agreement on fresh real pictures
     * @param samples its agreement on the drawn pictures
     */
    public record Result(AttributeAgreement judge, AttributeAgreement samples, List<Drawn> drawn) {}

    /** Hears of both halves of the work. */
    public interface Progress extends JudgeProgress {
        void sampling(int step, int totalSteps);
    }

    private final LoadedModel model;
    private final DataConfig data;
    private final Settings settings;
    private final Progress progress;

    public CaptionEvaluation(
            LoadedModel model, DataConfig data, Settings settings, Progress progress) {
        this.model = model;
        this.data = data;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Does it all.
     *
     * @throws DataException if the data names no attributes, or has no pictures in the part
     */
    public Result run() {
        // Fails before a minute of training, not after.
        List<Entry> asked = captions();
        AttributeAgreement accuracy;
        try (AttributeJudge judge = judge()) {
            accuracy = accuracy(judge);
            return drawn(judge, accuracy, asked);
        }
    }

    /** Captions spread evenly over the part; in turn where it has fewer than are wanted. */
    private List<Entry> captions() {
        try (Dataset part = Datasets.open(data, side(), settings.split())) {
            if (part.size() == 0) {
                throw new DataException(
                        part.name()
                                + " has no pictures held out, so there are no captions that were never"
                                + " trained on; set data.validation_fraction above 0.");
            }
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < settings.count(); i++) {
                long spread = (long) i * part.size() / settings.count();
                int index = settings.count() <= part.size() ? (int) spread : i % part.size();
                entries.add(part.entry(index));
            }
            return entries;
        }
    }

    private AttributeJudge judge() {
        try (Dataset real = realPictures(1, JUDGE_PICTURES, Split.TRAIN);
                BatchLoader batches =
                        loader(real, BatchPlan.training(settings.how().seed(), TRAINING_BATCH))) {
            List<Head> heads = AttributeJudge.heads(real, settings.attributes());
            return AttributeJudge.train(
                    model.ops(),
                    real,
                    batches,
                    heads,
                    side(),
                    model.model().channels(),
                    settings.judgeSteps(),
                    settings.how().seed(),
                    progress);
        }
    }

    private AttributeAgreement accuracy(AttributeJudge judge) {
        try (Dataset fresh = realPictures(2, FRESH_PICTURES, Split.VALIDATION);
                BatchLoader batches = loader(fresh, BatchPlan.inOrder(BATCH))) {
            return judge.accuracy(fresh, batches, FRESH_PICTURES);
        }
    }

    /**
     * Of shapes and scenes a series of its own with all combinations; of other data the part
     * itself.
     *
     * @param series pictures of one series are none of another's
     */
    private Dataset realPictures(int series, int count, Split split) {
        if (data instanceof DrawnData.Shapes shapes) {
            DrawnData.Shapes all =
                    new DrawnData.Shapes(
                            count,
                            shapes.pictureSeed() + series,
                            shapes.variety(),
                            shapes.resize(),
                            false,
                            0,
                            "pictures");
            return Datasets.open(all, side(), Split.ALL);
        }
        if (data instanceof DrawnData.Scenes scenes) {
            DrawnData.Scenes all =
                    new DrawnData.Scenes(
                            count,
                            scenes.pictureSeed() + series,
                            scenes.resize(),
                            false,
                            0,
                            "pictures");
            return Datasets.open(all, side(), Split.ALL);
        }
        return Datasets.open(data, side(), split);
    }

    private BatchLoader loader(Dataset dataset, BatchPlan plan) {
        return new BatchLoader(
                dataset, plan, side(), model.model().channels(), data.resize(), false, 1);
    }

    private Result drawn(AttributeJudge judge, AttributeAgreement accuracy, List<Entry> asked) {
        boolean byClass = model.model().classConditional();
        List<Wish> wishes =
                asked.stream()
                        .map(e -> new Wish(byClass ? e.classLabel() : -1, e.caption(), null))
                        .toList();
        AttributeAgreement agreement = new AttributeAgreement(settings.attributes());
        List<Drawn> all = new ArrayList<>();
        model.sample(
                new SamplingPlan(settings.how(), wishes, BATCH, 0),
                new PipelineListener() {
                    @Override
                    public void step(
                            int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
                        progress.sampling(step, totalSteps);
                    }

                    @Override
                    public void pictures(List<PixelImage> pictures, int firstIndex) {
                        int channels = model.model().channels();
                        float[] planes = PixelPlanes.toPlanes(pictures, channels);
                        List<Map<String, String>> seen =
                                judge.judge(planes, pictures.size(), channels, side());
                        for (int i = 0; i < seen.size(); i++) {
                            Entry entry = asked.get(firstIndex + i);
                            boolean right = agreement.add(entry.attributes(), seen.get(i));
                            all.add(
                                    new Drawn(
                                            pictures.get(i),
                                            entry.caption(),
                                            entry.attributes(),
                                            seen.get(i),
                                            right));
                        }
                    }
                });
        return new Result(accuracy, agreement, all);
    }

    private int side() {
        return model.model().imgSize();
    }
}
