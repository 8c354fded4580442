package ldmstudio.app.screen.interpolate;

import java.util.List;
import ldmstudio.engine.config.WalkConfig;

/** Where the keyframes of a plane lie on its pad: three at a triangle, four at a square. */
final class PlaneCorners {
    /** A corner; both coordinates in [0,1], y downwards. */
    record Corner(double x, double y) {}

    private PlaneCorners() {}

    static List<Corner> of(int keyframes) {
        return keyframes == 3
                ? List.of(new Corner(0, 0), new Corner(1, 0), new Corner(0, 1))
                : List.of(new Corner(0, 0), new Corner(1, 0), new Corner(0, 1), new Corner(1, 1));
    }

    /**
     * The way that a film takes over the pad, as the engine goes it: once round inside, near each
     * corner in turn; in a triangle along the ellipse that touches its sides.
     */
    static Corner tour(int keyframes, double time) {
        double angle = 2 * Math.PI * time;
        if (keyframes == 4) {
            double turned = angle - 0.75 * Math.PI;
            return new Corner(0.5 + 0.5 * Math.cos(turned), 0.5 + 0.5 * Math.sin(turned));
        }
        return new Corner(
                (1 + Math.cos(angle - 2 * Math.PI / 3)) / 3,
                (1 + Math.cos(angle - 4 * Math.PI / 3)) / 3);
    }

    /** Whether a film of the walk ends where it began, as the engine renders it. */
    static boolean closed(WalkConfig walk) {
        return walk.loop() || walk.mode().equals("circle") || walk.mode().equals("plane");
    }
}
