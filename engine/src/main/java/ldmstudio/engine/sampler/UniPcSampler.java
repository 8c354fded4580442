package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * UniPC: a multistep predictor, and a corrector that repairs the last step with the answer that the
 * next one asks for anyway, so that it costs no call.
 *
 * <p>With λ = log(a/s), h = λ_{i+1} − λ_i, r_k = (λ_{i−k} − λ_i)/h, D_k = (m_{i−k} − m_i)/r_k and m
 * the predicted x_0:
 *
 * <p>x_{i+1} = s_{i+1}/s_i x_i − a_{i+1} (e^−h − 1) m_i − a_{i+1} B(h) Σ_k ρ_k D_k
 *
 * <p>where ρ solves R ρ = b, R_{jk} = r_k^{j−1}, b_j = j! φ_j(−h)/B(h); the corrector has one D
 * more, that of the new answer at r = 1. B(h) is −h (bh1) or e^−h − 1 (bh2). For answers m = ε̂: a
 * and s change places, and −h is h.
 *
 * <p>Source: Zhao et al., UniPC, 2023, arXiv:2302.04867, algorithms 5 to 8 and theorem 3.1.
 */
public final class UniPcSampler extends PathSampler {
    /**
     * The choices of this sampler.
     *
     * @param order 1 to 3
     * @param bh1 whether B(h) is −h, else e^−h − 1
     * @param predictX0 whether x_0 is extrapolated, else ε
     * @param lowerOrderFinal whether the last steps are of lower order
     * @param disableCorrector steps after which nothing is repaired
     */
    public record Options(
            int order,
            boolean bh1,
            boolean predictX0,
            boolean lowerOrderFinal,
            List<Integer> disableCorrector,
            StartCorrection correction) {
        public Options {
            if (order < 1 || order > 3) {
                throw new IllegalArgumentException(
                        "solver_order is " + order + ", allowed are 1 to 3");
            }
            disableCorrector = List.copyOf(disableCorrector);
        }

        /** Order 2 with bh2: the paper's choice for guided sampling. */
        static Options of(StartCorrection correction) {
            return new Options(2, false, true, true, List.of(), correction);
        }
    }

    private final Options options;

    UniPcSampler(Ops ops, PredictionType predictionType, NoisePath path, Options options) {
        super(ops, predictionType, path, options.correction());
        this.options = options;
    }

    /** Where the last step began and of which order it was. */
    private static final class Last implements AutoCloseable {
        private @Nullable NDArray x;
        private int order;

        void set(NDArray newX, int newOrder) {
            close();
            x = Scope.release(newX.duplicate());
            order = newOrder;
        }

        @Override
        public void close() {
            if (x != null) {
                x.close();
            }
        }
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        try (History answers = new History(options.order());
                Last last = new Last()) {
            return SamplingLoop.run(
                    path.timesteps(),
                    start,
                    firstStep,
                    listener,
                    (step, x) -> step(step, x, denoiser, answers, last));
        }
    }

    private SamplingLoop.Transition step(
            int i, NDArray x, Denoiser denoiser, History answers, Last last) {
        NoiseLevel level = path.level(ops, i);
        NDArray output = ask(denoiser, x, i);
        NDArray start = predictionType.predictStart(level, x, output);
        if (options.predictX0()) {
            start = correction.apply(ops, start);
        }
        NDArray answer =
                options.predictX0() ? start : predictionType.predictNoise(level, x, output);
        NDArray repaired = x;
        if (last.x != null && !options.disableCorrector().contains(i - 1)) {
            repaired = move(i - 1, last.x, last.order, answers, answer);
        }
        answers.add(answer);
        int order = Math.min(options.order(), answers.size());
        if (options.lowerOrderFinal()) {
            order = Math.min(order, steps() - i);
        }
        if (path.sigmas()[i + 1] == 0) {
            // λ is infinite there.
            order = 1;
        }
        last.set(repaired, order);
        return new SamplingLoop.Transition(move(i, repaired, order, answers, null), start);
    }

    /**
     * From level i to the next.
     *
     * @param ahead the answer there, for the corrector; null for the predictor
     */
    private NDArray move(int i, NDArray x, int order, History answers, @Nullable NDArray ahead) {
        double h = path.lambda(i + 1) - path.lambda(i);
        double hh = options.predictX0() ? -h : h;
        double now = options.predictX0() ? path.noise(i) : path.signal(i);
        double next = options.predictX0() ? path.noise(i + 1) : path.signal(i + 1);
        double scale = options.predictX0() ? path.signal(i + 1) : path.noise(i + 1);
        double bh = options.bh1() ? hh : Math.expm1(hh);
        NDArray m0 = answers.get(0);
        NDArray moved = sum(new double[] {next / now, -scale * Math.expm1(hh)}, x, m0);

        int terms = ahead == null ? order - 1 : order;
        double[] r = new double[terms];
        for (int k = 1; k < order; k++) {
            r[k - 1] = (path.lambda(i - k) - path.lambda(i)) / h;
        }
        if (ahead != null) {
            r[order - 1] = 1;
        }
        double[] rho = weights(r, hh, bh, ahead != null);
        for (int k = 0; k < terms; k++) {
            NDArray m = ahead != null && k == order - 1 ? ahead : answers.get(k + 1);
            NDArray difference = ops.scale(m.sub(m0), 1 / r[k]);
            moved = moved.add(ops.scale(difference, -scale * bh * rho[k]));
        }
        return moved;
    }

    /** ρ; ½ where one term alone is the reference's choice instead of the equation's. */
    private static double[] weights(double[] r, double hh, double bh, boolean corrector) {
        int terms = r.length;
        if (terms == 1) {
            return new double[] {0.5};
        }
        double[][] equations = new double[terms][terms + 1];
        double phi = Math.expm1(hh) / hh - 1;
        double factorial = 1;
        for (int j = 0; j < terms; j++) {
            for (int k = 0; k < terms; k++) {
                equations[j][k] = Math.pow(r[k], j);
            }
            equations[j][terms] = phi * factorial / bh;
            factorial *= j + 2;
            phi = phi / hh - 1 / factorial;
        }
        return solve(equations);
    }

    /** Gauss with pivots, for at most three unknowns. */
    private static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swap = rows[column];
            rows[column] = rows[pivot];
            rows[pivot] = swap;
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : rows[row][column] / rows[column][column];
                for (int k = column; k <= n; k++) {
                    rows[row][k] -= factor * rows[column][k];
                }
            }
        }
        double[] solution = new double[n];
        for (int k = 0; k < n; k++) {
            solution[k] = rows[k][n] / rows[k][k];
        }
        return solution;
    }
}
