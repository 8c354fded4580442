package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.tensor.LossOps;
import ldmstudio.engine.tensor.Ops;

/**
 * The distance between a denoiser's answers and their targets.
 *
 * <p>L = 1/B Σ_b w(t_b) · mean_{C,H,W} d(output_b, target_b), with d the square, the absolute value
 * or Huber's function, and w a {@link LossWeighting}. For w = 1 this is the mean over everything.
 *
 * <p>Shapes: output and target {@code (B, …)}; the result is a scalar and {@code (B)}, both fp32.
 */
public final class DiffusionLoss {
    /** The distance d of two numbers. */
    public enum Distance {
        MSE,
        L1,
        HUBER;

        /**
         * The distance that a configuration names.
         *
         * @throws IllegalArgumentException for an unknown word
         */
        public static Distance of(String word) {
            return switch (word) {
                case "mse" -> MSE;
                case "l1" -> L1;
                case "huber" -> HUBER;
                default ->
                        throw new IllegalArgumentException(
                                "loss is '" + word + "', allowed are mse, l1 and huber");
            };
        }
    }

    /**
     * A batch's loss.
     *
     * @param loss the weighted mean, to be differentiated
     * @param perSample each sample's own mean distance, unweighted, for charts by timestep
     */
    public record Result(NDArray loss, NDArray perSample) {}

    private final Ops ops;
    private final Process process;
    private final PredictionType predictionType;
    private final Distance distance;
    private final double huberDelta;
    private final LossWeighting weighting;

    /**
     * A loss.
     *
     * @param huberDelta where Huber turns from square to line; not used by the others
     */
    public DiffusionLoss(
            Ops ops,
            Process process,
            PredictionType predictionType,
            Distance distance,
            double huberDelta,
            LossWeighting weighting) {
        this.ops = ops;
        this.process = process;
        this.predictionType = predictionType;
        this.distance = distance;
        this.huberDelta = huberDelta;
        this.weighting = weighting;
    }

    /** The loss that a run's configuration asks for. */
    public static DiffusionLoss of(Ops ops, Process process, DiffusionConfig config) {
        return new DiffusionLoss(
                ops,
                process,
                PredictionType.of(config.predictionType()),
                Distance.of(config.loss()),
                config.huberDelta(),
                LossWeighting.of(config));
    }

    /**
     * The loss of a batch.
     *
     * @param times of each sample
     */
    public Result of(NDArray output, NDArray target, double[] times) {
        LossOps losses = new LossOps(ops);
        NDArray each =
                switch (distance) {
                    case MSE -> losses.squaredError(output, target);
                    case L1 -> losses.absoluteError(output, target);
                    case HUBER -> losses.huberError(output, target, huberDelta);
                };
        NDArray perSample = ops.reshape(each, times.length, -1).mean(new int[] {1});
        NDArray loss =
                weighting instanceof LossWeighting.Constant
                        ? perSample.mean()
                        : perSample.mul(weights(times)).mean();
        return new Result(loss, ops.detach(perSample));
    }

    private NDArray weights(double[] times) {
        float[] weights = new float[times.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weighting.weight(predictionType, process.snr(times[i]));
        }
        return ops.array(weights, weights.length);
    }
}
