package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.autoencoder.CodeCounts;
import ldmstudio.engine.autoencoder.VectorQuantizer;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * What a codebook needs beside gradients: codes that follow a moving average of the latents that
 * choose them, the revival of codes that nothing chooses, and the count of which are in use.
 *
 * <p>Average: N_k ← γ N_k + (1 − γ) n_k, m_k ← γ m_k + (1 − γ) Σ z over the n_k latents of the step
 * that chose code k, e_k = m_k / N̂_k with Laplace's N̂_k = (N_k + ε) / (Σ N + K ε) · Σ N (van den
 * Oord et al., 2017, arXiv:1711.00937, appendix A.1). It begins with N_k = 1 and m_k = e_k, so that
 * a code which nothing chooses stays where it is until N_k has come down to ε.
 *
 * <p>Revival: a code that nothing chose for some steps becomes a latent of the step, drawn by the
 * seed, the step and the code's number (Dhariwal et al., 2020, arXiv:2005.00341, section 3.1).
 *
 * <p>All of it is arithmetic of the host in the order of the pixels, the same on every device, and
 * is kept in checkpoints.
 */
final class CodebookUpkeep {
    /** A code counts as used when it was chosen in so many last steps. */
    private static final int USAGE_STEPS = 100;

    private static final double EPS = 1e-5;
    private static final String PREFIX = "codebook.";

    private final Ops ops;
    private final VectorQuantizer quantizer;
    private final boolean averaged;
    private final double decay;
    private final int reviveAfter;
    private final Noise choice;

    /** The step that chose a code last; -1: none. */
    private final long[] lastUsed;

    /** The step at which a code was revived last; 0: as old as the run. */
    private final long[] born;

    private final float[] averageCount;
    private final float[] averageSum;

    private CodeCounts counts;
    private final double[] sums;
    private float[] candidates = new float[0];

    CodebookUpkeep(Ops ops, VectorQuantizer quantizer, AutoencoderConfig config, long seed) {
        this.ops = ops;
        this.quantizer = quantizer;
        this.averaged = config.averagedCodes();
        this.decay = config.codebookDecay();
        this.reviveAfter = config.codebookReviveAfter();
        this.choice = new Noise(seed, "codebook revival");
        int size = quantizer.size();
        lastUsed = new long[size];
        Arrays.fill(lastUsed, -1);
        born = new long[size];
        counts = new CodeCounts(size);
        averageCount = new float[averaged ? size : 0];
        Arrays.fill(averageCount, 1);
        averageSum = averaged ? ops.floats(quantizer.codebook().array()) : new float[0];
        sums = new double[averageSum.length];
    }

    /**
     * Takes note of one pass.
     *
     * @param latents before they were quantized, {@code (B, D, h, w)}
     * @param indices what they chose, {@code (B, h, w)}
     */
    void observe(NDArray latents, NDArray indices) {
        try (Scope scope = Scope.open()) {
            long[] chosen = indices.toLongArray();
            counts.add(chosen);
            if (!averaged && (reviveAfter == 0 || candidates.length > 0)) {
                return;
            }
            float[] rows = ops.floats(ops.permute(ops.detach(latents), 0, 2, 3, 1));
            if (averaged) {
                int width = quantizer.width();
                for (int i = 0; i < chosen.length; i++) {
                    int code = (int) chosen[i] * width;
                    for (int d = 0; d < width; d++) {
                        sums[code + d] += rows[i * width + d];
                    }
                }
            }
            if (candidates.length == 0) {
                candidates = rows;
            }
        }
    }

    /** After the optimizer's step: moves the codes and tells usage and perplexity. */
    Map<String, Double> update(long step) {
        int size = quantizer.size();
        for (int code = 0; code < size; code++) {
            if (counts.count(code) > 0) {
                lastUsed[code] = step;
            }
        }
        boolean revive = reviveAfter > 0 && anyDead(step);
        if (averaged || revive) {
            float[] codes = ops.floats(quantizer.codebook().array());
            if (averaged) {
                average(codes);
            }
            if (revive) {
                revive(codes, step);
            }
            quantizer.codebook().set(codes);
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metrics.CODEBOOK_USAGE, usage(step));
        metrics.put(Metrics.PERPLEXITY, counts.perplexity());
        counts = new CodeCounts(size);
        Arrays.fill(sums, 0);
        candidates = new float[0];
        return metrics;
    }

