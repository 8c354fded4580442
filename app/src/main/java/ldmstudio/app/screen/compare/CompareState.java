package ldmstudio.app.screen.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import ldmstudio.engine.config.SamplingConfig;

/**
 * Everything that a person has set on the page; kept between sessions, and one step of undo.
 *
 * @param panes in the order of their letters, at most {@link #MOST}
 * @param shared values of all panes that have none of their own, by {@link SharedValue#key}
 * @param look how pictures are held against each other
 * @param first pane A of a pair, by its place
 * @param second pane B of a pair, by its place
 * @param picture which picture of every pane is shown, from 0
 * @param gain what differences are multiplied with
 * @param blinkHz changes a second
 * @param live whether panes are drawn anew as soon as a value changes
 * @param nextId for the next pane
 */
record CompareState(
        List<PaneSpec> panes,
        Map<String, String> shared,
        Look look,
        int first,
        int second,
        int picture,
        double gain,
        double blinkHz,
        boolean live,
        int nextId) {
    /** More would be too small to see. */
    static final int MOST = 6;

    /** How pictures are held against each other. */
    enum Look {
        SIDE_BY_SIDE("Side by side"),
        SLIDER("A/B slider"),
        BLINK("Blink"),
        DIFFERENCE("Difference");

        private final String label;

        Look(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    CompareState {
        panes = panes == null ? List.of() : List.copyOf(panes);
        shared = shared == null ? Map.of() : Map.copyOf(shared);
        look = look == null ? Look.SIDE_BY_SIDE : look;
        int last = Math.max(0, panes.size() - 1);
        first = Math.max(0, Math.min(last, first));
        second = Math.max(0, Math.min(last, second));
        picture = Math.max(0, picture);
        gain = Math.max(1, Math.min(64, gain));
        blinkHz = Math.max(0.5, Math.min(7, blinkHz));
    }

    static CompareState empty() {
        return new CompareState(List.of(), Map.of(), Look.SIDE_BY_SIDE, 0, 1, 0, 4, 2, true, 1);
    }

    /** The letter of a pane's place. */
    static String letter(int place) {
        return String.valueOf((char) ('A' + place));
    }

    String shared(SharedValue value) {
        return shared.getOrDefault(value.key(), value.first());
    }

    /** What a pane draws with: its own value or the shared one. */
    String value(PaneSpec pane, SharedValue value) {
        return pane.own().getOrDefault(value.key(), shared(value));
    }

    Optional<PaneSpec> pane(int id) {
        return panes.stream().filter(pane -> pane.id() == id).findFirst();
    }

    /** Place of a pane, or -1. */
    int place(int id) {
        for (int i = 0; i < panes.size(); i++) {
            if (panes.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    boolean full() {
        return panes.size() >= MOST;
    }

    /** With another pane, which gets a number of its own. */
    CompareState plus(PaneSpec pane) {
        List<PaneSpec> all = new ArrayList<>(panes);
        all.add(pane.withId(nextId));
        CompareState more = withPanes(all, nextId + 1);
        return panes.size() == 1 ? more.withPair(0, 1) : more;
    }

    CompareState without(int id) {
        return withPanes(panes.stream().filter(pane -> pane.id() != id).toList(), nextId);
    }

    CompareState changed(int id, UnaryOperator<PaneSpec> change) {
        return withPanes(
                panes.stream().map(pane -> pane.id() == id ? change.apply(pane) : pane).toList(),
                nextId);
    }

    /** Whether sampler, steps and guidance were said, by somebody or by the first model. */
    boolean saysHowToDraw() {
        return shared.keySet()
                .containsAll(
                        List.of(
                                SharedValue.SAMPLER.key(),
                                SharedValue.STEPS.key(),
                                SharedValue.GUIDANCE.key()));
    }

    /** With a model's own settings wherever nobody has said anything. */
    CompareState completedBy(SamplingConfig own) {
        return withSharedUnlessSaid(SharedValue.SAMPLER, own.sampler())
                .withSharedUnlessSaid(SharedValue.STEPS, String.valueOf(own.steps()))
                .withSharedUnlessSaid(SharedValue.GUIDANCE, String.valueOf(own.guidanceScale()))
                .withSharedUnlessSaid(
                        SharedValue.PROMPT, own.promptList().stream().findFirst().orElse(""))
                .withSharedUnlessSaid(SharedValue.COUNT, "4");
    }

    private CompareState withSharedUnlessSaid(SharedValue value, String text) {
        return shared.containsKey(value.key()) ? this : withShared(value, text);
    }

    CompareState withShared(SharedValue value, String text) {
        Map<String, String> changed = new LinkedHashMap<>(shared);
        changed.put(value.key(), text);
        return new CompareState(
                panes, changed, look, first, second, picture, gain, blinkHz, live, nextId);
    }

    private CompareState withPanes(List<PaneSpec> other, int next) {
        return new CompareState(
                other, shared, look, first, second, picture, gain, blinkHz, live, next);
    }

    /** With panes and values of another moment; how the pictures are looked at stays. */
    CompareState edited(CompareState other) {
        return new CompareState(
                other.panes,
                other.shared,
                look,
                other.first,
                other.second,
                picture,
                gain,
                blinkHz,
                live,
                Math.max(nextId, other.nextId));
    }

    CompareState withLook(Look other) {
        return new CompareState(
                panes, shared, other, first, second, picture, gain, blinkHz, live, nextId);
    }

    CompareState withPair(int a, int b) {
        return new CompareState(panes, shared, look, a, b, picture, gain, blinkHz, live, nextId);
    }

    CompareState withPicture(int index) {
        return new CompareState(
                panes, shared, look, first, second, index, gain, blinkHz, live, nextId);
    }

    CompareState withGain(double factor) {
        return new CompareState(
                panes, shared, look, first, second, picture, factor, blinkHz, live, nextId);
    }

    CompareState withBlinkHz(double hz) {
        return new CompareState(
                panes, shared, look, first, second, picture, gain, hz, live, nextId);
    }

    CompareState withLive(boolean on) {
        return new CompareState(
                panes, shared, look, first, second, picture, gain, blinkHz, on, nextId);
    }
}
