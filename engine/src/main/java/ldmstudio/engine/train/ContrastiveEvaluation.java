package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ldmstudio.engine.condition.ClipModel;
import ldmstudio.engine.condition.ContrastiveLoss;
import ldmstudio.engine.condition.Tokenizer;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Held-out pictures and captions: the loss, how often a caption finds a picture of just that
 * caption among all and a picture its caption (top 1), and the pictures that were found.
 */
final class ContrastiveEvaluation implements AutoCloseable {
    private final Ops ops;
    private final ClipModel clip;
    private final ContrastiveLoss loss;
    private final TrainingData data;
    private final BatchLoader batches;
    private final int count;
    private final int previews;

    ContrastiveEvaluation(
            Ops ops,
            ClipModel clip,
            ContrastiveLoss loss,
            TrainingConfig training,
            TrainingData data) {
        this.ops = ops;
        this.clip = clip;
        this.loss = loss;
        this.data = data;
        previews = Math.min(training.previewCount(), data.validation().size());
        count = Math.min(Math.max(previews, training.validationCount()), data.validation().size());
        batches = data.validationBatches(count);
    }

    static NDArray pixels(Ops ops, Batch batch) {
        return ops.array(
                batch.pixels(), batch.size(), batch.channels(), batch.height(), batch.width());
    }

    Map<String, Double> run(TrainingTask.Previews target) throws IOException {
        List<String> captions = new ArrayList<>();
        List<PixelImage> pictures = new ArrayList<>();
        double losses = 0;
        int parts = 0;
        try (Scope all = Scope.open()) {
            List<NDArray> textEmbeds = new ArrayList<>();
            List<NDArray> imageEmbeds = new ArrayList<>();
            for (long step = 0; captions.size() < count; step++) {
                Batch batch = batches.batch(step);
                try (Scope scope = Scope.open()) {
                    NDArray texts = clip.text().pooled(clip.text().ids(batch.captions()));
                    NDArray images = clip.vision().pooled(pixels(ops, batch));
                    NDArray value =
                            loss.loss(texts, images, clip.logitScale().array(), batch.captions());
                    losses += ops.item(value);
                    parts++;
                    textEmbeds.add(scope.keep(texts));
                    imageEmbeds.add(scope.keep(images));
                }
                captions.addAll(batch.captions());
                for (int i = 0; i < batch.size(); i++) {
                    pictures.add(
                            PixelPlanes.toImage(
                                    batch.pixels(),
                                    i,
                                    batch.channels(),
                                    batch.height(),
                                    batch.width()));
                }
            }
            NDArray cosines = clip.cosines(ops.cat(textEmbeds, 0), ops.cat(imageEmbeds, 0));
            float[] likeness = ops.floats(cosines);
            int size = captions.size();
            int[] found = best(likeness, size, size, 1);
            write(target, pictures, found);
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put(Metrics.VAL_LOSS, losses / parts);
            metrics.put(Metrics.RETRIEVAL_BY_TEXT, share(captions, found));
            metrics.put(
                    Metrics.RETRIEVAL_BY_PICTURE, share(captions, best(likeness, size, 1, size)));
            return metrics;
        }
    }

    /** The most alike partner of each; rows of the square when {@code stride} is its side. */
    private static int[] best(float[] likeness, int size, int stride, int next) {
        int[] best = new int[size];
        for (int i = 0; i < size; i++) {
            for (int j = 1; j < size; j++) {
                if (likeness[i * stride + j * next] > likeness[i * stride + best[i] * next]) {
                    best[i] = j;
                }
            }
        }
        return best;
    }

    private static double share(List<String> captions, int[] found) {
        int right = 0;
        for (int i = 0; i < found.length; i++) {
            right += captions.get(i).equals(captions.get(found[i])) ? 1 : 0;
        }
        return right / (double) found.length;
    }

    private void write(TrainingTask.Previews target, List<PixelImage> pictures, int[] found)
            throws IOException {
        List<PixelImage> right = new ArrayList<>();
        List<PixelImage> retrieved = new ArrayList<>();
        for (int i = 0; i < previews; i++) {
            right.add(pictures.get(i));
            retrieved.add(pictures.get(found[i]));
        }
        PreviewPictures.write(target, "input", right);
        PreviewPictures.write(target, "retrieved", retrieved);
    }

    /** Says when captions of the held-out pictures are cut. */
    Optional<String> longestCaption() {
        for (int i = 0; i < count; i++) {
            Tokenizer.Encoded encoded =
                    clip.text().tokenizer().encode(data.validation().entry(i).caption());
            if (encoded.truncated()) {
                return Optional.of(
                        "Some captions are longer than text_encoder.text_length. "
                                + encoded.notice());
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        batches.close();
    }
}
