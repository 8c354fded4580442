package ldmstudio.engine.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * Paints sky, sun or moon and ground of a scene into the unit square, y downwards.
 *
 * <p>All but the side of sun and moon is the same in every picture of a place and time, so that a
 * small network has it learned soon.
 */
final class SceneBackdrop {
    private static final double HORIZON = 0.7;
    private static final double LAMP_X = 0.15;
    private static final double LAMP_Y = 0.14;
    private static final double LAMP_RADIUS = 0.085;
    private static final int DAY_SKY = 0xA6DBFA;
    private static final int NIGHT_SKY = 0x141E4B;
    private static final int SUN = 0xFFE23C;
    private static final int MOON = 0xF4F0D2;
    private static final int STARS = 0xE8ECFF;
    private static final double[][] STAR_PLACES = {
        {0.4, 0.1}, {0.62, 0.2}, {0.82, 0.08}, {0.9, 0.34}, {0.08, 0.42}
    };
    private static final double STAR_RADIUS = 0.02;
    private static final double WAVE = 0.14;

    private SceneBackdrop() {}

    static void paint(Graphics2D graphics, Scene scene) {
        ScenePlace place = scene.place();
        int ground = place.ground(scene.time());
        if (place.isPlain()) {
            fill(graphics, ground, new Rectangle2D.Double(0, 0, 1, 1));
            return;
        }
        boolean night = scene.time() == SceneTime.NIGHT;
        int sky = night ? NIGHT_SKY : DAY_SKY;
        fill(graphics, sky, new Rectangle2D.Double(0, 0, 1, 1));
        if (night) {
            for (double[] star : STAR_PLACES) {
                double x = scene.lampLeft() ? star[0] : 1 - star[0];
                fill(graphics, STARS, disc(x, star[1], STAR_RADIUS));
            }
        }
        fill(graphics, night ? MOON : SUN, lamp(scene, night));
        fill(graphics, ground, ground(place));
        if (place == ScenePlace.SEA) {
            waves(graphics, brighter(ground));
        }
    }

    private static Shape lamp(Scene scene, boolean night) {
        double x = scene.lampLeft() ? LAMP_X : 1 - LAMP_X;
        if (!night) {
            return disc(x, LAMP_Y, LAMP_RADIUS);
        }
        Area crescent = new Area(disc(x, LAMP_Y, LAMP_RADIUS * 1.1));
        crescent.subtract(
                new Area(disc(x + LAMP_RADIUS * 0.5, LAMP_Y - LAMP_RADIUS * 0.2, LAMP_RADIUS)));
        return crescent;
    }

    /** Flat at sea, one hill on the meadow, dunes in the desert, two hills of snow. */
    private static Shape ground(ScenePlace place) {
        Path2D.Double ground = new Path2D.Double();
        ground.moveTo(0, HORIZON);
        switch (place) {
            case MEADOW -> ground.quadTo(0.5, HORIZON - 0.1, 1, HORIZON);
            case DESERT -> {
                ground.quadTo(0.3, HORIZON - 0.16, 0.62, HORIZON + 0.02);
                ground.quadTo(0.82, HORIZON - 0.1, 1, HORIZON - 0.03);
            }
            case SNOW -> {
                ground.quadTo(0.22, HORIZON - 0.14, 0.46, HORIZON);
                ground.quadTo(0.74, HORIZON - 0.18, 1, HORIZON);
            }
            default -> ground.lineTo(1, HORIZON);
        }
        ground.lineTo(1, 1);
        ground.lineTo(0, 1);
        ground.closePath();
        return ground;
    }

    private static void waves(Graphics2D graphics, int rgb) {
        graphics.setPaint(new Color(rgb));
        graphics.setStroke(new BasicStroke(0.022f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int row = 0; row < 2; row++) {
            double y = 0.8 + 0.12 * row;
            Path2D.Double line = new Path2D.Double();
            double from = row == 0 ? 0 : -WAVE / 2;
            line.moveTo(from, y);
            for (double x = from; x < 1; x += WAVE) {
                line.quadTo(x + WAVE / 2, y + 0.06, x + WAVE, y);
            }
            graphics.draw(line);
        }
    }

    private static Shape disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static void fill(Graphics2D graphics, int rgb, Shape shape) {
        graphics.setPaint(new Color(rgb));
        graphics.fill(shape);
    }

    private static int brighter(int rgb) {
        return ScenePainter.mixed(rgb, 0xFFFFFF, 0.3);
    }
}
