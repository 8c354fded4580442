package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.image.Image;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.WalkConfig;
import org.jspecify.annotations.Nullable;

/**
 * The place on the walk that is looked at and its picture: a quick draft while it moves, the whole
 * number of steps when it has come to rest. Knows no controls; {@link #tick} is its clock.
 */
final class LiveWalk {
    /** Steps of a draft when there is time. */
    static final int DRAFT_STEPS = 2;

    /** So long nothing moves before the steps of a whole picture are spent. */
    private static final long REST_NANOS = 220_000_000;

    /** What decides when a picture is shown, not how it looks. */
    private static final List<String> PACE =
            List.of("retime", "retime_probes", "vgg16_weights", "lpips_weights");

    /** What the shown picture is. */
    enum Quality {
        NONE,
        DRAFT,
        FULL
    }

    private record Portrait(String model, Object look, Keyframe keyframe) {}

    private final WalkEditor editor;
    private final LiveFrames frames;
    private final LivePace pace;
    private final FrameGovernor governor = new FrameGovernor(DRAFT_STEPS);
    private final Playback playback = new Playback();
    private final ReadOnlyDoubleWrapper at = new ReadOnlyDoubleWrapper(this, "at");
    private final ReadOnlyDoubleWrapper atY = new ReadOnlyDoubleWrapper(this, "atY");
    private final ReadOnlyObjectWrapper<@Nullable LiveFrame> shown =
            new ReadOnlyObjectWrapper<>(this, "shown");
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");
    private final Map<FrameKey, Portrait> sitting = new HashMap<>();
    private final Map<Portrait, Image> portraits = new HashMap<>();
    private Runnable onDrawn = () -> {};
    private double wholeMillis;
    private double wholeAt = -1;
    private Quality quality = Quality.NONE;
    private String model = "";
    private WalkConfig look;
    private boolean dragging;
    private boolean rested = true;
    private double time;
    private long movedAt;
    private long now;

    LiveWalk(WalkEditor editor, LiveFrames frames, LivePace pace) {
        this.editor = editor;
        this.frames = frames;
        this.pace = pace;
        this.look = look(editor.walk());
        frames.setOnFrame(this::arrived);
        frames.setOnMeasured(governor::drew);
        pace.setOnChanged(this::paced);
        editor.walkProperty().addListener((o, was, is) -> edited(is));
    }

    /** Hears that the picture of the place that is looked at has arrived. */
    void setOnDrawn(Runnable listener) {
        onDrawn = listener;
    }

    ReadOnlyDoubleProperty atProperty() {
        return at.getReadOnlyProperty();
    }

    ReadOnlyDoubleProperty atYProperty() {
        return atY.getReadOnlyProperty();
    }

    double at() {
        return at.get();
    }

    double atY() {
        return atY.get();
    }

    /** The newest picture; null before the first. */
    ReadOnlyObjectProperty<@Nullable LiveFrame> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Grows whenever pictures of keyframes or what is known about the frame rate have changed. */
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    Quality quality() {
        return quality;
    }

    /** The place whose whole picture is shown; -1: a draft or none is. */
    double wholeAt() {
        return wholeAt;
    }

    /** Milliseconds that a whole picture takes; 0: not measured yet. */
    double wholeMillis() {
        return wholeMillis;
    }

    /** How the slider is re-timed. */
    LivePace pace() {
        return pace;
    }

    FrameGovernor governor() {
        return governor;
    }

    Playback playback() {
        return playback;
    }

    boolean dragging() {
        return dragging;
    }

    /** Whether the picture of the place that is looked at is still being drawn. */
    boolean busy() {
        return frames.busy();
    }

    /** Draws with this model from now on; empty: with none. */
    void use(String path) {
        if (path.equals(model)) {
            return;
        }
        model = path;
        pace.forget();
        governor.reset();
        portraits.clear();
        sitting.clear();
        wholeMillis = 0;
        quality = Quality.NONE;
        shown.set(null);
        frames.forget();
        moved();
    }

    /** Draws what is missing anew, such as after a worker's death. */
    void again() {
        rested = false;
        moved();
    }

    /** The pointer moves the place. */
    void drag(double x, double y) {
        playback.stop();
        dragging = true;
        put(x, y);
    }

    /** The pointer has let go: the whole picture of this very place. */
    void release() {
        if (dragging) {
            dragging = false;
            rest();
        }
    }

    /** A key or a typed number moves the place. */
    void seek(double x, double y) {
        playback.stop();
        put(x, y);
    }

    /** The clock, some ten times a second while the page is shown. */
    void tick(long nanos) {
        now = nanos;
        if (playback.plays()) {
            WalkConfig walk = editor.walk();
            boolean closed = PlaneCorners.closed(walk);
            time = playback.advance(time, nanos, walk.seconds(), closed, walk.pingPong());
            if (walk.mode().equals("plane")) {
                PlaneCorners.Corner on =
                        PlaneCorners.tour(walk.keyframes().size(), pace.time(time));
                at.set(Math.max(0, Math.min(1, on.x())));
                atY.set(Math.max(0, Math.min(1, on.y())));
            } else {
                at.set(time);
            }
            movedAt = nanos;
            rested = false;
            wantDraft();
        } else if (!rested && !dragging && nanos - movedAt > REST_NANOS) {
            rest();
        }
    }

