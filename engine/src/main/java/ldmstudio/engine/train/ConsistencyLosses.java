package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.Supplier;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.TrainingNoise;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Latent consistency distillation: the student answers from t_n what its own average answers from
 * t_{n−1}, one step of the guided teacher further.
 *
 * <p>f(z, w, c, t) = c_skip(t) z + c_out(t) ẑ_0, ẑ_{n−1} = DDIM(z_n, t_n → t_{n−1}, ẑ_0^c + w
 * (ẑ_0^c − ẑ_0^∅), ε̂ likewise), L = mean(√(‖f_θ(z_n, w, c, t_n) − f_θ⁻(ẑ_{n−1}, w, c, t_{n−1})‖² +
 * c²) − c), w uniform between the two scales less one, θ⁻ the moving average of θ.
 *
 * <p>Luo et al., Latent Consistency Models, 2023, arXiv:2310.04378, algorithm 1 with k = T/N;
 * pseudo-Huber from Song and Dhariwal, 2023, arXiv:2310.14189, section 3.3. A network that takes no
 * guidance scale learns the middle one.
 */
final class ConsistencyLosses implements Losses {
    private static final int VALIDATION_BATCH = 32;
    private static final double SIGMA_DATA = 0.5;
    private static final double TIMESTEP_SCALING = 10;

    /** Below this share errors of predicted noise are shown a thousand times larger. */
    private static final double LEAST_LEFT = 1e-6;

    /** Puts the average in the student's place until it is closed. */
    interface Average extends AutoCloseable {
        @Override
        void close();
    }

    /** What only this loss needs. */
    record Pair(
            DenoiserNetwork student,
            DenoiserNetwork teacher,
            Supplier<Average> average,
            Conditions told,
            Conditions hidden) {}

    private final Stage2Config config;
    private final Ops ops;
    private final Pair pair;
    private final LatentBatches batches;
    private final NoiseSchedule schedule;
    private final PredictionType type;
    private final int[] timesteps;
    private final Noise draw;
    private final TrainingNoise noise;
    private final TrainingNoise validationNoise;

