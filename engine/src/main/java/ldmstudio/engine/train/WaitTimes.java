package ldmstudio.engine.train;

/**
 * How long a training waited for its files: for pictures or latents, and for events, previews and
 * checkpoints. Pauses do not count; what comes before the first step and after the last one does
 * not either.
 */
final class WaitTimes {
    private long begun = System.nanoTime();
    private long paused;
    private long writing;

    /** The steps begin now. */
    void begin() {
        begun = System.nanoTime();
    }

    /** Work that the next step has to wait for. */
    void writing(BackgroundWriter.Work work) throws java.io.IOException {
        long start = System.nanoTime();
        try {
            work.run();
        } finally {
            writing += System.nanoTime() - start;
        }
    }

    void paused(long nanos) {
        paused += nanos;
    }

    double seconds() {
        return Math.max(1, System.nanoTime() - begun - paused) * 1e-9;
    }

    double writingSeconds() {
        return writing * 1e-9;
    }
}
