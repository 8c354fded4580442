package ldmstudio.app.jobs;

import ldmstudio.app.client.Worker;

/**
 * A training at this moment, pulled about 15 times a second.
 *
 * @param activity what it does, in words
 * @param totalSteps 0: unknown yet
 * @param etaSeconds negative: unknown
 * @param memoryMib of the worker; 0: unknown
 */
public record JobReading(
        JobState state,
        String activity,
        long step,
        long totalSteps,
        double stepsPerSecond,
        double etaSeconds,
        double memoryMib,
        long liveArrays,
        Worker.Health health) {

    /** Done, 0 to 1; negative: unknown. */
    public double fraction() {
        return totalSteps <= 0 ? -1 : Math.min(1.0, (double) step / totalSteps);
    }
}