    ConsistencyLosses(
            Stage2Config config,
            Ops ops,
            Pair pair,
            LatentBatches batches,
            NoiseSchedule schedule,
            PredictionType type) {
        double left = schedule.alphaCumprod(schedule.numTrainTimesteps() - 1);
        if (type == PredictionType.EPSILON && left < LEAST_LEFT) {
            throw new IllegalArgumentException(
                    "distillation.teacher predicts noise along a schedule that leaves "
                            + left
                            + " of the picture's variance at its end: a few-step student begins there,"
                            + " where predicted noise says nothing. Take a teacher with prediction_type"
                            + " v_prediction or sample, or with a linear schedule.");
        }
        this.config = config;
        this.ops = ops;
        this.pair = pair;
        this.batches = batches;
        this.schedule = schedule;
        this.type = type;
        int steps = Math.min(config.distillation().solverSteps(), schedule.numTrainTimesteps());
        timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (i + 1) * (schedule.numTrainTimesteps() / steps) - 1;
        }
        draw = new Noise(config.seed(), "distillation");
        noise = new TrainingNoise(ops, config.seed(), 0, 0);
        validationNoise = TrainingNoise.validation(ops, config.seed());
    }

    @Override
    public NDArray training(LatentBatches.Clean clean, long batchNumber, MetricMeans means) {
        NDArray loss = of(clean, batchNumber, noise.of(batchNumber, shape(clean.size())).target());
        means.add(Metrics.LOSS, ops.item(loss));
        return loss;
    }

    @Override
    public Map<String, Double> validation() {
        int count = Math.min(config.training().validationCount(), batches.validationSize());
        MetricMeans means = new MetricMeans();
        for (int first = 0; first < count; first += VALIDATION_BATCH) {
            int size = Math.min(VALIDATION_BATCH, count - first);
            LatentBatches.Clean clean = batches.validation(first, size);
            try (Scope scope = Scope.open()) {
                NDArray eps = validationNoise.of(first, shape(size)).target();
                means.add(Metrics.VAL_LOSS, ops.item(of(clean, -1 - first, eps)));
            }
        }
        return means.take();
    }

    private Shape shape(int size) {
        int[] shape = batches.shape();
        return new Shape(size, shape[0], shape[1], shape[2]);
    }

    /**
     * @param number batch of training, or negative for validation, whose average is in place
     *     already
     */
    private NDArray of(LatentBatches.Clean clean, long number, NDArray eps) {
        int size = clean.size();
        int[] from = new int[size];
        int[] to = new int[size];
        float[] w = new float[size];
        double low = config.distillation().guidanceMin() - 1;
        double high = config.distillation().guidanceMax() - 1;
        boolean toldScale = pair.student().needs().guidance();
        for (int i = 0; i < size; i++) {
            int n = draw.integer(number, 2L * i, timesteps.length);
            from[i] = timesteps[n];
            to[i] = n == 0 ? 0 : timesteps[n - 1];
            double share = toldScale ? draw.uniform(number, 2L * i + 1) : 0.5;
            w[i] = (float) (low + share * (high - low));
        }
        NDArray z0 = ops.array(clean.z0(), shape(size).getShape());
        NDArray z = NoiseLevel.at(ops, schedule, from, 4).qSample(z0, eps);
        NDArray scale = ops.array(w, size);
        NDArray goal;
        try (Gradients.Recording still = Gradients.pause()) {
            NDArray before = teacherStep(clean, number, z, from, to, w);
            Conditioning told = told(clean, number, scale);
            if (number < 0) {
                goal = answer(before, to, told);
            } else {
                try (Average average = pair.average().get()) {
                    goal = answer(before, to, told);
                }
            }
        }
        NDArray error = ops.squaredError(answer(z, from, told(clean, number, scale)), goal);
        double c = config.distillation().huberC();
        return error.add((float) (c * c)).sqrt().mean().sub((float) c);
    }

    private Conditioning told(LatentBatches.Clean clean, long number, NDArray scale) {
        Conditioning told = pair.told().of(clean, number);
        return pair.student().needs().guidance() ? told.withGuidance(scale) : told;
    }

    /** One DDIM step of the guided teacher from each timestep to the one before. */
    private NDArray teacherStep(
            LatentBatches.Clean clean, long number, NDArray z, int[] from, int[] to, float[] w) {
        NoiseLevel level = NoiseLevel.at(ops, schedule, from, 4);
        NDArray time = time(from);
        NDArray with = pair.teacher().forward(z, time, pair.told().of(clean, number));
        // A number that is never negative: the hidden conditions hide all of them.
        Conditioning nothing = pair.hidden().of(clean, Math.abs(number));
        NDArray without = pair.teacher().forward(z, time, nothing);
        NDArray scale = ops.array(w, w.length, 1, 1, 1);
        NDArray start =
                guided(
                        type.predictStart(level, z, with),
                        type.predictStart(level, z, without),
                        scale);
        NDArray eps =
                guided(
                        type.predictNoise(level, z, with),
                        type.predictNoise(level, z, without),
                        scale);
        return NoiseLevel.at(ops, schedule, to, 4).qSample(start, eps);
    }

    private static NDArray guided(NDArray with, NDArray without, NDArray scale) {
        return with.add(with.sub(without).mul(scale));
    }

    /** f: what the student takes for the end of the path. */
    private NDArray answer(NDArray z, int[] t, Conditioning told) {
        NDArray output = pair.student().forward(z, time(t), told);
        NDArray start = type.predictStart(NoiseLevel.at(ops, schedule, t, 4), z, output);
        float[] skip = new float[t.length];
        float[] out = new float[t.length];
        for (int i = 0; i < t.length; i++) {
            double scaled = TIMESTEP_SCALING * t[i];
            double sum = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
            skip[i] = (float) (SIGMA_DATA * SIGMA_DATA / sum);
            out[i] = (float) (scaled / Math.sqrt(sum));
        }
        return z.mul(ops.array(skip, t.length, 1, 1, 1))
                .add(start.mul(ops.array(out, t.length, 1, 1, 1)));
    }

    private NDArray time(int[] t) {
        float[] told = new float[t.length];
        for (int i = 0; i < t.length; i++) {
            told[i] = t[i];
        }
        return ops.array(told, t.length);
    }
}
