package ldmstudio.engine.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a table of runs shows, all of it read from the folder.
 *
 * @param name name of the folder
 * @param stage {@code autoencoder}, {@code diffusion}, or empty before the start
 * @param step finished steps
 * @param metrics numbers of the last step that was logged
 * @param evaluation numbers of the last validation
 * @param bestPsnr dB; NaN before the first validation or where it has none
 * @param startedAt first start, and {@code updatedAt} last event, in milliseconds since 1970; 0:
 *     never
 * @param failure what went wrong, and {@code hint} what to do; empty: nothing
 */
public record RunStatus(
        Path folder,
        String name,
        RunState state,
        String stage,
        long step,
        long totalSteps,
        Map<String, Double> metrics,
        Map<String, Double> evaluation,
        double bestPsnr,
        long bestPsnrStep,
        long checkpointStep,
        long startedAt,
        long updatedAt,
        String failure,
        String hint) {

    /** Reads the status of a run folder. */
    public static RunStatus of(Path folder) throws RunFolderException {
        if (!isRunFolder(folder)) {
            throw new RunFolderException(
                    folder + " is not a run folder: it has no " + RunFolder.RUN_YAML,
                    "Give the folder of one run, such as runs/shapes.");
        }
        // The lock before the log: a run that ends in between is read as ended, not as crashed.
        boolean held = RunLock.isHeld(folder);
        RunHistory history = new RunHistory(folder);
        EventLog log = new EventLog(folder.resolve(RunFolder.EVENTS));
        EventLog.Tail tail = log.read(0);
        tail.events().forEach(history::add);
        while (!tail.complete()) {
            tail = log.read(tail.offset());
            tail.events().forEach(history::add);
        }
        return history.status(held);
    }

    /** Whether a folder looks like a run. */
    public static boolean isRunFolder(Path folder) {
        return Files.isRegularFile(folder.resolve(RunFolder.RUN_YAML));
    }
}
