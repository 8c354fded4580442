package ldmstudio.engine.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.latent.LatentCache;
import ldmstudio.engine.latent.Posterior;
import ldmstudio.engine.tensor.Noise;

/**
 * Samples of the cached posteriors: z0 = (μ + σ ε) · scalingFactor with fresh ε at every step, and
 * one of the two mirror images where there are such. Validation takes z0 = μ · scalingFactor. The
 * latents of a quantizing autoencoder are taken as they are, between its codes.
 */
final class CachedLatents implements LatentBatches {
    private final LatentCache training;
    private final LatentCache validation;
    private final Dataset dataset;
    private final Dataset heldOut;
    private final double factor;
    private final BatchPlan plan;
    private final Noise noise;
    private final Noise mirror;
    private final int variants;

    CachedLatents(
            LatentCache training, LatentCache validation, TrainingData data, Stage2Config config) {
        this.training = training;
        this.validation = validation;
        this.dataset = data.train();
        this.heldOut = data.validation();
        this.factor = config.latents().scalingFactor();
        this.plan = BatchPlan.training(config.seed(), config.training().batchSize());
        this.noise = new Noise(config.seed(), "posterior");
        this.mirror = new Noise(config.seed(), "mirror");
        this.variants = training.header().key().mirrored() ? 2 : 1;
    }

    double scalingFactor() {
        return factor > 0 ? factor : training.header().scalingFactor();
    }

    @Override
    public int[] shape() {
        return training.latentShape();
    }

    @Override
    public Clean training(long batchNumber) {
        int[] pictures = plan.indices(batchNumber, training.size() / variants);
        int half = elements(training);
        float[] z0 = new float[pictures.length * half];
        int[] labels = new int[pictures.length];
        float[] moments = new float[training.elements()];
        float[] eps = new float[half];
        Posterior posterior = new Posterior();
        float scale = (float) scalingFactor();
        for (int i = 0; i < pictures.length; i++) {
            int variant = variants == 1 ? 0 : mirror.integer(batchNumber, i, 2);
            int entry = pictures[i] * variants + variant;
            labels[i] = training.label(entry);
            if (training.variational()) {
                training.moments(entry, moments, 0);
                noise.normal(batchNumber, i, eps, 0, half);
                posterior.sample(moments, 0, eps, z0, i * half);
            } else {
                training.moments(entry, z0, i * half);
            }
        }
        for (int j = 0; j < z0.length; j++) {
            z0[j] *= scale;
        }
        return new Clean(z0, pictures.length, labels, pictures, dataset);
    }

    @Override
    public Clean validation(int first, int count) {
        int half = elements(validation);
        float[] z0 = new float[count * half];
        int[] labels = new int[count];
        int[] pictures = new int[count];
        float[] moments = new float[validation.elements()];
        float scale = (float) scalingFactor();
        for (int i = 0; i < count; i++) {
            pictures[i] = first + i;
            validation.moments(first + i, moments, 0);
            labels[i] = validation.label(first + i);
            for (int j = 0; j < half; j++) {
                z0[i * half + j] = moments[j] * scale;
            }
        }
        return new Clean(z0, count, labels, pictures, heldOut);
    }

    private static int elements(LatentCache cache) {
        int[] shape = cache.latentShape();
        return shape[0] * shape[1] * shape[2];
    }

    @Override
    public int validationSize() {
        return validation.size();
    }

    @Override
    public Dataset dataset() {
        return dataset;
    }

    @Override
    public void close() {
        try {
            training.close();
            validation.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
