package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.CodeCounts;
import ldmstudio.engine.autoencoder.VectorQuantizer;
import ldmstudio.engine.config.Stage1Config;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.evaluate.Psnr;
import ldmstudio.engine.latent.LatentStatistics;
import ldmstudio.engine.perceptual.Discriminator;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Reconstructions of held-out pictures: PSNR, the latents' spread, and the pictures with the
 * discriminator's opinion.
 */
final class Stage1Evaluation implements AutoCloseable {
    private final Ops ops;
    private final Autoencoder autoencoder;
    private final Discriminator discriminator;
    private final BatchLoader batches;
    private final int count;
    private final int previews;
    private final boolean mse;
    private double scalingFactor = 1;

    Stage1Evaluation(
            Ops ops,
            Autoencoder autoencoder,
            Discriminator discriminator,
            Stage1Config config,
            TrainingData data) {
        this.ops = ops;
        this.autoencoder = autoencoder;
        this.discriminator = discriminator;
        this.previews = Math.min(config.training().previewCount(), data.validation().size());
        this.count =
                Math.min(
                        Math.max(previews, config.training().validationCount()),
                        data.validation().size());
        this.batches = data.validationBatches(count);
        this.mse = config.loss().reconstructionLoss().equals("mse");
    }

    /** 1 / std of the latents of the last validation. */
    double scalingFactor() {
        return scalingFactor;
    }

    /**
     * Validates and writes pictures.
     *
     * @param withDiscriminator whether there is a discriminator worth looking at
     */
    Map<String, Double> run(boolean withDiscriminator, TrainingTask.Previews target)
            throws IOException {
        Psnr psnr = new Psnr();
        LatentStatistics statistics = new LatentStatistics();
        VectorQuantizer quantizer = autoencoder.quantizer();
        CodeCounts codes = quantizer == null ? null : new CodeCounts(quantizer.size());
        double loss = 0;
        List<PixelImage> inputs = new ArrayList<>();
        List<PixelImage> reconstructions = new ArrayList<>();
        List<PixelImage> opinions = new ArrayList<>();
        discriminator.setTraining(false);
        try {
            int done = 0;
            for (long step = 0; done < count; step++) {
                Batch batch = batches.batch(step);
                try (Scope scope = Scope.open()) {
                    NDArray x =
                            ops.array(
                                    batch.pixels(),
                                    batch.size(),
                                    batch.channels(),
                                    batch.height(),
                                    batch.width());
                    NDArray encoded = autoencoder.encode(x);
                    NDArray decoded =
                            autoencoder.decodeQuantized(bottleneck(encoded, quantizer, codes));
                    float[] pixels = ops.floats(decoded);
                    psnr.add(batch.pixels(), pixels, batch.size());
                    loss += ops.item(mse ? ops.mse(decoded, x) : ops.l1(decoded, x)) * batch.size();
                    addLatents(statistics, ops.floats(encoded), batch.size());
                    for (int i = 0; i < batch.size() && inputs.size() < previews; i++) {
                        inputs.add(picture(batch.pixels(), i, batch));
                        reconstructions.add(picture(pixels, i, batch));
                    }
                    if (withDiscriminator && opinions.size() < previews) {
                        addOpinions(opinions, discriminator.forward(decoded));
                    }
                }
                done += batch.size();
            }
            PreviewPictures.write(target, "input", inputs);
            PreviewPictures.write(target, "reconstruction", reconstructions);
            PreviewPictures.write(target, "discriminator", opinions);
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put(Metrics.VAL_PSNR, psnr.mean());
            metrics.put(Metrics.VAL_RECONSTRUCTION_LOSS, loss / done);
            metrics.put(Metrics.LATENT_STD, statistics.std());
            if (statistics.std() > 0) {
                scalingFactor = statistics.scalingFactor();
                metrics.put(Metrics.SCALING_FACTOR, scalingFactor);
            }
            if (codes != null) {
                metrics.put(Metrics.VAL_CODEBOOK_USAGE, codes.usage());
                metrics.put(Metrics.VAL_PERPLEXITY, codes.perplexity());
            }
            return metrics;
        } finally {
            discriminator.setTraining(true);
        }
    }

    /** What the decoder gets: the mode, or the nearest codes, which are counted. */
    private NDArray bottleneck(
            NDArray encoded, @Nullable VectorQuantizer quantizer, @Nullable CodeCounts codes) {
        if (quantizer == null || codes == null) {
            return autoencoder.latents(encoded);
        }
        NDArray indices = quantizer.indices(encoded);
        codes.add(indices.toLongArray());
        return quantizer.codes(indices);
    }

    private void addLatents(LatentStatistics statistics, float[] encoded, int size) {
        if (autoencoder.variational()) {
            addMoments(statistics, encoded, size);
        } else {
            statistics.add(encoded);
        }
    }

    private static void addMoments(LatentStatistics statistics, float[] moments, int size) {
        int half = moments.length / size / 2;
        for (int picture = 0; picture < size; picture++) {
            int at = picture * 2 * half;
            for (int i = 0; i < half; i++) {
                statistics.add(moments[at + i], moments[at + half + i]);
            }
        }
    }

    private static PixelImage picture(float[] pixels, int index, Batch batch) {
        return PixelPlanes.toImage(pixels, index, batch.channels(), batch.height(), batch.width());
    }

    /** One grey pixel a patch: white where the discriminator believes, 2·sigmoid(logit) − 1. */
    private void addOpinions(List<PixelImage> opinions, NDArray logits) {
        float[] values = ops.floats(logits);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 / (1 + Math.exp(-values[i])) - 1);
        }
        int height = (int) logits.getShape().get(2);
        int width = (int) logits.getShape().get(3);
        for (int i = 0; i < logits.getShape().get(0) && opinions.size() < previews; i++) {
            opinions.add(PixelPlanes.toImage(values, i, 1, height, width));
        }
    }

    @Override
    public void close() {
        batches.close();
    }
}
