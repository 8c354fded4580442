package ldmstudio.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import ldmstudio.app.testing.looks.Looks;
import ldmstudio.app.testing.looks.Painted;
import ldmstudio.app.theme.Theme;
import ldmstudio.app.theme.ThemeChoice;

/**
 * Saves what the window shows as {@code app/target/screenshots/NAME-light.png} and {@code -dark}.
 */
public final class ScreenshotHarness {
    public static final int WIDTH = 1280;
    public static final int HEIGHT = 800;
    private static final int[][] OTHER_SIZES = {{1024, 700}, {2560, 1440}};

    // The rail beside a page, and the bars above and below it.
    private static final int FRAME = 88;

    private ScreenshotHarness() {}

    /**
     * Both themes of a scene that is shown; returns the light picture. Fails when {@link Looks}
     * finds anything in them, or in the same state at {@link #OTHER_SIZES}.
     */
    public static BufferedImage save(String name, Scene scene, Theme theme) {
        ThemeChoice before = Fx.get(theme::choice);
        List<String> problems = new ArrayList<>();
        BufferedImage light = take(name + "-light", scene, theme, ThemeChoice.LIGHT, problems);
        BufferedImage dark = take(name + "-dark", scene, theme, ThemeChoice.DARK, problems);
        Fx.run(() -> theme.choose(before));
        if (same(light, dark)) {
            throw new AssertionError(name + " looks the same in both themes");
        }
        report(problems);
        return light;
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

    private static BufferedImage take(
            String name, Scene scene, Theme theme, ThemeChoice choice, List<String> problems) {
        Fx.run(() -> theme.choose(choice));
        BufferedImage picture = painted(name, scene, problems);
        write(name, picture);
        // A page alone stands for the part of the window that the frame leaves it.
        boolean alone = Fx.get(() -> scene.lookup("#frame") == null);
        for (int[] size : OTHER_SIZES) {
            String there = name + "-" + size[0];
            int width = size[0] - (alone ? FRAME : 0);
            int height = size[1] - (alone ? FRAME : 0);
            look(
                    there,
                    Fx.get(() -> Painted.at(scene, width, height, s -> problems(there, s))),
                    problems);
        }
        return picture;
    }

    /** In one turn: what changes between painting and looking would be neither. */
    private static BufferedImage painted(String name, Scene scene, List<String> problems) {
        return Fx.get(
                () -> {
                    BufferedImage painted = Painted.of(scene);
                    look(name, Looks.problems(scene, painted), problems);
                    return painted;
                });
    }

    private static List<String> problems(String name, Scene scene) {
        BufferedImage painted = Painted.of(scene);
        if (Boolean.getBoolean("looks.pictures")) {
            write(name, painted);
        }
        return Looks.problems(scene, painted);
    }

    private static void look(String name, List<String> found, List<String> problems) {
        found.forEach(problem -> problems.add(name + ": " + problem));
    }

    /** As {@link #save(String, Scene, Theme)}, in this size of the window only. */
    public static void saveAsItIs(String name, Scene scene, Theme theme) {
        List<String> problems = new ArrayList<>();
        ThemeChoice before = Fx.get(theme::choice);
        for (ThemeChoice choice : List.of(ThemeChoice.LIGHT, ThemeChoice.DARK)) {
            String there = name + "-" + choice.name().toLowerCase(Locale.ROOT);
            Fx.run(() -> theme.choose(choice));
            write(there, painted(there, scene, problems));
        }
        Fx.run(() -> theme.choose(before));
        report(problems);
    }

    /** Looks at the window as it is, in the theme that is chosen, and saves the picture. */
    public static void lookAsItIs(String name, Scene scene) {
        List<String> problems = new ArrayList<>();
        write(name, painted(name, scene, problems));
        report(problems);
    }

    /** Looks at the scene as the smallest window would show it, in the theme that is chosen. */
    public static void lookSmall(String name, Scene scene) {
        int[] size = OTHER_SIZES[0];
        List<String> problems = new ArrayList<>();
        look(
                name,
                Fx.get(() -> Painted.at(scene, size[0], size[1], s -> problems(name, s))),
                problems);
        report(problems);
    }

    private static void report(List<String> problems) {
        String file = System.getProperty("looks.report");
        if (file == null) {
            assertThat(String.join("\n", problems)).isEmpty();
            return;
        }
        try {
            Files.write(
                    Path.of(file), problems, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, BufferedImage picture) {
        Path file = Path.of("target", "screenshots", name + ".png");
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