    private double usage(long step) {
        long used =
                Arrays.stream(lastUsed).filter(at -> at >= 0 && step - at < USAGE_STEPS).count();
        return (double) used / lastUsed.length;
    }

    private boolean dead(int code, long step) {
        return step - Math.max(lastUsed[code], born[code]) >= reviveAfter;
    }

    private boolean anyDead(long step) {
        for (int code = 0; code < lastUsed.length; code++) {
            if (dead(code, step)) {
                return true;
            }
        }
        return false;
    }

    private void average(float[] codes) {
        int size = quantizer.size();
        int width = quantizer.width();
        double all = 0;
        for (int code = 0; code < size; code++) {
            averageCount[code] =
                    (float) (decay * averageCount[code] + (1 - decay) * counts.count(code));
            all += averageCount[code];
        }
        for (int code = 0; code < size; code++) {
            double smoothed = (averageCount[code] + EPS) / (all + size * EPS) * all;
            for (int d = 0; d < width; d++) {
                int at = code * width + d;
                averageSum[at] = (float) (decay * averageSum[at] + (1 - decay) * sums[at]);
                codes[at] = (float) (averageSum[at] / smoothed);
            }
        }
    }

    private void revive(float[] codes, long step) {
        int width = quantizer.width();
        int pixels = candidates.length / width;
        for (int code = 0; code < lastUsed.length; code++) {
            if (!dead(code, step)) {
                continue;
            }
            int pixel = choice.integer(step, code, pixels);
            System.arraycopy(candidates, pixel * width, codes, code * width, width);
            born[code] = step;
            if (averaged) {
                averageCount[code] = 1;
                System.arraycopy(candidates, pixel * width, averageSum, code * width, width);
            }
        }
    }

    /** Adds its state to a checkpoint. */
    void save(SafetensorsWriter writer) {
        long[] size = {quantizer.size()};
        writer.addLongs(PREFIX + "last_used", size, lastUsed::clone);
        writer.addLongs(PREFIX + "born", size, born::clone);
        if (averaged) {
            long[] shape = {quantizer.size(), quantizer.width()};
            writer.add(PREFIX + "average_count", size, averageCount::clone);
            writer.add(PREFIX + "average_sum", shape, averageSum::clone);
        }
    }

    /**
     * Takes up what {@link #save} wrote.
     *
     * @throws CheckpointException naming what is missing or of another size
     */
    void load(SafetensorsFile state) throws CheckpointException {
        require(state, "last_used", lastUsed.length);
        require(state, "born", born.length);
        if (averaged) {
            require(state, "average_count", averageCount.length);
            require(state, "average_sum", averageSum.length);
            System.arraycopy(
                    state.floats(PREFIX + "average_count"), 0, averageCount, 0, lastUsed.length);
            System.arraycopy(
                    state.floats(PREFIX + "average_sum"), 0, averageSum, 0, averageSum.length);
        }
        System.arraycopy(state.longs(PREFIX + "last_used"), 0, lastUsed, 0, lastUsed.length);
        System.arraycopy(state.longs(PREFIX + "born"), 0, born, 0, born.length);
    }

    private static void require(SafetensorsFile state, String name, long elements)
            throws CheckpointException {
        String full = PREFIX + name;
        if (!state.names().contains(full)) {
            throw new CheckpointException(
                    state.path()
                            + " has no "
                            + full
                            + ": it was saved by a run whose codebook was updated in another way");
        }
        long found = Arrays.stream(state.shape(full)).reduce(1, (a, b) -> a * b);
        if (found != elements) {
            throw new CheckpointException(
                    state.path()
                            + ": "
                            + full
                            + " has "
                            + found
                            + " numbers, this run's codebook needs "
                            + elements);
        }
    }
}
