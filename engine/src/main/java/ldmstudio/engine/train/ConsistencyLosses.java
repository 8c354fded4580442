package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import ldmstudio.engine.config.DistillationConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.ConsistencyLevels;
import ldmstudio.engine.diffusion.ConsistencyScaling;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.diffusion.TrainingNoise;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.LossOps;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Latent consistency distillation: the student answers from t_{n+1} what its own average answers
 * from t_n, one step of the guided teacher nearer to the picture.
 *
 * <p>z_{n+1} = a z_0 + s ε at t_{n+1}, with n uniform in 0 … N − 1 and the levels of {@link
 * ConsistencyLevels}; ẑ_n = a' ẑ_0 + s' ε̂, where ẑ_0 = ẑ_0^c + w (ẑ_0^c − ẑ_0^∅) and ε̂ likewise
 * are the teacher's; f(z, w, c, t) = c_skip(t) z + c_out(t) x̂_0(z, w, c, t) as in {@link
 * ConsistencyScaling}; L = mean(√((f_θ(z_{n+1}, w, c, t_{n+1}) − f_θ⁻(ẑ_n, w, c, t_n))² + h²) − h)
 * over all numbers, θ⁻ the moving average of θ.
 *
 * <p>ẑ_n is DDIM's step of a noise schedule; on a straight line, where the velocity is u = ε̂ −
 * ẑ_0, it is Euler's, z + (s' − s) u. w is uniform between the two guidance scales less one.
 *
 * <p>Luo et al., Latent Consistency Models, 2023, arXiv:2310.04378, algorithm 1 with the skipping
 * interval k = T/N; Song et al., Consistency Models, 2023, arXiv:2303.01469, algorithm 2, for any
 * path; pseudo-Huber, by element, after Song and Dhariwal, 2023, arXiv:2310.14189, section 3.3. A
 * student of a teacher without conditions is told no w, as there is nothing to guide.
 */
final class ConsistencyLosses implements Losses {
    private static final int VALIDATION_BATCH = 32;

    /** Below this share errors of predicted noise are shown a thousand times larger. */
    private static final double LEAST_LEFT = 1e-6;

    /** Puts the average in the student's place until it is closed. */
    interface Average extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What only this loss needs.
     *
     * @param told conditions, all of them shown
     * @param hidden the same, none of them shown
     */
    record Pair(
            DenoiserNetwork student,
            DenoiserNetwork teacher,
            Supplier<Average> average,
            Conditions told,
            Conditions hidden) {}

    /** Where the pictures of a batch begin and end, and how strongly each is guided. */
    private record Steps(double[] from, double[] to, float[] w) {}

    private final Stage2Config config;
    private final Ops ops;
    private final Pair pair;
    private final LatentBatches batches;
    private final Process process;
    private final PredictionType type;
    private final ConsistencyLevels levels;
    private final Noise draw;
    private final TrainingNoise noise;
    private final TrainingNoise validationNoise;

    ConsistencyLosses(Stage2Config config, Ops ops, Pair pair, LatentBatches batches) {
        this.config = config;
        this.ops = ops;
        this.pair = pair;
        this.batches = batches;
        process = Process.of(config.diffusion());
        type = PredictionType.of(config.diffusion().predictionType());
        refuseBlind(process, type);
        levels = ConsistencyLevels.atMost(process, config.distillation().solverSteps());
        draw = new Noise(config.seed(), "distillation");
        noise = new TrainingNoise(ops, config.seed(), 0, 0);
        validationNoise = TrainingNoise.validation(ops, config.seed());
    }

    /**
     * The losses of a student that learns from a model on disk.
     *
     * @throws IllegalArgumentException for a teacher that cannot teach, saying why
     */
    static ConsistencyLosses of(
            Stage2Config config,
            Ops ops,
            Path teacherFolder,
            DenoiserNetwork student,
            Supplier<Average> average,
            RunConditions kinds,
            LatentBatches batches)
            throws IOException {
        DenoiserNetwork teacher = FineTuning.teacher(ops, teacherFolder);
        if (teacher.needs().guidance()) {
            throw new IllegalArgumentException(
                    "distillation.teacher is a few-step student itself: it is told the guidance"
                            + " scale. Give the model that it learned from.");
        }
        Pair pair =
                new Pair(
                        student,
                        teacher,
                        average,
                        kinds.of(teacher.needs(), 0),
                        kinds.of(teacher.needs(), 1));
        return new ConsistencyLosses(config, ops, pair, batches);
    }

