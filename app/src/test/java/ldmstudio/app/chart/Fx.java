package ldmstudio.app.chart;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/** A headless window for tests of single controls. */
public final class Fx {
    private static boolean started;

    private Fx() {}

    /** Runs on the window's thread and waits for the result. */
    public static <T> T call(Callable<T> task) throws Exception {
        start();
        FutureTask<T> future = new FutureTask<>(task);
        Platform.runLater(future);
        return future.get(60, TimeUnit.SECONDS);
    }

    /** Runs on the window's thread and waits. */
    public static void run(ThrowingRunnable task) throws Exception {
        call(
                () -> {
                    task.run();
                    return true;
                });
    }

    /** Something that may throw. */
    public interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static synchronized void start() throws InterruptedException {
        if (started) {
            return;
        }
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("prism.text", "t2k");
        CountDownLatch ready = new CountDownLatch(1);
        Platform.startup(
                () -> {
                    Platform.setImplicitExit(false);
                    ready.countDown();
                });
        if (!ready.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the headless toolkit did not start");
        }
        started = true;
    }

    /** Shows a node in a window of this size; on the window's thread. */
    public static Stage show(Parent root, double width, double height, boolean dark) {
        Application.setUserAgentStylesheet(
                dark
                        ? new atlantafx.base.theme.PrimerDark().getUserAgentStylesheet()
                        : new atlantafx.base.theme.PrimerLight().getUserAgentStylesheet());
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
