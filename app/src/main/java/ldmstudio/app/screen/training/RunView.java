package ldmstudio.app.screen.training;

import java.util.Locale;

/**
 * The run that is looked at, at this moment.
 *
 * @param words what is said beside the phase: activity, or what went wrong
 * @param hint what to do; may be empty
 * @param details raw text for a report; may be empty
 * @param controllable whether this window's worker trains it, so that it can be asked for things
 * @param resumable whether it can be taken up from a checkpoint
 * @param checkpointStep newest complete checkpoint; negative: none
 */
public record RunView(
        RunPhase phase,
        String words,
        String hint,
        String details,
        long step,
        long totalSteps,
        double stepsPerSecond,
        double etaSeconds,
        boolean controllable,
        boolean resumable,
        long checkpointStep) {
    /** Nothing is looked at. */
    static final RunView NONE =
            new RunView(RunPhase.NEW, "", "", "", 0, 0, 0, -1, false, false, -1);

    /** Done, 0 to 1; 0 where the length is unknown. */
    public double fraction() {
        return totalSteps <= 0 ? 0 : Math.min(1.0, (double) step / totalSteps);
    }

    /** {@code step 4,200 of 10,000 · 42 % · 4.2 steps/s · 23 min left}. */
    public String progressText() {
        if (phase == RunPhase.NEW || (totalSteps <= 0 && step <= 0)) {
            return "";
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "step %,d", step));
        if (totalSteps > 0) {
            text.append(
                    String.format(
                            Locale.ROOT, " of %,d  ·  %.0f %%", totalSteps, fraction() * 100));
        }
        if (stepsPerSecond > 0) {
            text.append(String.format(Locale.ROOT, "  ·  %.1f steps/s", stepsPerSecond));
        }
        if (etaSeconds >= 0) {
            text.append("  ·  ").append(duration(etaSeconds)).append(" left");
        }
        return text.toString();
    }

    /** {@code 45 s}, {@code 12 min}, {@code 3 h 20 min}. */
    public static String duration(double seconds) {
        if (seconds < 90) {
            return Math.round(seconds) + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 90 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
