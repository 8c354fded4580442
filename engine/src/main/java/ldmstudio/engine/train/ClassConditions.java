package ldmstudio.engine.train;

import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.tensor.Ops;

/** Tells the class; hidden, and for pictures without one, it is the label after the last. */
final class ClassConditions implements Conditions {
    private final Ops ops;
    private final int classCount;
    private final HiddenShare hidden;

    ClassConditions(Ops ops, int classCount, HiddenShare hidden) {
        this.ops = ops;
        this.classCount = classCount;
        this.hidden = hidden;
    }

    @Override
    public Conditioning of(LatentBatches.Clean clean, long batchNumber) {
        int[] classes = clean.labels();
        long[] labels = new long[classes.length];
        for (int i = 0; i < labels.length; i++) {
            boolean none = classes[i] < 0 || hidden.hides(batchNumber, i);
            labels[i] = none ? classCount : classes[i];
        }
        return Conditioning.ofClasses(ops.array(labels, labels.length));
    }
}
