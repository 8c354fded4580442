package ldmstudio.engine.data;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * The forms that the generator draws, in the order of their labels.
 *
 * <p>Outlines lie in the square from (-1, -1) to (1, 1), y downwards, and are sized so that all
 * forms look equally large.
 */
enum ShapeForm {
    CIRCLE(new Ellipse2D.Double(-0.92, -0.92, 1.84, 1.84)),
    SQUARE(new Rectangle2D.Double(-0.82, -0.82, 1.64, 1.64)),
    TRIANGLE(polygon(0, -0.98, 1.02, 0.82, -1.02, 0.82)),
    STAR(star()),
    RING(ring()),
    CROSS(cross()),
    HEART(heart()),
    DIAMOND(polygon(0, -1.08, 0.74, 0, 0, 1.08, -0.74, 0)),
    MOON(moon()),
    ARROW(polygon(-1, -0.36, 0.08, -0.36, 0.08, -0.88, 1.04, 0, 0.08, 0.88, 0.08, 0.36, -1, 0.36));

    private final Path2D.Double outline;

    ShapeForm(Shape outline) {
        this.outline = new Path2D.Double(outline);
    }

    /** The class name, as captions say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outline; shared, so never changed. */
    Shape outline() {
        return outline;
    }

    private static Path2D polygon(double... xy) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Path2D star() {
        double[] xy = new double[20];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 1.1 : 0.48;
            double angle = StrictMath.PI * (i / 5.0 - 0.5);
            xy[2 * i] = radius * StrictMath.cos(angle);
            xy[2 * i + 1] = radius * StrictMath.sin(angle) + 0.06;
        }
        return polygon(xy);
    }

    private static Path2D ring() {
        Path2D.Double path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        path.append(new Ellipse2D.Double(-0.96, -0.96, 1.92, 1.92), false);
        path.append(new Ellipse2D.Double(-0.52, -0.52, 1.04, 1.04), false);
        return path;
    }

    private static Path2D cross() {
        double arm = 0.34;
        double end = 0.98;
        return polygon(
                -arm, -end, arm, -end, arm, -arm, end, -arm, end, arm, arm, arm, arm, end, -arm,
                end, -arm, arm, -end, arm, -end, -arm, -arm, -arm);
    }

    private static Path2D heart() {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(0, 0.98);
        path.curveTo(-0.42, 0.56, -1.04, 0.16, -1.04, -0.36);
        path.curveTo(-1.04, -1.02, -0.22, -1.08, 0, -0.46);
        path.curveTo(0.22, -1.08, 1.04, -1.02, 1.04, -0.36);
        path.curveTo(1.04, 0.16, 0.42, 0.56, 0, 0.98);
        path.closePath();
        return path;
    }

    private static Path2D moon() {
        Area crescent = new Area(new Ellipse2D.Double(-1.02, -1.02, 2.04, 2.04));
        crescent.subtract(new Area(new Ellipse2D.Double(-0.36, -0.94, 1.7, 1.7)));
        return new Path2D.Double(crescent);
    }
}