    /** A keyframe's own picture, once it has been drawn. */
    Optional<Image> portrait(int index) {
        return Optional.ofNullable(portraits.get(portraitOf(index)));
    }

    /** Key of the whole picture at a place; what a film has there. */
    FrameKey whole(double x, double y) {
        return new FrameKey(model, look, x, y, 0);
    }

    /** Key of the whole picture of the place that is looked at, re-timed as the film is. */
    private FrameKey here() {
        boolean plane = editor.walk().mode().equals("plane");
        return whole(plane ? at.get() : pace.time(at.get()), atY.get());
    }

    /** The pace is known: the same place of the slider is another time of the walk. */
    private void paced() {
        if (!editor.walk().mode().equals("plane")) {
            moved();
        }
        revision.set(revision.get() + 1);
    }

    private void put(double x, double y) {
        // Not rounded: the place of a film's frame must be that very number.
        at.set(Math.max(0, Math.min(1, x)));
        time = at.get();
        atY.set(Math.max(0, Math.min(1, y)));
        moved();
    }

    private void moved() {
        movedAt = now;
        rested = false;
        wantDraft();
    }

    private void rest() {
        rested = true;
        if (model.isEmpty() || !problemFree()) {
            return;
        }
        pace.rested(model, editor.walk());
        frames.want(here());
        frames.decorate(missingPortraits());
    }

    private boolean problemFree() {
        return editor.walk().problems().isEmpty();
    }

    private void wantDraft() {
        if (model.isEmpty() || !problemFree()) {
            return;
        }
        FrameKey whole = here();
        boolean plane = editor.walk().mode().equals("plane");
        FrameKey draft =
                new FrameKey(
                        model,
                        look,
                        governor.snap(whole.at()),
                        plane ? governor.snap(atY.get()) : 0,
                        Math.min(governor.steps(), editor.walk().sampling().steps()));
        // A whole picture that is known is better than a draft, and as quick.
        frames.want(frames.known(whole).isPresent() ? whole : draft);
    }

    private void edited(WalkConfig walk) {
        WalkConfig fresh = look(walk);
        boolean wasOn = pace.on();
        pace.edited(walk);
        if (wasOn || !walk.retime().equals("none")) {
            // The same place may be another time now, or is to be found out.
            rested = false;
        }
        if (!fresh.equals(look)) {
            if (!fresh.mode().equals(look.mode()) || !pictures(fresh).equals(pictures(look))) {
                // What was measured of another kind of picture says nothing about this one.
                governor.reset();
            }
            look = fresh;
            moved();
        }
        revision.set(revision.get() + 1);
    }

    /**
     * @param late whether a frame that was wished for later is shown already
     */
    private void arrived(FrameKey key, LiveFrame frame, boolean late) {
        Portrait portrait = sitting.remove(key);
        if (portrait != null) {
            portraits.put(portrait, frame.image());
        }
        if (key.steps() == 0) {
            wholeMillis = frame.milliseconds();
        }
        boolean here =
                key.model().equals(model)
                        && key.look().equals(look)
                        && (portrait == null ? !late : key.equals(here()));
        if (here) {
            quality = key.steps() == 0 ? Quality.FULL : Quality.DRAFT;
            wholeAt = key.steps() == 0 ? key.at() : -1;
            shown.set(frame);
            onDrawn.run();
        }
        revision.set(revision.get() + 1);
    }

    private Portrait portraitOf(int index) {
        Keyframe keyframe = editor.walk().keyframes().get(index).with("at", -1.0);
        Object rest = look(editor.walk().withKeyframes(List.of(Keyframe.defaults())));
        return new Portrait(model, rest, keyframe);
    }

    private List<FrameKey> missingPortraits() {
        sitting.clear();
        List<FrameKey> missing = new ArrayList<>();
        WalkConfig walk = editor.walk();
        boolean plane = walk.mode().equals("plane");
        boolean own = plane || walk.mode().equals("keyframes") || walk.mode().equals("latents");
        List<Double> places = own ? Places.of(walk) : List.of();
        for (int i = 0; i < places.size(); i++) {
            Portrait portrait = portraitOf(i);
            if (!portraits.containsKey(portrait)) {
                PlaneCorners.Corner corner =
                        PlaneCorners.of(Math.max(3, places.size())).get(plane ? i : 0);
                FrameKey key = plane ? whole(corner.x(), corner.y()) : whole(places.get(i), 0);
                sitting.put(key, portrait);
                missing.add(key);
            }
        }
        return missing;
    }

    private static List<String> pictures(WalkConfig walk) {
        return walk.keyframes().stream().map(Keyframe::picture).toList();
    }

    /** The walk as far as it decides pixels: how it is gone along changes no picture. */
    private static WalkConfig look(WalkConfig walk) {
        WalkConfig plain = WalkConfig.defaults();
        WalkConfig look = walk.with("seconds", 1.0).with("ping_pong", false);
        for (String key : PACE) {
            look = look.with(key, plain.get(key));
        }
        return look;
    }
}
