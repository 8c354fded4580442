package ldmstudio.engine.evaluate;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.tensor.LossOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Says of generated pictures whether they show the class that was asked for, by a classifier
 * trained on real pictures. Its own accuracy on held-out real pictures belongs beside every figure
 * that it gives.
 */
public final class ClassJudge implements AutoCloseable {
    private final Ops ops;
    private final PictureClassifier classifier;

    private ClassJudge(Ops ops, PictureClassifier classifier) {
        this.ops = ops;
        this.classifier = classifier;
    }

    /**
     * Trains a judge.
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
            JudgeProgress progress) {
        PictureClassifier classifier = new PictureClassifier(ops, channels, side, classes);
        classifier.initialize(seed);
        ClassifierTraining.run(
                ops,
                classifier,
                batches,
                (logits, batch) ->
                        new LossOps(ops).crossEntropy(logits, labels(ops, batch.classLabels())),
                steps,
                progress);
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
                seen[i] = ClassifierTraining.largest(logits, i * classes, classes);
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
