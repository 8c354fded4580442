package ldmstudio.engine.tensor;

import ai.djl.pytorch.jni.JniUtils;

/** The number of threads that one operator may use; sums are ordered by it, so a run records it. */
public final class TorchThreads {
    private TorchThreads() {}

    public static int count() {
        TorchThread.prepare();
        return JniUtils.getNumThreads();
    }
}
