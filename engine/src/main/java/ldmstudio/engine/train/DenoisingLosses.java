package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Map;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.DiffusionLoss;
import ldmstudio.engine.diffusion.LossBuckets;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.TimestepSampler;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The losses of a denoiser: of a training batch with noise, timesteps and hidden conditions that
 * are functions of the batch's number, and of held-out samples whose noise and timesteps never
 * change.
 */
final class DenoisingLosses {
    private static final int VALIDATION_BATCH = 32;

    private final Stage2Config config;
    private final Ops ops;
    private final DenoiserNetwork denoiser;
    private final LatentBatches batches;
    private final NoiseSchedule schedule;
    private final PredictionType predictionType;
    private final DiffusionLoss loss;
    private final LossBuckets buckets;
    private final Conditions conditions;
    private final TimestepSampler timesteps;
    private final Noise noise;

    /**
     * @param conditions what the denoiser is told
     */
    DenoisingLosses(
            Stage2Config config,
            Ops ops,
            DenoiserNetwork denoiser,
            LatentBatches batches,
            NoiseSchedule schedule,
            Conditions conditions) {
        this.config = config;
        this.ops = ops;
        this.denoiser = denoiser;
        this.batches = batches;
        this.schedule = schedule;
        this.conditions = conditions;
        predictionType = PredictionType.of(config.diffusion().predictionType());
        loss = DiffusionLoss.of(ops, schedule, config.diffusion());
        buckets = new LossBuckets(config.diffusion().lossBuckets(), schedule.numTrainTimesteps());
        timesteps = new TimestepSampler(config.seed(), schedule.numTrainTimesteps());
        noise = new Noise(config.seed(), "noise");
    }

    /**
     * The loss of a training batch, to be differentiated in the caller's scope.
     *
     * @param means takes the loss and its parts by timestep
     */
    NDArray training(LatentBatches.Clean clean, long batchNumber, MetricMeans means) {
        int[] t = timesteps.timesteps(batchNumber, 0, clean.size());
        NDArray eps = draw(noise, batchNumber, clean.size());
        DiffusionLoss.Result result = of(clean, eps, t, conditions.of(clean, batchNumber));
        means.add(Metrics.LOSS, ops.item(result.loss()));
        addBuckets(means, Metrics.LOSS_BUCKET_PREFIX, t, ops.floats(result.perSample()));
        return result.loss();
    }

    /** The loss on held-out samples: only the weights can move it. */
    Map<String, Double> validation() {
        int count = Math.min(config.training().validationCount(), batches.validationSize());
        int[] all = TimestepSampler.stratified(schedule.numTrainTimesteps(), count);
        Noise fixed = new Noise(config.seed(), "validation");
        MetricMeans means = new MetricMeans();
        int batch = Math.min(VALIDATION_BATCH, count);
        for (int first = 0; first < count; first += batch) {
            int size = Math.min(batch, count - first);
            LatentBatches.Clean clean = batches.validation(first, size);
            int[] t = Arrays.copyOfRange(all, first, first + size);
            try (Scope scope = Scope.open()) {
                DiffusionLoss.Result result =
                        of(clean, draw(fixed, first, size), t, conditions.of(clean, -1));
                float[] losses = ops.floats(result.perSample());
                for (float value : losses) {
                    means.add(Metrics.VAL_LOSS, value);
                }
                addBuckets(means, Metrics.VAL_LOSS_BUCKET_PREFIX, t, losses);
            }
        }
        return means.take();
    }

    private DiffusionLoss.Result of(
            LatentBatches.Clean clean, NDArray eps, int[] t, Conditioning told) {
        int[] shape = batches.shape();
        NDArray z0 = ops.array(clean.z0(), clean.size(), shape[0], shape[1], shape[2]);
        NoiseLevel level = NoiseLevel.at(ops, schedule, t, 4);
        float[] time = new float[t.length];
        for (int i = 0; i < t.length; i++) {
            time[i] = t[i];
        }
        NDArray output = denoiser.forward(level.qSample(z0, eps), ops.array(time, t.length), told);
        return loss.of(output, predictionType.target(level, z0, eps), t);
    }

    private NDArray draw(Noise stream, long step, int size) {
        int[] shape = batches.shape();
        int each = shape[0] * shape[1] * shape[2];
        float[] values = new float[size * each];
        for (int i = 0; i < size; i++) {
            stream.normal(step, i, values, i * each, each);
        }
        return ops.array(values, size, shape[0], shape[1], shape[2]);
    }

    private void addBuckets(MetricMeans means, String prefix, int[] t, float[] losses) {
        for (int i = 0; i < t.length; i++) {
            means.add(prefix + buckets.bucket(t[i]), losses[i]);
        }
    }
}
