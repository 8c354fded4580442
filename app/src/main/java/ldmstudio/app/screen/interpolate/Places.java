package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTimeline;

/** Where the keyframes of a walk lie, with those that are evenly placed given their numbers. */
final class Places {
    /** The least way between two keyframes. */
    static final double GAP = 0.005;

    private Places() {}

    /** The places in order, as the engine lays them out. */
    static List<Double> of(WalkConfig walk) {
        return WalkTimeline.of(walk).places().stream().map(Places::round).toList();
    }

    /** The same walk with every place written out: what a timeline can drag. */
    static WalkConfig fixed(WalkConfig walk) {
        if (walk.mode().equals("plane")) {
            return walk;
        }
        List<Double> places = of(walk);
        List<Keyframe> fixed = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Keyframe keyframe = walk.keyframes().get(i);
            fixed.add(
                    keyframe.at() == places.get(i) ? keyframe : keyframe.with("at", places.get(i)));
        }
        return fixed.equals(walk.keyframes()) ? walk : walk.withKeyframes(fixed);
    }

    /** The same keyframes at even distances. */
    static WalkConfig even(WalkConfig walk) {
        List<Keyframe> even = walk.keyframes().stream().map(k -> k.with("at", -1.0)).toList();
        return fixed(walk.withKeyframes(even));
    }

    /** As near to {@code wanted} as the neighbours of keyframe {@code index} allow. */
    static double allowed(WalkConfig walk, int index, double wanted) {
        List<Double> places = of(walk);
        double least = index == 0 ? 0 : places.get(index - 1) + GAP;
        double most = index == places.size() - 1 ? 1 : places.get(index + 1) - GAP;
        return round(Math.max(least, Math.min(most, wanted)));
    }

    /** Six digits are a frame of any film; more would only clutter files. */
    static double round(double at) {
        return Math.rint(at * 1e6) / 1e6;
    }
}
