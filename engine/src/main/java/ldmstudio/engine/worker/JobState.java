package ldmstudio.engine.worker;

/**
 * What a job last said of itself, read by the heartbeat. All of it changes at once.
 *
 * @param quietSince {@link System#nanoTime} of the last sign of life
 */
record JobState(
        String state,
        String activity,
        long step,
        long totalSteps,
        double stepsPerSecond,
        long quietSince) {

    static JobState of(String state, String activity) {
        return new JobState(state, activity, 0, 0, 0, System.nanoTime());
    }

    /** A new state and activity at the same step. */
    JobState now(String newState, String newActivity) {
        return new JobState(
                newState, newActivity, step, totalSteps, stepsPerSecond, System.nanoTime());
    }

    JobState at(String newState, String newActivity, long newStep, long total, double rate) {
        return new JobState(newState, newActivity, newStep, total, rate, System.nanoTime());
    }

    Reply.Heartbeat heartbeat(double memoryMib, long liveArrays) {
        boolean waits = state.equals("idle") || state.equals("paused");
        double quiet = waits ? 0 : (System.nanoTime() - quietSince) / 1e9;
        double eta =
                stepsPerSecond > 0 && totalSteps > 0 && state.equals("training")
                        ? Math.max(0, totalSteps - step) / stepsPerSecond
                        : -1;
        return new Reply.Heartbeat(
                state,
                activity,
                step,
                totalSteps,
                stepsPerSecond,
                eta,
                memoryMib,
                liveArrays,
                quiet);
    }
}
