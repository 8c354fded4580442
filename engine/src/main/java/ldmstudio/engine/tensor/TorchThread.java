package ldmstudio.engine.tensor;

import ai.djl.pytorch.jni.JniUtils;

/**
 * libtorch keeps three switches per thread: whether autograd records (on by default), whether
 * TorchScript profiles and recompiles (which costs a warm-up and helps nothing here), and how many
 * threads an operator may use. Every thread that touches an array gets the same ones.
 */
final class TorchThread {
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

    private TorchThread() {}

    static void prepare() {
        if (!PREPARED.get()) {
            PREPARED.set(true);
            JniUtils.setGradMode(false);
            JniUtils.setGraphExecutorOptimize(false);
            int threads = Integer.getInteger("ldmstudio.threads", 0);
            if (threads > 0) {
                JniUtils.setNumThreads(threads);
            }
        }
    }
}
