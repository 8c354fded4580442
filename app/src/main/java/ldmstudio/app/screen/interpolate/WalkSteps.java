package ldmstudio.app.screen.interpolate;

import java.util.List;
import java.util.Locale;
import ldmstudio.engine.config.WalkTimeline;

/** Moves the place that is looked at by frames and keyframes, and says where it is. */
final class WalkSteps {
    private final WalkEditor editor;
    private final LiveWalk live;
    private final WalkFilms films;

    WalkSteps(WalkEditor editor, LiveWalk live, WalkFilms films) {
        this.editor = editor;
        this.live = live;
        this.films = films;
    }

    /** Moves by whole frames of the film. */
    void frames(int by) {
        int frames = films.frames();
        boolean closed = PlaneCorners.closed(editor.walk());
        double last = closed ? frames : frames - 1.0;
        int next = (int) Math.max(0, Math.min(frames - 1, Math.rint(live.at() * last) + by));
        live.seek(WalkTimeline.time(next, frames, closed), live.atY());
    }

    /** Moves to the next or the previous keyframe and chooses it. */
    void keyframes(int way) {
        List<Double> places = Places.of(editor.walk()).stream().map(live.pace()::share).toList();
        int next = way > 0 ? places.size() - 1 : 0;
        for (int i = 0; i < places.size(); i++) {
            int k = way > 0 ? i : places.size() - 1 - i;
            if (way > 0 ? places.get(k) > live.at() + 1e-9 : places.get(k) < live.at() - 1e-9) {
                next = k;
                break;
            }
        }
        goTo(next);
    }

    /** Chooses a keyframe and looks at it. */
    void goTo(int index) {
        editor.select(index);
        if (editor.walk().mode().equals("plane")) {
            PlaneCorners.Corner corner =
                    PlaneCorners.of(editor.walk().keyframes().size()).get(index);
            live.seek(corner.x(), corner.y());
        } else {
            live.seek(live.pace().share(Places.of(editor.walk()).get(index)), 0);
        }
    }

    /** The place that is looked at, in words. */
    String words() {
        double at = live.at();
        if (editor.walk().mode().equals("plane")) {
            return String.format(Locale.ROOT, "%.2f across, %.2f down", at, live.atY());
        }
        double seconds = editor.walk().seconds();
        return String.format(
                Locale.ROOT, "%.3f, %.2f s of %s", at, at * seconds, TimeScale.words(seconds));
    }
}
