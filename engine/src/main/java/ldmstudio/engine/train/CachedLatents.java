package ldmstudio.engine.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.latent.LatentCache;
import ldmstudio.engine.tensor.Noise;

/**
 * Samples of the cached posteriors: z0 = (μ + σ ε) · scalingFactor with fresh ε at every step, and
 * one of the two mirror images where there are such. Validation takes z0 = μ · scalingFactor.
 */
final class CachedLatents implements LatentBatches {
    private final LatentCache training;
    private final LatentCache validation;
    private final Dataset dataset;
    private final Dataset heldOut;
    private final BatchPlan plan;
    private final Noise posterior;
    private final Noise mirror;
    private final int variants;

    CachedLatents(
            LatentCache training, LatentCache validation, TrainingData data, Stage2Config config) {
        this.training = training;
        this.validation = validation;
        this.dataset = data.train();
        this.heldOut = data.validation();
        this.plan = BatchPlan.training(config.seed(), config.training().batchSize());
        this.posterior = new Noise(config.seed(), "posterior");
        this.mirror = new Noise(config.seed(), "mirror");
        this.variants = training.header().key().mirrored() ? 2 : 1;
    }

    double scalingFactor() {
        return training.header().scalingFactor();
    }

    @Override
    public int[] shape() {
        int[] moments = training.header().shape().stream().mapToInt(Integer::intValue).toArray();
        return new int[] {moments[0] / 2, moments[1], moments[2]};
    }

    @Override
    public Clean training(long batchNumber) {
        int[] pictures = plan.indices(batchNumber, training.size() / variants);
        int half = training.elements() / 2;
        float[] z0 = new float[pictures.length * half];
        int[] labels = new int[pictures.length];
        float[] moments = new float[2 * half];
        float[] noise = new float[half];
        float scale = (float) scalingFactor();
        for (int i = 0; i < pictures.length; i++) {
            int variant = variants == 1 ? 0 : mirror.integer(batchNumber, i, 2);
            int entry = pictures[i] * variants + variant;
            training.moments(entry, moments, 0);
            labels[i] = training.label(entry);
            posterior.normal(batchNumber, i, noise, 0, half);
            for (int j = 0; j < half; j++) {
                double std = Math.exp(0.5 * Math.max(-30, Math.min(20, moments[half + j])));
                z0[i * half + j] = (float) (moments[j] + std * noise[j]) * scale;
            }
        }
        return new Clean(z0, pictures.length, labels, pictures, dataset);
    }

    @Override
    public Clean validation(int first, int count) {
        int half = validation.elements() / 2;
        float[] z0 = new float[count * half];
        int[] labels = new int[count];
        int[] pictures = new int[count];
        float[] moments = new float[2 * half];
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
