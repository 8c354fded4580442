package ldmstudio.engine.evaluate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Says of generated pictures whether they show the class that was asked for, by a classifier
 * trained on real pictures. Its own accuracy on held-out real pictures belongs beside every figure
 * that it gives.
 */
public final class ClassJudge implements AutoCloseable {
    private static final double PEAK_RATE = 2e-3;

    /** Hears how far the training is. */
    public interface Progress {
        void step(int step, int total, double loss);
    }

    private final Ops ops;
    private final PictureClassifier classifier;

    private ClassJudge(Ops ops, PictureClassifier classifier) {
        this.ops = ops;
        this.classifier = classifier;
    }

    /**
     * Trains a judge with AdamW, the rate falling along half a cosine.
     *
     * @param batches shuffled real pictures with their classes
     * @param seed of the weights
     */
    public static ClassJudge train(
            Ops ops,
            BatchLoader batches,
            int side,
            int channels,
            int classes,
            int steps,
            long seed,
            Progress progress) {
        PictureClassifier classifier = new PictureClassifier(ops, channels, side, classes);
        classifier.initialize(seed);
        List<NDArray> parameters = classifier.trainedArrays();
        ListOps lists = new ListOps(ops);
        try (Scope training = Scope.open()) {
            List<NDArray> first = new ArrayList<>();
            List<NDArray> second = new ArrayList<>();
            for (NDArray parameter : parameters) {
                first.add(ops.zeros(parameter.getShape().getShape()));
                second.add(ops.zeros(parameter.getShape().getShape()));
            }
            for (int step = 0; step < steps; step++) {
                Batch batch = batches.batch(step);
                try (Scope scope = Scope.open();
                        Gradients.Recording on = Gradients.record()) {
                    NDArray x = ops.array(batch.pixels(), batch.size(), channels, side, side);
                    NDArray loss =
                            ops.crossEntropy(
                                    classifier.forward(x), labels(ops, batch.classLabels()));
                    List<NDArray> gradients = Gradients.of(ops, loss, parameters, false);
                    NDArray number = ops.scalar(step + 1);
                    double rate = PEAK_RATE * 0.5 * (1 + Math.cos(Math.PI * step / steps));
                    lists.adamw(
                            parameters,
                            gradients,
                            first,
                            second,
                            parameters.stream().map(p -> number).toList(),
                            rate,
                            0.9,
                            0.999,
                            0.01,
                            1e-8);
                    progress.step(step + 1, steps, ops.item(loss));
                }
            }
        }
        return new ClassJudge(ops, classifier);
    }

    private static NDArray labels(Ops ops, int[] classes) {
        long[] labels = new long[classes.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes[i];
        }
        return ops.array(labels, labels.length);
    }

    /** The class that the judge sees in each picture of {@code (size, C, S, S)} in [-1, 1]. */
    public int[] judge(float[] pixels, int size, int channels, int side) {
        try (Scope scope = Scope.open()) {
            float[] logits =
                    ops.floats(classifier.forward(ops.array(pixels, size, channels, side, side)));
            int classes = logits.length / size;
            int[] seen = new int[size];
            for (int i = 0; i < size; i++) {
                for (int c = 1; c < classes; c++) {
                    if (logits[i * classes + c] > logits[i * classes + seen[i]]) {
                        seen[i] = c;
                    }
                }
            }
            return seen;
        }
    }

    /** Share of real pictures whose class the judge sees. */
    public double accuracy(BatchLoader inOrder, int pictures) {
        int right = 0;
        int done = 0;
        for (long step = 0; done < pictures; step++) {
            Batch batch = inOrder.batch(step);
            int[] seen = judge(batch.pixels(), batch.size(), batch.channels(), batch.height());
            for (int i = 0; i < seen.length; i++) {
                right += seen[i] == batch.classLabels()[i] ? 1 : 0;
            }
            done += batch.size();
        }
        return (double) right / done;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
