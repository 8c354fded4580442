package ldmstudio.app;

import java.io.IOException;
import java.util.List;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.concurrent.DaemonThreads;

/**
 * {@code ldm-studio ARGUMENTS} is {@code ldm ARGUMENTS}: a child process with this one's terminal,
 * since the window's process has neither the memory nor the libraries for a training.
 */
final class WithoutWindow {
    private static final int FAILED = 1;

    private WithoutWindow() {}

    /** Runs to the end and returns ldm's exit code. */
    static int run(String[] args) {
        try {
            WorkerCommand ldm = WorkerCommand.ldm(List.of(args));
            ProcessBuilder builder = new ProcessBuilder(ldm.words()).inheritIO();
            builder.environment().putAll(ldm.environment());
            Process process = builder.start();
            // A polite kill of this process must reach ldm, which then writes a checkpoint.
            Runtime.getRuntime()
                    .addShutdownHook(DaemonThreads.create("end-ldm", () -> end(process)));
            return process.waitFor();
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
