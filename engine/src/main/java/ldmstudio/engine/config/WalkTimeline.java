package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the keyframes of a walk lie, and between which two of them a moment is.
 *
 * <p>Times are in [0, 1]. With a loop, 1 is the first keyframe again: when the last keyframe lies
 * at 1 as well, all places shrink by (K − 1) / K, so that the way back has the room of one of K.
 */
public final class WalkTimeline {
    /**
     * A moment between two keyframes.
     *
     * @param from index of the keyframe before
     * @param to index of the keyframe behind; the same as {@code from} on a keyframe
     * @param share of the way, eased, in [0, 1); 0 on a keyframe
     */
    public record Moment(int from, int to, double share) {}

    /** A time this near to a keyframe is the keyframe: a slider's numbers are rounded. */
    private static final double NEAR = 1e-9;

    private final double[] places;
    private final List<String> eases;
    private final boolean loop;

    private WalkTimeline(double[] places, List<String> eases, boolean loop) {
        this.places = places;
        this.eases = eases;
        this.loop = loop;
    }

    /** The timeline of a walk whose places fit, see {@link WalkConfig#problems}. */
    public static WalkTimeline of(WalkConfig walk) {
        List<Double> given = walk.keyframes().stream().map(Keyframe::at).toList();
        return new WalkTimeline(
                places(given, walk.loop()),
                walk.keyframes().stream().map(Keyframe::ease).toList(),
                walk.loop());
    }

    private static double[] places(List<Double> given, boolean loop) {
        int count = given.size();
        double[] places = new double[count];
        for (int i = 0; i < count; i++) {
            places[i] = given.get(i);
        }
        if (places[0] < 0) {
            places[0] = 0;
        }
        if (places[count - 1] < 0) {
            places[count - 1] = 1;
        }
        int known = 0;
        for (int i = 1; i < count; i++) {
            if (places[i] < 0) {
                continue;
            }
            for (int j = known + 1; j < i; j++) {
                double share = (double) (j - known) / (i - known);
                places[j] = places[known] + share * (places[i] - places[known]);
            }
            known = i;
        }
        if (loop && places[count - 1] >= 1) {
            for (int i = 0; i < count; i++) {
                places[i] = places[i] * (count - 1) / count;
            }
        }
        return places;
    }

    /** Where each keyframe lies. */
    public List<Double> places() {
        List<Double> all = new ArrayList<>();
        for (double place : places) {
            all.add(place);
        }
        return List.copyOf(all);
    }

    /**
     * Where a time lies.
     *
     * @param time outside of [0, 1]: with a loop it goes round, else the nearest end
     */
    public Moment at(double time) {
        double t = loop ? time - Math.floor(time) : Math.max(0, Math.min(1, time));
        int last = places.length - 1;
        for (int i = 0; i <= last; i++) {
            if (Math.abs(t - places[i]) <= NEAR || (loop && Math.abs(t - 1 - places[i]) <= NEAR)) {
                return new Moment(i, i, 0);
            }
        }
        if (t > places[0] && t < places[last]) {
            int i = 0;
            while (t > places[i + 1]) {
                i++;
            }
            return between(i, i + 1, (t - places[i]) / (places[i + 1] - places[i]));
        }
        if (!loop || last == 0) {
            int end = t < places[0] ? 0 : last;
            return new Moment(end, end, 0);
        }
        double way = 1 - places[last] + places[0];
        double gone = t > places[last] ? t - places[last] : 1 - places[last] + t;
        return between(last, 0, gone / way);
    }

    private Moment between(int from, int to, double share) {
        return new Moment(from, to, eased(eases.get(from), share));
    }

    /** {@code smooth}: 3s² − 2s³, which begins and ends at rest. */
    static double eased(String ease, double share) {
        return ease.equals("smooth") ? share * share * (3 - 2 * share) : share;
    }

    /** Frames of so many seconds, at least two. */
    public static int frames(double seconds, int fps) {
        return (int) Math.max(2, Math.min(Integer.MAX_VALUE, Math.round(seconds * fps)));
    }

    /**
     * The time of a frame: from 0 to 1, or with a loop up to just before the first comes again.
     *
     * @param frame 0 to {@code frames - 1}
     */
    public static double time(int frame, int frames, boolean loop) {
        return (double) frame / (loop ? frames : frames - 1);
    }
}
