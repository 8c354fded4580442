package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.PrefixedSource;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.checkpoint.TensorType;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.ArrayBytes;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * A network in training: its weights, the optimizer's moments, and the moving average of the
 * weights if there is one.
 */
final class Trained {
    /** Work that may fail to write its files. */
    interface Evaluation {
        Map<String, Double> run() throws IOException;
    }

    private final String name;
    private final Ops ops;
    private final Module module;
    private final AdamW optimizer;
    private final @Nullable Ema ema;
    private final double maxGradNorm;

    /**
     * @param name prefix of its tensors in a state file
     * @param emaDecay 0: no average
     */
    Trained(String name, Ops ops, Module module, TrainingConfig training, double emaDecay) {
        this.name = name;
        this.ops = ops;
        this.module = module;
        this.optimizer =
                new AdamW(
                        ops,
                        module.parameters(),
                        new AdamW.Options(
                                training.adamBeta1(),
                                training.adamBeta2(),
                                training.adamEpsilon(),
                                training.weightDecay(),
                                false));
        // The rising rule: a short training must not average in its untrained weights.
        this.ema =
                emaDecay > 0 ? new Ema(ops, module.parameters(), new EmaDecay.Lit(emaDecay)) : null;
        this.maxGradNorm = training.maxGradNorm();
    }

    /** Clips in place and returns the norm before. */
    double clip(List<NDArray> gradients) {
        return GradientClipping.clip(ops, gradients, maxGradNorm);
    }

    /** One optimizer step and the average behind it. */
    void update(List<NDArray> gradients, double learningRate) {
        optimizer.step(gradients, learningRate);
        if (ema != null) {
            ema.update();
        }
    }

    /** Runs with the averaged weights in place, where there is an average. */
    Map<String, Double> averaged(Evaluation evaluation) throws IOException {
        Ema average = ema;
        if (average == null) {
            return evaluation.run();
        }
        try (Ema.Applied applied = average.apply()) {
            return evaluation.run();
        }
    }

    /**
     * Puts the averaged weights in place until the handle is closed.
     *
     * @throws IllegalStateException when there is no average
     */
    ConsistencyLosses.Average average() {
        Ema average = ema;
        if (average == null) {
            throw new IllegalStateException("this training has no moving average");
        }
        Ema.Applied applied = average.apply();
        return applied::close;
    }

    /** Writes something with the averaged weights in place. */
    void whileAveraged(Writing writing) throws IOException {
        averaged(
                () -> {
                    writing.run();
                    return Map.of();
                });
    }

    /** Work that writes files. */
    interface Writing {
        void run() throws IOException;
    }

    /** Adds weights, moments and average, and how often each was moved. */
    void save(SafetensorsWriter writer) {
        ModelFolder.add(writer, name + ".weights.", ops, module);
        writer.metadata(name + ".steps", Long.toString(optimizer.steps()));
        optimizer.state().forEach((key, array) -> add(writer, name + ".optimizer." + key, array));
        if (ema != null) {
            writer.metadata(name + ".ema_updates", Long.toString(ema.updates()));
            ema.state().forEach((key, array) -> add(writer, name + "." + key, array));
        }
    }

    private void add(SafetensorsWriter writer, String key, NDArray array) {
        long[] shape = array.getShape().getShape();
        writer.addBytes(key, TensorType.F32, shape, () -> ArrayBytes.of(ops, array));
    }

    /** Takes up what {@link #save} wrote. */
    void load(SafetensorsFile state) throws IOException {
        module.load(new PrefixedSource(state, name + ".weights."));
        optimizer.restore(
                new PrefixedSource(state, name + ".optimizer."), count(state, name + ".steps"));
        if (ema != null) {
            ema.restore(new PrefixedSource(state, name + "."), count(state, name + ".ema_updates"));
        }
    }

    private static long count(SafetensorsFile state, String key) throws IOException {
        String text = state.metadata().getOrDefault(key, "");
        if (!text.matches("\\d{1,18}")) {
            throw new CheckpointException(state.path() + " says '" + text + "' for " + key);
        }
        return Long.parseLong(text);
    }
}
