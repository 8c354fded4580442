package ldmstudio.app.screen.compare;

import java.util.Locale;
import ldmstudio.app.control.NumberText;
import ldmstudio.app.screen.playground.SamplerNames;

/** Values of a pane in words. */
final class PaneWords {
    private static final int LONGEST = 28;

    private PaneWords() {}

    /** A value as a short mark: {@code seed 8}. */
    static String chip(SharedValue value, String text) {
        return switch (value) {
            case SAMPLER -> SamplerNames.of(text);
            case COUNT -> text + (text.equals("1") ? " picture" : " pictures");
            case STEPS -> text + (text.equals("1") ? " step" : " steps");
            case PROMPT, NEGATIVE_PROMPT ->
                    (value == SharedValue.PROMPT ? "“" : "not “")
                            + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
                            + "”";
            case CLASS -> text.isEmpty() ? "all classes" : text;
            case SEED, GUIDANCE -> value.label().toLowerCase(Locale.ROOT) + " " + text;
        };
    }

    /** How a pane's pictures were drawn, in a line. */
    static String summary(CompareState state, PaneSpec pane) {
        return "seed "
                + state.value(pane, SharedValue.SEED)
                + "  ·  "
                + state.value(pane, SharedValue.STEPS)
                + " × "
                + SamplerNames.of(state.value(pane, SharedValue.SAMPLER))
                + "  ·  guidance "
                + NumberText.of(Double.parseDouble(state.value(pane, SharedValue.GUIDANCE)));
    }

    /**
     * What a pane is at.
     *
     * @param activity what the worker says while it is started or a model is loaded
     * @param draws false: it shows a finished picture
     * @param stale whether the controls say something else by now
     */
    static String status(PaneDrawing drawing, String activity, boolean draws, boolean stale) {
        return switch (drawing.phase()) {
            case EMPTY -> "";
            case WAITING -> "waits for its turn";
            case LOADING -> (activity.isEmpty() ? "Loading the model" : activity) + "…";
            case DRAWING ->
                    drawing.steps() > 0
                            ? "step " + drawing.step() + " of " + drawing.steps()
                            : "begins…";
            case CANCELLED -> "cancelled  ·  Draw (Ctrl+Enter) draws it again";
            case FAILED -> "failed";
            case DONE ->
                    draws
                            ? (stale ? "not up to date  ·  " : "")
                                    + drawing.how()
                                    + String.format(Locale.ROOT, "  ·  %.1f s", drawing.seconds())
                            : "picture file";
        };
    }

    /** A pane for lists: its letter and its name. */
    static String name(CompareState state, int place) {
        return CompareState.letter(place) + "  " + state.panes().get(place).name();
    }
}