    private static void refuseBlind(Process process, PredictionType type) {
        if (type != PredictionType.EPSILON || !(process instanceof Process.VariancePreserving vp)) {
            return;
        }
        double left = vp.schedule().alphaCumprod(vp.schedule().numTrainTimesteps() - 1);
        if (left < LEAST_LEFT) {
            throw new IllegalArgumentException(
                    "distillation.teacher predicts noise along a schedule that leaves "
                            + left
                            + " of the picture's variance at its end: a few-step student begins there,"
                            + " where predicted noise says nothing. Take a teacher with prediction_type"
                            + " v_prediction or sample, or with a linear schedule.");
        }
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
        Steps steps = steps(clean.size(), number);
        NDArray z0 = ops.array(clean.z0(), shape(clean.size()).getShape());
        NDArray z = process.level(ops, steps.from(), 4).qSample(z0, eps);
        Conditioning told;
        NDArray goal;
        try (Gradients.Recording still = Gradients.pause()) {
            Conditioning shown = pair.told().of(clean, number);
            told = guided() ? shown.withGuidance(ops.array(steps.w(), clean.size())) : shown;
            NDArray before = teacherStep(clean, number, z, shown, steps);
            if (number < 0) {
                goal = answer(before, steps.to(), told);
            } else {
                try (Average average = pair.average().get()) {
                    goal = answer(before, steps.to(), told);
                }
            }
        }
        NDArray error = new LossOps(ops).squaredError(answer(z, steps.from(), told), goal);
        double h = config.distillation().huberC();
        return error.add((float) (h * h)).sqrt().mean().sub((float) h);
    }

    private boolean guided() {
        return pair.student().needs().guidance();
    }

    private Steps steps(int size, long number) {
        DistillationConfig asked = config.distillation();
        double[] from = new double[size];
        double[] to = new double[size];
        float[] w = new float[size];
        for (int i = 0; i < size; i++) {
            int n = draw.integer(number, 2L * i, levels.count());
            from[i] = levels.time(n + 1);
            to[i] = levels.time(n);
            double share = draw.uniform(number, 2L * i + 1);
            double scale =
                    asked.guidanceMin() + share * (asked.guidanceMax() - asked.guidanceMin());
            w[i] = (float) (scale - 1);
        }
        return new Steps(from, to, w);
    }

    /** One step of the guided teacher from each time to the one before. */
    private NDArray teacherStep(
            LatentBatches.Clean clean, long number, NDArray z, Conditioning shown, Steps steps) {
        NoiseLevel level = process.level(ops, steps.from(), 4);
        NDArray time = time(steps.from());
        NDArray with = pair.teacher().forward(z, time, shown);
        NDArray start = type.predictStart(level, z, with);
        NDArray eps = type.predictNoise(level, z, with);
        if (guided()) {
            // A number that is never negative: the hidden conditions hide all of them.
            Conditioning nothing = pair.hidden().of(clean, Math.abs(number));
            NDArray without = pair.teacher().forward(z, time, nothing);
            NDArray w = ops.array(steps.w(), steps.w().length, 1, 1, 1);
            start = guided(start, type.predictStart(level, z, without), w);
            eps = guided(eps, type.predictNoise(level, z, without), w);
        }
        return process.level(ops, steps.to(), 4).qSample(start, eps);
    }

    private static NDArray guided(NDArray with, NDArray without, NDArray w) {
        return with.add(with.sub(without).mul(w));
    }

    /** f: what the student takes for the end of the path. */
    private NDArray answer(NDArray z, double[] times, Conditioning told) {
        NDArray output = pair.student().forward(z, time(times), told);
        NDArray start = type.predictStart(process.level(ops, times, 4), z, output);
        return ConsistencyScaling.LCM.function(ops, process, times, z, start);
    }

    private NDArray time(double[] times) {
        float[] told = new float[times.length];
        for (int i = 0; i < times.length; i++) {
            told[i] = (float) process.networkTime(times[i]);
        }
        return ops.array(told, told.length);
    }
}
