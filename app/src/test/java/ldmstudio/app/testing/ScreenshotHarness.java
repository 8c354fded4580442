package ldmstudio.app.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import ldmstudio.app.testing.looks.Looks;
import ldmstudio.app.theme.Theme;
import ldmstudio.app.theme.ThemeChoice;

/**
 * Saves what the window shows as {@code app/target/screenshots/NAME-light.png} and {@code -dark}.
 */
public final class ScreenshotHarness {
    public static final int WIDTH = 1280;
    public static final int HEIGHT = 800;

    private ScreenshotHarness() {}

    /** Both themes of a scene that is shown; returns the light picture. */
    public static BufferedImage save(String name, Scene scene, Theme theme) {
        ThemeChoice before = Fx.get(theme::choice);
        BufferedImage light = take(name + "-light", scene, theme, ThemeChoice.LIGHT);
        BufferedImage dark = take(name + "-dark", scene, theme, ThemeChoice.DARK);
        Fx.run(() -> theme.choose(before));
        if (same(light, dark)) {
            throw new AssertionError(name + " looks the same in both themes");
        }
        return light;
    }

    /** Saves both themes and returns what {@link Looks} finds in them. */
    public static List<String> problems(String name, Scene scene, Theme theme) {
        ThemeChoice before = Fx.get(theme::choice);
        List<String> problems = new ArrayList<>();
        for (ThemeChoice choice : List.of(ThemeChoice.LIGHT, ThemeChoice.DARK)) {
            String file = name + "-" + choice.name().toLowerCase(Locale.ROOT);
            BufferedImage painted = take(file, scene, theme, choice);
            Fx.get(() -> Looks.problems(scene, painted))
                    .forEach(problem -> problems.add(file + ": " + problem));
        }
        Fx.run(() -> theme.choose(before));
        return problems;
    }

    /** A screen alone, in a window of {@link #WIDTH} by {@link #HEIGHT}; both themes. */
    public static BufferedImage save(String name, Node node, Theme theme) {
        Stage stage =
                Fx.get(
                        () -> {
                            theme.install();
                            Scene scene = new Scene(new StackPane(node), WIDTH, HEIGHT);
                            theme.style(scene);
                            Stage made = new Stage();
                            made.setScene(scene);
                            made.show();
                            return made;
                        });
        try {
            return save(name, stage.getScene(), theme);
        } finally {
            Fx.run(stage::close);
        }
    }

    private static BufferedImage take(String name, Scene scene, Theme theme, ThemeChoice choice) {
        Fx.run(() -> theme.choose(choice));
        // Virtualised controls fill their cells in the second layout pass.
        for (int pass = 0; pass < 3; pass++) {
            Fx.run(
                    () -> {
                        scene.getRoot().applyCss();
                        scene.getRoot().layout();
                    });
        }
        BufferedImage picture =
                Fx.get(
                        () -> {
                            WritableImage target = null;
                            if (scene.getRoot() instanceof Region) {
                                target =
                                        new WritableImage(
                                                (int) scene.getWidth(), (int) scene.getHeight());
                            }
                            return convert(scene.snapshot(target));
                        });
        Path file = Path.of("target", "screenshots", name + ".png");
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return picture;
    }

    private static BufferedImage convert(WritableImage image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader reader = image.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out.setRGB(x, y, reader.getArgb(x, y));
            }
        }
        return out;
    }

    private static boolean same(BufferedImage a, BufferedImage b) {
        int differing = 0;
        for (int y = 0; y < a.getHeight(); y += 8) {
            for (int x = 0; x < a.getWidth(); x += 8) {
                differing += a.getRGB(x, y) != b.getRGB(x, y) ? 1 : 0;
            }
        }
        return differing < 100;
    }
}
