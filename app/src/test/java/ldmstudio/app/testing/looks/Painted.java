package ldmstudio.app.testing.looks;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Function;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import ldmstudio.app.chart.LiveChart;

/** What a scene would show in a window of another size. On the FX thread. */
public final class Painted {
    private Painted() {}

    /** Its picture as it is. */
    public static BufferedImage of(Scene scene) {
        Parent root = scene.getRoot();
        settle(root);
        // Charts paint themselves with the next frame, which a picture does not wait for.
        root.lookupAll(".live-chart").stream()
                .filter(LiveChart.class::isInstance)
                .forEach(chart -> ((LiveChart) chart).paintNow());
        int width = (int) root.getLayoutBounds().getWidth();
        int height = (int) root.getLayoutBounds().getHeight();
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(scene.getFill());
        // What sticks out at the left would otherwise move the whole picture.
        parameters.setViewport(new Rectangle2D(0, 0, width, height));
        return convert(root.snapshot(parameters, new WritableImage(width, height)));
    }

    /**
     * Looks at a scene laid out for that size, and gives it back as it was. The window itself
     * stays: the screen in memory has 1280 columns, and a larger window would be painted beyond it.
     */
    public static <T> T at(Scene scene, int width, int height, Function<Scene, T> look) {
        Parent root = scene.getRoot();
        double before = root.getLayoutBounds().getWidth();
        double beforeHeight = root.getLayoutBounds().getHeight();
        root.resize(width, height);
        settle(root);
        try {
            return look.apply(scene);
        } finally {
            root.resize(before, beforeHeight);
            settle(root);
        }
    }

    /** Virtualised controls fill their cells in the second pass. */
    public static void settle(Parent root) {
        for (int pass = 0; pass < 3; pass++) {
            root.applyCss();
            root.layout();
        }
    }

    private static BufferedImage convert(WritableImage image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) out.getRaster().getDataBuffer()).getData();
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return out;
    }
}
