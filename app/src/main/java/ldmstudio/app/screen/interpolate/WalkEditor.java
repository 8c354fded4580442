package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.action.EditHistory;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.KeyframeNumbers;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;

/**
 * The walk while a person edits it: keyframes, the chosen one, numbers along the way; every edit
 * can be taken back. Knows no controls.
 */
final class WalkEditor {
    /** The number that a keyframe has a field of its own for. */
    static final String GUIDANCE = "guidance_scale";

    private final EditHistory<WalkConfig> history;
    private final ReadOnlyObjectWrapper<WalkConfig> walk;
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(this, "selected");

    WalkEditor(WalkConfig first) {
        WalkConfig fixed = Places.fixed(first);
        history = new EditHistory<>(fixed);
        walk = new ReadOnlyObjectWrapper<>(this, "walk", fixed);
    }

    ReadOnlyObjectProperty<WalkConfig> walkProperty() {
        return walk.getReadOnlyProperty();
    }

    WalkConfig walk() {
        return walk.get();
    }

    /** Index of the keyframe that is edited. */
    ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    int selected() {
        return selected.get();
    }

    Keyframe keyframe() {
        return walk().keyframes().get(selected());
    }

    /** Another walk; what was done before cannot be taken back. */
    void begin(WalkConfig other) {
        history.begin(Places.fixed(other));
        selected.set(0);
        show();
    }

    /** Another walk in place of this one; can be taken back. */
    void replace(WalkConfig other) {
        edit(other, "");
    }

    void select(int index) {
        selected.set(Math.max(0, Math.min(walk().keyframes().size() - 1, index)));
        history.endGesture();
    }

    /** The gesture is over: the next edit counts by itself. */
    void endGesture() {
        history.endGesture();
    }

    boolean canUndo() {
        return history.canUndo();
    }

    boolean canRedo() {
        return history.canRedo();
    }

    void undo() {
        if (history.undo()) {
            show();
        }
    }

    void redo() {
        if (history.redo()) {
            show();
        }
    }

    /**
     * Changes a value of the walk by its dotted key.
     *
     * @throws ldmstudio.engine.config.ConfigException when the value is not allowed there
     */
    void set(String key, Object value) {
        WalkConfig changed = walk().with(key, value);
        double last = Places.of(walk()).get(walk().keyframes().size() - 1);
        if (key.equals("loop") && !changed.loop() && last > 0 && last < 1) {
            // The way back had its room behind the last keyframe; without it there is no way.
            changed = changed.withKeyframes(scaled(walk(), 1 / last));
        }
        edit(changed, "walk." + key);
    }

