package ldmstudio.app.testing;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/** A small window for tests of single controls. */
public final class ControlWindow {
    private ControlWindow() {}

    /** Something that may throw. */
    public interface ThrowingRunnable {
        void run() throws Exception;
    }

    /** Runs on the window's thread and waits. */
    public static void run(ThrowingRunnable task) {
        call(
                () -> {
                    task.run();
                    return true;
                });
    }

    /** Runs on the window's thread and waits for the result. */
    public static <T> T call(Callable<T> task) {
        return Fx.get(task);
    }

    /** Shows a node in a window of this size; on the window's thread. */
    public static Stage show(Parent root, double width, double height, boolean dark) {
        Application.setUserAgentStylesheet(
                dark
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
        Stage stage = new Stage();
        stage.setScene(new Scene(root, width, height));
        stage.show();
        root.applyCss();
        root.layout();
        return stage;
    }

    /** Writes what the window shows to target/screenshots. */
    public static Path picture(Scene scene, String name) throws Exception {
        WritableImage shot = scene.snapshot(null);
        int width = (int) shot.getWidth();
        int height = (int) shot.getHeight();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, shot.getPixelReader().getArgb(x, y));
            }
        }
        Path file = Path.of("target", "screenshots", name + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
