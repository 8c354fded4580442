package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.MouseEvent;
import javax.imageio.ImageIO;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.screen.datasets.PictureFolders;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of walk in the real window, drawn by the real worker with the demo model. */
@Tag("slow")
@Timeout(600)
class RealModesTest {
    private static final long MINUTES = 2;

    // The page remembers itself in the background while the window closes.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    static String text(StudioWindow window, String id) {
        return Fx.get(() -> window.scene().lookup("#" + id) instanceof Label l ? l.getText() : "");
    }

    static StagePane stage(StudioWindow window) {
        return (StagePane) window.scene().lookup("#walk-stage");
    }

    private static void shot(StudioWindow window, String name) {
        ScreenshotHarness.save("real-walk-" + name, window.scene(), window.context().theme());
    }

    static void type(StudioWindow window, String id, String words) {
        TextField field = window.node(id);
        Fx.run(
                () -> {
                    field.setText(words);
                    field.fireEvent(new javafx.event.ActionEvent());
                });
    }

    /** Types a place and waits for its whole picture. */
    static LiveFrame whole(StudioWindow window, double place) {
        type(window, "walk-place", Double.toString(place));
        Fx.await("whole", MINUTES, () -> stage(window).wholeAt() == place && !stage(window).busy());
        return Fx.get(() -> java.util.Objects.requireNonNull(stage(window).frame()));
    }

    static int[] pixels(LiveFrame frame) throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(frame.file()));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Mean absolute difference of two pictures, of 255. */
    private static double apart(LiveFrame a, LiveFrame b) throws Exception {
        int[] x = pixels(a);
        int[] y = pixels(b);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((x[i] >> shift & 255) - (y[i] >> shift & 255)) / 3.0;
            }
        }
        return sum / x.length;
    }

    /** The page with the demo model and its first picture. */
    static void begin(StudioWindow window) {
        Fx.run(() -> window.context().navigator().show(InterpolateScreen.ID));
        Fx.await("#walk-begin", () -> window.scene().lookup("#walk-begin") != null);
        window.click("walk-begin");
        Fx.await("the stage", MINUTES, () -> stage(window) != null);
        Fx.await("the first", MINUTES, () -> stage(window).wholeAt() == 0);
    }

    static void between(StudioWindow window, List<Path> pictures) {
        Fx.run(
                () ->
                        window.context()
                                .navigator()
                                .show(
                                        InterpolateScreen.ID,
                                        new OpenRequest.WalkBetween("", pictures)));
    }

    static List<Path> photographs(Path folder) throws Exception {
        String root = System.getProperty("shared.data", "");
        if (!root.isBlank()) {
            try (var all = Files.walk(Path.of(root).resolve("photos-imagefolder"))) {
                List<Path> files = all.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
                return List.of(files.get(0), files.get(files.size() - 1));
            }
        }
        Path made = PictureFolders.classes(folder.resolve("photographs"), 2).resolve("train");
        return List.of(made.resolve("apple/apple-000.png"), made.resolve("lemon/lemon-001.png"));
    }

    @Test
    void everyKindOfWalkIsGoneWithTheDemoModel() throws Exception {
        List<Path> photographs = photographs(folder);
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            begin(window);
            type(window, "walk-sampling-steps-field", "8");
            LiveFrame first = whole(window, 0);
            LiveFrame last = whole(window, 1);
            assertThat(apart(first, last)).isGreaterThan(10);

            circleNoiseAndPlane(window, first);
            retimed(window);
            latents(window, first, last);
            inverted(window, photographs);
            recipes(window);
            between(window, List.of(folder.resolve("gone.png"), photographs.get(1)));
            Fx.await("told", () -> text(window, "walk-trouble").contains("gone.png"));
            assertThat(text(window, "walk-render-why")).contains("see above");
            shot(window, "gone");
            Path text = Files.writeString(folder.resolve("text.png"), "no picture");
            between(window, List.of(text, photographs.get(1)));
            Fx.await("told", MINUTES, () -> text(window, "walk-trouble").contains("text.png"));
            Fx.await(
                    "not loading",
                    () -> !window.scene().lookup("#walk-waiting").getParent().isVisible());
            shot(window, "no-picture");
            between(window, photographs);
            Fx.await("goes on", MINUTES, () -> !window.scene().lookup("#walk-retry").isVisible());
        }
    }

    private static void circleNoiseAndPlane(StudioWindow window, LiveFrame first) throws Exception {
        window.click("walk-mode-circle");
        LiveFrame begin = whole(window, 0);
        assertThat(apart(begin, first)).isZero();
        assertThat(apart(whole(window, 1), begin)).as("round").isLessThan(0.1);
        whole(window, 0.3);
        shot(window, "circle");
        window.click("walk-mode-noise_walk");
        assertThat(apart(whole(window, 0), first)).isZero();
        assertThat(apart(whole(window, 0.5), first)).isGreaterThan(2);
        shot(window, "noise");
        window.click("walk-mode-plane");
        Node pad = window.node("walk-pad");
        Fx.run(() -> InterpolateScreenTest.mouse(pad, MouseEvent.MOUSE_PRESSED, 60, 90));
        Fx.run(() -> InterpolateScreenTest.mouse(pad, MouseEvent.MOUSE_RELEASED, 60, 90));
        Fx.await("on the plane", MINUTES, () -> stage(window).wholeAt() > 0);
        assertThat(window.node("walk-curve-choice").isVisible()).isFalse();
        shot(window, "plane");
        window.press(javafx.scene.input.KeyCode.Z, true, false);
        window.click("walk-mode-keyframes");
    }

    private static void retimed(StudioWindow window) {
        whole(window, 0.25);
        type(window, "walk-retime_probes-field", "9");
        window.click("walk-retime-features");
        Fx.await(
                "measured",
                MINUTES,
                () -> text(window, "walk-pace").startsWith("re-timed by the model's latents"));
        assertThat(text(window, "walk-pace")).contains("(not LPIPS)");
        type(window, "walk-place", "0.25");
        Fx.await("another time", MINUTES, () -> elsewhere(stage(window).wholeAt(), 0.25));
        shot(window, "retimed");
        window.click("walk-retime-none");
        Fx.await("as it was", MINUTES, () -> stage(window).wholeAt() == 0.25);
    }

    private static boolean elsewhere(double at, double place) {
        return at > 0 && Math.abs(at - place) > 1e-3;
    }

    private void latents(StudioWindow window, LiveFrame first, LiveFrame last) throws Exception {
        List<Path> own = List.of(folder.resolve("first.png"), folder.resolve("last.png"));
        Files.write(own.get(0), first.file());
        Files.write(own.get(1), last.file());
        window.click("walk-mode-latents");
        assertThat(text(window, "walk-trouble")).contains("picture is empty");
        shot(window, "latents-empty");
        between(window, own);
        window.click("walk-mode-latents");
        LiveFrame begin = whole(window, 0);
        assertThat(apart(begin, first)).as("the autoencoder knows its own").isLessThan(8);
        assertThat(apart(whole(window, 1), last)).isLessThan(8);
        LiveFrame middle = whole(window, 0.5);
        assertThat(apart(middle, first)).isGreaterThan(5);
        Fx.await("decoded", () -> text(window, "walk-quality").equals("decoded"));
        Fx.await(
                "what becomes of it",
                () -> text(window, "walk-picture-meaning").startsWith("It is encoded"));
        Fx.await(
                "the autoencoder knows it",
                () ->
                        text(window, "walk-picture-verdict")
                                .contains("gives this picture back well"));
        assertThat(window.node("walk-seed").getParent().getParent().isVisible()).isFalse();
        shot(window, "latents");
    }

    private static void inverted(StudioWindow window, List<Path> photographs) throws Exception {
        between(window, photographs);
        type(window, "walk-sampling-steps-field", "8");
        window.click("walk-mode-latents");
        LiveFrame coded = whole(window, 0);
        double ends = apart(whole(window, 1), coded);
        window.click("walk-mode-keyframes");
        type(window, "walk-place", "0.5");
        LiveFrame found = whole(window, 0);
        assertThat(apart(found, coded))
                .as("noise that draws the picture again")
                .isLessThan(ends / 2);
        assertThat(text(window, "walk-picture-meaning")).contains("DDIM inversion");
        Fx.await("its figure", () -> text(window, "walk-picture-verdict").contains(" dB"));
        if (!System.getProperty("shared.data", "").isBlank()) {
            assertThat(text(window, "walk-picture-verdict")).contains("unrecognisable");
        }
        shot(window, "inversion");
        whole(window, 0.5);
        shot(window, "inversion-middle");
    }

    /** Two pictures of this very model, drawn by {@code ldm}, whose recipes are read. */
    private void recipes(StudioWindow window) throws Exception {
        Path drawn = folder.resolve("drawn");
        WorkerCommand command =
                WorkerCommand.ldm(
                        List.of(
                                "sample",
                                "demo",
                                "--prompt",
                                "a red boat on the sea at night",
                                "--steps",
                                "8",
                                "--seed",
                                "3",
                                "--count",
                                "2",
                                "--out",
                                drawn.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command.words())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("ldm.log").toFile());
        builder.environment().putAll(command.environment());
        Process process = builder.start();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("ldm.log"))).isZero();
        List<Path> pictures;
        try (var all = Files.walk(drawn)) {
            pictures = all.filter(f -> f.toString().endsWith(".png")).sorted().toList();
        }
        List<Path> two =
                pictures.stream().filter(f -> f.toString().contains("sample")).limit(2).toList();
        between(window, two.size() == 2 ? two : pictures.subList(0, 2));
        whole(window, 0);
        Fx.await(
                "its recipe",
                () -> text(window, "walk-picture-meaning").contains("It holds its recipe"));
        shot(window, "recipes");
    }
}
