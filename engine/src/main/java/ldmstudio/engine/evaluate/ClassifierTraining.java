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

/** Trains a judge's classifier with AdamW, the rate falling along half a cosine. */
final class ClassifierTraining {
    private static final double PEAK_RATE = 2e-3;

    /** What a batch's logits are measured by. */
    interface Loss {
        NDArray of(NDArray logits, Batch batch);
    }

    private ClassifierTraining() {}

    static void run(
            Ops ops,
            PictureClassifier classifier,
            BatchLoader batches,
            Loss measure,
            int steps,
            JudgeProgress progress) {
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
                    NDArray loss = measure.of(classifier.forward(pixels(ops, batch)), batch);
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
    }

    private static NDArray pixels(Ops ops, Batch batch) {
        return ops.array(
                batch.pixels(), batch.size(), batch.channels(), batch.height(), batch.width());
    }

    /** The place of the largest of {@code count} logits from {@code from} on. */
    static int largest(float[] logits, int from, int count) {
        int largest = 0;
        for (int c = 1; c < count; c++) {
            if (logits[from + c] > logits[from + largest]) {
                largest = c;
            }
        }
        return largest;
    }
}
