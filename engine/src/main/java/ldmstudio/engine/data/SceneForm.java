package ldmstudio.engine.data;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import java.util.Locale;

/**
 * The things that stand in scenes: flat forms, and little drawings of several parts.
 *
 * <p>Parts lie in the square from (-1, -1) to (1, 1), y downwards, and are painted in their order.
 * The caption's colour and texture are those of the parts without a colour of their own.
 */
enum SceneForm {
    CIRCLE(own(ShapeForm.CIRCLE.outline())),
    SQUARE(own(ShapeForm.SQUARE.outline())),
    STAR(own(ShapeForm.STAR.outline())),
    HEART(own(ShapeForm.HEART.outline())),
    HOUSE(
            own(new Rectangle2D.Double(-0.76, -0.14, 1.52, 1.1)),
            fixed(0x7A4632, polygon(-1.02, -0.1, 0, -0.98, 1.02, -0.1)),
            fixed(0x4A2C22, new Rectangle2D.Double(-0.5, 0.3, 0.42, 0.66)),
            fixed(0xFFF3B0, new Rectangle2D.Double(0.16, 0.18, 0.36, 0.36))),
    TREE(fixed(0x7A4A28, new Rectangle2D.Double(-0.17, 0.2, 0.34, 0.78)), own(crown())),
    BOAT(
            fixed(0x7A4A28, new Rectangle2D.Double(-0.07, -0.98, 0.14, 1.2)),
            fixed(0xF6EFD8, polygon(0.14, -0.92, 0.14, 0.1, 0.86, 0.1)),
            fixed(0xF6EFD8, polygon(-0.14, -0.7, -0.14, 0.1, -0.68, 0.1)),
            own(polygon(-1.0, 0.2, 1.0, 0.2, 0.6, 0.88, -0.6, 0.88))),
    CAR(
            own(carBody()),
            fixed(0xD8F0FA, polygon(-0.42, -0.06, -0.26, -0.4, 0.26, -0.4, 0.46, -0.06)),
            fixed(0x26262C, new Ellipse2D.Double(-0.78, 0.26, 0.56, 0.56)),
            fixed(0x26262C, new Ellipse2D.Double(0.22, 0.26, 0.56, 0.56)));

    private static final int OWN = -1;

    /** One painted outline; {@code rgb} is 0xRRGGBB, or negative for the thing's own colour. */
    record Part(Shape outline, int rgb) {
        boolean isOwn() {
            return rgb < 0;
        }
    }

    private final List<Part> parts;

    SceneForm(Part... parts) {
        this.parts = List.of(parts);
    }

    /** As captions say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The parts from the back to the front; shared, so never changed. */
    List<Part> parts() {
        return parts;
    }

    private static Part own(Shape outline) {
        return new Part(outline, OWN);
    }

    private static Part fixed(int rgb, Shape outline) {
        return new Part(outline, rgb);
    }

    private static Shape polygon(double... xy) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Shape crown() {
        Area crown = new Area(new Ellipse2D.Double(-0.92, -0.58, 1.06, 1.06));
        crown.add(new Area(new Ellipse2D.Double(-0.14, -0.58, 1.06, 1.06)));
        crown.add(new Area(new Ellipse2D.Double(-0.56, -0.98, 1.12, 1.12)));
        return new Path2D.Double(crown);
    }

    private static Shape carBody() {
        Area body = new Area(new RoundRectangle2D.Double(-1.04, -0.1, 2.08, 0.66, 0.3, 0.3));
        body.add(new Area(polygon(-0.66, 0, -0.4, -0.6, 0.4, -0.6, 0.7, 0)));
        return new Path2D.Double(body);
    }
}
