package ldmstudio.engine.pipeline;

import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTimeline;

/**
 * How much each keyframe has of a place in a walk.
 *
 * @param indices of keyframes, each with more than nothing
 * @param shares that add up to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never a key
record WalkShares(List<Integer> indices, double[] shares) {
    /** A keyframe itself. */
    static WalkShares whole(int index) {
        return new WalkShares(List.of(index), new double[] {1});
    }

    /** A time on the timeline. */
    static WalkShares at(WalkTimeline timeline, double time) {
        WalkTimeline.Moment moment = timeline.at(time);
        return moment.share() == 0
                ? whole(moment.from())
                : moment.share() == 1
                        ? whole(moment.to())
                        : new WalkShares(
                                List.of(moment.from(), moment.to()),
                                new double[] {1 - moment.share(), moment.share()});
    }

    /**
     * A place on a pad.
     *
     * <p>Three keyframes are the corners (0, 0), (1, 0) and (0, 1) of a triangle, their shares the
     * barycentric coordinates; outside, the nearest place on the far edge. Four keyframes are the
     * corners (0, 0), (1, 0), (0, 1) and (1, 1) of a square, their shares bilinear.
     */
    static WalkShares onPad(int corners, double x, double y) {
        double u = Math.max(0, Math.min(1, x));
        double v = Math.max(0, Math.min(1, y));
        if (corners == 4) {
            return of((1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v);
        }
        double beyond = Math.max(0, u + v - 1) / 2;
        double second = Math.max(0, Math.min(1, u - beyond));
        double third = Math.max(0, Math.min(1 - second, v - beyond));
        return of(1 - second - third, second, third);
    }

    /**
     * The way that a film takes over a pad: once round inside, near each corner in turn; in a
     * triangle along the ellipse that touches its sides.
     *
     * @return x and y
     */
    static double[] tour(int corners, double time) {
        double angle = 2 * Math.PI * time;
        if (corners == 4) {
            // Begins towards the first corner.
            double turned = angle - 0.75 * Math.PI;
            return new double[] {0.5 + 0.5 * Math.cos(turned), 0.5 + 0.5 * Math.sin(turned)};
        }
        return new double[] {
            (1 + Math.cos(angle - 2 * Math.PI / 3)) / 3, (1 + Math.cos(angle - 4 * Math.PI / 3)) / 3
        };
    }

    /** The shares without those that are nothing. */
    private static WalkShares of(double... all) {
        int[] some = new int[all.length];
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] > 0) {
                some[count++] = i;
            }
        }
        int[] kept = Arrays.copyOf(some, count);
        return new WalkShares(
                Arrays.stream(kept).boxed().toList(),
                Arrays.stream(kept).mapToDouble(i -> all[i]).toArray());
    }

    /** Whether a film of the walk ends where it began. */
    static boolean closed(WalkConfig walk) {
        return walk.loop() || walk.mode().equals("circle") || walk.mode().equals("plane");
    }
}