    private static List<Keyframe> scaled(WalkConfig walk, double by) {
        List<Double> places = Places.of(walk);
        List<Keyframe> moved = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            // Coarser than places are, so that there and back again ends where it began.
            double at = Math.rint(Math.min(1, places.get(i) * by) * 1e4) / 1e4;
            moved.add(walk.keyframes().get(i).with("at", at));
        }
        return moved;
    }

    /** Another kind of walk, with as many keyframes as it needs. */
    void setMode(String mode) {
        List<Keyframe> keyframes = new ArrayList<>(walk().keyframes());
        int least = mode.equals("plane") ? 3 : mode.equals("noise_walk") ? 1 : 2;
        while (keyframes.size() < least) {
            keyframes.add(next(keyframes.get(keyframes.size() - 1)));
        }
        while (mode.equals("plane") && keyframes.size() > 4) {
            keyframes.remove(keyframes.size() - 1);
        }
        WalkConfig changed = walk().with("mode", mode).withKeyframes(keyframes);
        edit(mode.equals("plane") ? changed : Places.even(changed), "");
    }

    /** Changes a value of the chosen keyframe. */
    void setKeyframe(String key, Object value) {
        setKeyframe(selected(), key, value);
    }

    void setKeyframe(int index, String key, Object value) {
        edit(replaced(index, walk().keyframes().get(index).with(key, value)), index + "." + key);
    }

    /** Puts another keyframe in this one's place, its place on the timeline kept. */
    void setKeyframe(int index, Keyframe keyframe) {
        edit(replaced(index, keyframe.with("at", walk().keyframes().get(index).at())), "");
    }

    private WalkConfig replaced(int index, Keyframe keyframe) {
        List<Keyframe> all = new ArrayList<>(walk().keyframes());
        all.set(index, keyframe);
        return walk().withKeyframes(all);
    }

    /** Moves a keyframe as far as its neighbours allow. */
    void move(int index, double at) {
        if (!walk().mode().equals("plane")) {
            setKeyframe(index, "at", Places.allowed(walk(), index, at));
        }
    }

    /** Whether another keyframe has room. */
    boolean canAdd() {
        int count = walk().keyframes().size();
        return walk().mode().equals("plane") ? count < 4 : count < 64;
    }

    boolean canRemove() {
        int least =
                switch (walk().mode()) {
                    case "plane" -> 3;
                    case "noise_walk" -> 1;
                    default -> 2;
                };
        return walk().keyframes().size() > least;
    }

    /** A new keyframe at a place: what is drawn before it, with another seed. */
    void add(double at) {
        insert(at, false);
    }

    /** The chosen keyframe once more, halfway to the next one. */
    void duplicate() {
        if (walk().mode().equals("plane")) {
            insert(0, true);
            return;
        }
        List<Double> places = Places.of(walk());
        int i = selected();
        double here = places.get(i);
        double next = i + 1 < places.size() ? places.get(i + 1) : 1;
        insert(next - here > 2 * Places.GAP ? (here + next) / 2 : here - 2 * Places.GAP, true);
    }

    private void insert(double at, boolean same) {
        if (!canAdd()) {
            return;
        }
        List<Keyframe> all = new ArrayList<>(walk().keyframes());
        if (walk().mode().equals("plane")) {
            all.add(same ? keyframe() : next(all.get(all.size() - 1)));
            edit(walk().withKeyframes(all), "");
            select(all.size() - 1);
            return;
        }
        List<Double> places = Places.of(walk());
        int after = 0;
        while (after < places.size() && places.get(after) < at) {
            after++;
        }
        Keyframe before = all.get(Math.max(0, after - 1));
        Keyframe made = same ? keyframe() : next(before);
        all.add(after, made.with("at", Math.max(0, Math.min(1, at))));
        WalkConfig changed = walk().withKeyframes(spaced(all, after));
        edit(changed, "");
        select(after);
    }

    /** Makes room around a new keyframe that lies on another one. */
    private static List<Keyframe> spaced(List<Keyframe> all, int index) {
        List<Keyframe> spaced = new ArrayList<>(all);
        for (int i = Math.max(1, index); i < spaced.size(); i++) {
            double least = Places.round(spaced.get(i - 1).at() + Places.GAP);
            if (spaced.get(i).at() < least) {
                spaced.set(i, spaced.get(i).with("at", Math.min(1, least)));
            }
        }
        for (int i = spaced.size() - 2; i >= 0; i--) {
            double most = Places.round(spaced.get(i + 1).at() - Places.GAP);
            if (spaced.get(i).at() > most) {
                spaced.set(i, spaced.get(i).with("at", Math.max(0, most)));
            }
        }
        return spaced;
    }

    private static Keyframe next(Keyframe before) {
        return before.with("seed", before.seed() + 1).with("picture", "");
    }

    void remove(int index) {
        if (!canRemove() || index < 0 || index >= walk().keyframes().size()) {
            return;
        }
        List<Keyframe> all = new ArrayList<>(walk().keyframes());
        all.remove(index);
        int chosen = Math.min(selected() > index ? selected() - 1 : selected(), all.size() - 1);
        edit(walk().withKeyframes(all), "");
        select(chosen);
    }

    /** All keyframes at even distances. */
    void spread() {
        if (!walk().mode().equals("plane")) {
            edit(Places.even(walk()), "");
        }
    }

    /** A number of sampling at a keyframe: what the curve over the timeline shows. */
    double number(int index, String key) {
        SamplingConfig how = KeyframeNumbers.of(walk().keyframes().get(index), walk().sampling());
        return how.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    /** Sets a number of sampling at a keyframe. */
    void setNumber(int index, String key, double value) {
        Keyframe keyframe = walk().keyframes().get(index);
        if (key.equals(GUIDANCE)) {
            setKeyframe(index, GUIDANCE, value);
        } else {
            String numbers = NumberWords.with(keyframe.numbers(), key, value);
            edit(replaced(index, keyframe.with("numbers", numbers)), index + "." + key);
        }
    }

    /** A number at a keyframe is that of the whole walk again. */
    void clearNumber(int index, String key) {
        Keyframe keyframe = walk().keyframes().get(index);
        Keyframe cleared =
                key.equals(GUIDANCE)
                        ? keyframe.with(GUIDANCE, -1.0)
                        : keyframe.with("numbers", NumberWords.without(keyframe.numbers(), key));
        edit(replaced(index, cleared), "");
    }

    private void edit(WalkConfig changed, String gesture) {
        if (history.edit(Places.fixed(changed), gesture)) {
            show();
        }
    }

    private void show() {
        WalkConfig now = history.now();
        selected.set(Math.max(0, Math.min(now.keyframes().size() - 1, selected.get())));
        walk.set(now);
    }
}
