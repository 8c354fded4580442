package ldmstudio.app.chart;

/**
 * Something that happened at a step: a vertical line with a word, on every chart of the run.
 *
 * @param step where it stands
 * @param label a word or two
 * @param kind decides colour and dash
 */
public record ChartMarker(double step, String label, Kind kind) {
    /** What kinds of things happen to a run. */
    public enum Kind {
        /** The discriminator starts or stops feeding the generator. */
        DISCRIMINATOR,
        /** Paused, resumed. */
        PAUSE,
        /** A setting was changed while running. */
        SETTING,
        /** A checkpoint was written; drawn as a tick at the bottom, without a line. */
        CHECKPOINT,
        /** Something went wrong. */
        PROBLEM
    }
}
