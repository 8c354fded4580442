package ldmstudio.engine.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Paints scenes, antialiased at any size. */
final class ScenePainter {
    /** Of a thing's edge, in its own darkened colour: it stands out from every ground. */
    private static final double EDGE = 0.022;

    private static final double EDGE_DARKNESS = 0.5;

    /** Period of stripes and dots in radii of the thing, but never finer than the picture shows. */
    private static final double PERIOD = 0.5;

    private static final double LEAST_PERIOD = 0.1;
    private static final double BRIGHT = 170;

    private ScenePainter() {}

    static PixelImage paint(Scene scene, int side) {
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int[] argb = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(side, side);
            SceneBackdrop.paint(graphics, scene);
            for (SceneThing thing : scene.things()) {
                paint(graphics, thing);
            }
        } finally {
            graphics.dispose();
        }
        for (int i = 0; i < argb.length; i++) {
            argb[i] |= 0xFF000000;
        }
        return new PixelImage(side, side, argb);
    }

    private static void paint(Graphics2D graphics, SceneThing thing) {
        AffineTransform place =
                AffineTransform.getTranslateInstance(thing.centerX(), thing.centerY());
        place.scale(thing.radius(), thing.radius());
        for (SceneForm.Part part : thing.form().parts()) {
            Shape outline = place.createTransformedShape(part.outline());
            int rgb = part.isOwn() ? thing.rgb() : part.rgb();
            graphics.setPaint(new Color(rgb));
            graphics.fill(outline);
            if (part.isOwn()) {
                texture(graphics, thing, outline);
                graphics.setPaint(new Color(mixed(rgb, 0, EDGE_DARKNESS)));
                graphics.setStroke(
                        new BasicStroke(
                                (float) EDGE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                graphics.draw(outline);
            }
        }
    }

    /** Clipped at whole pixels, which the edge painted over it hides. */
    private static void texture(Graphics2D graphics, SceneThing thing, Shape outline) {
        if (thing.texture() == SceneTexture.PLAIN) {
            return;
        }
        double period = Math.max(LEAST_PERIOD, PERIOD * thing.radius());
        int each = (int) Math.ceil(1.2 * thing.radius() / period);
        graphics.setPaint(new Color(second(thing.rgb())));
        graphics.clip(outline);
        if (thing.texture() == SceneTexture.STRIPED) {
            stripes(graphics, thing, period, each);
        } else {
            dots(graphics, thing, period, each);
        }
        graphics.setClip(null);
    }

    /** Upright stripes, one in the middle. */
    private static void stripes(Graphics2D graphics, SceneThing thing, double period, int each) {
        double height = 2.4 * thing.radius();
        for (int i = -each; i <= each; i++) {
            double x = thing.centerX() + (i - 0.25) * period;
            double y = thing.centerY() - height / 2;
            graphics.fill(new Rectangle2D.Double(x, y, period / 2, height));
        }
    }

    /** Dots on a square lattice. */
    private static void dots(Graphics2D graphics, SceneThing thing, double period, int each) {
        double radius = 0.3 * period;
        for (int row = -each; row < each; row++) {
            for (int column = -each; column < each; column++) {
                double x = thing.centerX() + (column + 0.5) * period - radius;
                double y = thing.centerY() + (row + 0.5) * period - radius;
                graphics.fill(new Ellipse2D.Double(x, y, 2 * radius, 2 * radius));
            }
        }
    }

    /** Light on dark colours, dark on light ones. */
    private static int second(int rgb) {
        double luma = 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
        return luma > BRIGHT ? mixed(rgb, 0x303040, 0.62) : mixed(rgb, 0xFFFFFF, 0.78);
    }

    /** {@code from} at 0, {@code to} at 1, channel by channel. */
    static int mixed(int from, int to, double part) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = from >> shift & 255;
            int b = to >> shift & 255;
            rgb |= (int) Math.round(a + part * (b - a)) << shift;
        }
        return rgb;
    }
}
