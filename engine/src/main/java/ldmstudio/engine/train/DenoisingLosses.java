package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.DiffusionLoss;
import ldmstudio.engine.diffusion.LossBuckets;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.diffusion.TimeDistribution;
import ldmstudio.engine.diffusion.TimeSampler;
import ldmstudio.engine.diffusion.TrainingNoise;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The losses of a denoiser: of a training batch with noise, times and hidden conditions that are
 * functions of the batch's number, and of held-out samples whose noise and times never change.
 */
final class DenoisingLosses implements Losses {
    private static final int VALIDATION_BATCH = 32;

    private final Ops ops;
    private final DenoiserNetwork denoiser;
    private final LatentBatches batches;
    private final Conditions conditions;
    private final Process process;
    private final PredictionType predictionType;
    private final DiffusionLoss loss;
    private final LossBuckets buckets;
    private final TimeSampler times;
    private final TrainingNoise noise;
    private final TrainingNoise validationNoise;
    private final int validationCount;

    DenoisingLosses(
            Stage2Config config,
            Ops ops,
            DenoiserNetwork denoiser,
            LatentBatches batches,
            Conditions conditions) {
        this.ops = ops;
        this.denoiser = denoiser;
        this.batches = batches;
        this.conditions = conditions;
        var diffusion = config.diffusion();
        process = Process.of(diffusion);
        predictionType = PredictionType.of(diffusion.predictionType());
        loss = DiffusionLoss.of(ops, process, diffusion);
        buckets = new LossBuckets(diffusion.lossBuckets(), process);
        times = new TimeSampler(config.seed(), process, TimeDistribution.of(diffusion));
        noise =
                new TrainingNoise(
                        ops, config.seed(), diffusion.noiseOffset(), diffusion.inputPerturbation());
        validationNoise = TrainingNoise.validation(ops, config.seed());
        validationCount = Math.min(config.training().validationCount(), batches.validationSize());
    }

    @Override
    public NDArray training(LatentBatches.Clean clean, long batchNumber, MetricMeans means) {
        double[] t = times.times(batchNumber, 0, clean.size());
        TrainingNoise.Drawn eps = noise.of(batchNumber, shape(clean.size()));
        DiffusionLoss.Result result = of(clean, eps, t, conditions.of(clean, batchNumber));
        means.add(Metrics.LOSS, ops.item(result.loss()));
        addBuckets(means, Metrics.LOSS_BUCKET_PREFIX, t, ops.floats(result.perSample()));
        return result.loss();
    }

    @Override
    public Map<String, Double> validation() {
        double[] all = times.stratified(validationCount);
        MetricMeans means = new MetricMeans();
        int batch = Math.min(VALIDATION_BATCH, validationCount);
        for (int first = 0; first < validationCount; first += batch) {
            int size = Math.min(batch, validationCount - first);
            LatentBatches.Clean clean = batches.validation(first, size);
            double[] t = Arrays.copyOfRange(all, first, first + size);
            try (Scope scope = Scope.open()) {
                TrainingNoise.Drawn eps = validationNoise.of(first, shape(size));
                float[] losses =
                        ops.floats(of(clean, eps, t, conditions.of(clean, -1)).perSample());
                for (float value : losses) {
                    means.add(Metrics.VAL_LOSS, value);
                }
                addBuckets(means, Metrics.VAL_LOSS_BUCKET_PREFIX, t, losses);
            }
        }
        return means.take();
    }

    private DiffusionLoss.Result of(
            LatentBatches.Clean clean,
            TrainingNoise.Drawn eps,
            double[] t,
            Conditioning condition) {
        NDArray z0 = ops.array(clean.z0(), shape(clean.size()).getShape());
        NoiseLevel level = process.level(ops, t, 4);
        float[] told = new float[t.length];
        for (int i = 0; i < t.length; i++) {
            told[i] = (float) process.networkTime(t[i]);
        }
        NDArray output =
                denoiser.forward(
                        level.qSample(z0, eps.input()), ops.array(told, t.length), condition);
        return loss.of(output, predictionType.target(level, z0, eps.target()), t);
    }

    private Shape shape(int size) {
        int[] shape = batches.shape();
        return new Shape(size, shape[0], shape[1], shape[2]);
    }

    private void addBuckets(MetricMeans means, String prefix, double[] t, float[] losses) {
        for (int i = 0; i < t.length; i++) {
            means.add(prefix + buckets.bucket(t[i]), losses[i]);
        }
    }
}
