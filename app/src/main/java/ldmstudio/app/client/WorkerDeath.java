package ldmstudio.app.client;

import java.util.List;

/**
 * The end of a worker process.
 *
 * @param exitCode as the system gives it; 128 + n for signal n on Unix
 * @param expected it had been asked to end
 * @param words what the code means
 * @param log the last lines it wrote on its error stream
 */
public record WorkerDeath(int exitCode, boolean expected, String words, List<String> log) {
    static WorkerDeath of(int exitCode, boolean expected, List<String> log) {
        return new WorkerDeath(exitCode, expected, ExitWords.of(exitCode), List.copyOf(log));
    }

    /** Raw text for a report. */
    public String details() {
        return "exit code " + exitCode + "\n\n" + String.join("\n", log);
    }
}
