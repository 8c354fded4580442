package ldmstudio.app.screen.compare.microscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import ldmstudio.app.chart.LiveChart;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.screen.compare.CompareScreen;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The sampler microscope with the real worker and the demo model, by keys where there are any. */
@Tag("slow")
@Timeout(600)
class RealMicroscopeTest {
    private static final long MINUTES = 2;

    // The page remembers itself in the background while the window closes.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private final List<WorkerClient> workers = new CopyOnWriteArrayList<>();

    private StudioWindow open() {
        StudioWindow window = StudioWindow.withWorker(folder, workers::add);
        Fx.run(() -> window.context().navigator().show(CompareScreen.ID));
        return window;
    }

    private static void shot(StudioWindow window, String name) {
        Fx.run(
                () -> {
                    if (window.scene().lookup("#microscope-chart") instanceof LiveChart chart) {
                        chart.paintNow();
                    }
                });
        ScreenshotHarness.save("real-microscope-" + name, window.scene(), window.context().theme());
    }

    private static String words(StudioWindow window) {
        return Fx.get(
                () ->
                        window.scene().lookup("#microscope-words") instanceof Label l
                                ? l.getText()
                                : "");
    }

    private static void type(StudioWindow window, String id, String text) {
        TextField field = window.node(id);
        Fx.run(
                () -> {
                    field.setText(text);
                    field.fireEvent(new javafx.event.ActionEvent());
                });
    }

    private static void fire(StudioWindow window, String action) {
        Fx.run(() -> window.context().actions().find("compare." + action).orElseThrow().fire());
    }

    /** The state of a strip after so many steps, as it was painted. */
    private static StepPicture state(StudioWindow window, String strip, int step) {
        return Fx.get(
                () -> (StepPicture) window.scene().lookup("#" + strip + "-" + step).getUserData());
    }

    private static int[] pixels(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return argb;
    }

    private static void await(StudioWindow window, String id) {
        Fx.await(id, MINUTES, () -> window.scene().lookup("#" + id) != null);
    }

    /** Waits until the last states of this very following are there. */
    private static void followed(StudioWindow window) {
        Fx.await("begun", MINUTES, () -> !window.node("microscope-cancel").isDisabled());
        Fx.await("done", MINUTES, () -> window.node("microscope-cancel").isDisabled());
    }

    @Test
    void theWayFromNoiseToPictureIsSeenHeldAgainstAnotherAndBranched() {
        try (StudioWindow window = open()) {
            fire(window, "microscope");
            shot(window, "empty");
            window.click("microscope-demo");
            shot(window, "loading");
            await(window, "microscope-trunk-25");
            Fx.await("done", MINUTES, () -> window.node("microscope-cancel").isDisabled());
            strip(window);
            beside(window);
            branched(window);
        }
        try (StudioWindow window = open()) {
            fire(window, "microscope");
            ComboBox<String> sampler = window.node("microscope-sampler-first");
            Fx.await("offered again", MINUTES, () -> sampler.getItems().size() > 5);
        }
    }

    private static void strip(StudioWindow window) {
        StepPicture noise = state(window, "microscope-trunk", 0);
        StepPicture result = state(window, "microscope-trunk", 25);
        assertThat(noise.latents().getWidth()).isEqualTo(8);
        assertThat(noise.noisy().getWidth()).isEqualTo(64);
        assertThat(noise.noise()).isGreaterThan(0.99);
        assertThat(result.last()).isTrue();
        assertThat(pixels(result.predicted()))
                .as("what is believed in at the end is the picture")
                .isEqualTo(pixels(result.noisy()));
        assertThat(pixels(noise.predicted())).isNotEqualTo(pixels(noise.noisy()));
        assertThat(words(window)).as("the newest is looked at").contains("the result");
        goTo(window, 9);
        window.click("microscope-see-latents");
        shot(window, "strip-latents");
        window.click("microscope-see-predicted");
        shot(window, "strip");
    }

    /** From the strip, by keys alone. */
    private static void goTo(StudioWindow window, int step) {
        Fx.run(
                () ->
                        window.scene()
                                .lookup("#microscope-trunk")
                                .lookup(".scroll-pane")
                                .requestFocus());
        window.press(KeyCode.END, false, false);
        Fx.await("the result", () -> words(window).contains("the result"));
        window.press(KeyCode.LEFT, false, false);
        Fx.await("the one before", () -> words(window).contains("after 24 of 25 steps"));
        window.press(KeyCode.HOME, false, false);
        Fx.await("the noise", () -> words(window).contains("after 0 of 25 steps"));
        for (int i = 0; i < step; i++) {
            window.press(KeyCode.RIGHT, false, false);
        }
        Fx.await("the wanted", () -> words(window).contains("after " + step + " of 25 steps"));
    }

    private static void beside(StudioWindow window) {
        window.click("microscope-kind-beside");
        ComboBox<String> sampler = window.node("microscope-sampler-second");
        Fx.run(() -> sampler.setValue("dpmpp_2m"));
        fire(window, "draw");
        followed(window);
        await(window, "microscope-branch-25");
        assertThat(state(window, "microscope-branch", 0).distance()).isZero();
        assertThat(pixels(state(window, "microscope-branch", 0).noisy()))
                .as("the same noise")
                .isEqualTo(pixels(state(window, "microscope-trunk", 0).noisy()));
        assertThat(state(window, "microscope-branch", 12).distance()).isPositive();
        Fx.await("the end is seen", () -> visible(window, "microscope-trunk-25"));
        LiveChart chart = window.node("microscope-chart");
        assertThat(Fx.get(() -> chart.size("x_t"))).isEqualTo(26);
        assertThat(words(window)).contains("distance of x_t");
        shot(window, "beside");
    }

    /** Whether a column of a strip is scrolled into view. */
    private static boolean visible(StudioWindow window, String id) {
        Node column = window.scene().lookup("#" + id);
        Node strip = window.scene().lookup("#" + id.replaceFirst("-\\d+$", ""));
        Bounds whole = column.localToScene(column.getBoundsInLocal());
        return whole.getMaxX() <= strip.localToScene(strip.getBoundsInLocal()).getMaxX() + 2;
    }

    private static void branched(StudioWindow window) {
        StepPicture before = state(window, "microscope-trunk", 25);
        goTo(window, 9);
        fire(window, "branch");
        assertThat(Fx.get(() -> window.<TextField>node("microscope-branch-at-field").getText()))
                .isEqualTo("9");
        type(window, "microscope-guidance_scale-second-field", "12");
        fire(window, "draw");
        followed(window);
        await(window, "microscope-branch-25");
        assertThat(Fx.get(() -> window.scene().lookup("#microscope-branch-8"))).isNull();
        assertThat(state(window, "microscope-branch", 9).distance()).isZero();
        assertThat(state(window, "microscope-branch", 25).distance()).isPositive();
        assertThat(pixels(state(window, "microscope-trunk", 25).noisy()))
                .as("the first way is drawn as before")
                .isEqualTo(pixels(before.noisy()));
        shot(window, "branch");
        // Taken back and made again, with the microscope's own history.
        fire(window, "undo");
        TextField guidance = window.node("microscope-guidance_scale-second-field");
        Fx.await("4 again", () -> !guidance.getText().equals("12"));
        fire(window, "redo");
        Fx.await("12 again", () -> guidance.getText().equals("12"));
    }

    @Test
    void aCancelledSamplingStaysAndAKilledWorkerIsSaidInPlace() {
        try (StudioWindow window = open()) {
            fire(window, "microscope");
            window.click("microscope-demo");
            await(window, "microscope-trunk-25");
            Fx.await("done", MINUTES, () -> window.node("microscope-cancel").isDisabled());
            type(window, "microscope-steps-first-field", "400");
            fire(window, "draw");
            Fx.await(
                    "in the middle",
                    MINUTES,
                    () -> words(window).contains("of 400 steps") && someSteps(window));
            shot(window, "busy");
            window.press(KeyCode.ESCAPE, false, false);
            Fx.await("cancelled", () -> window.node("microscope-cancel").isDisabled());
            shot(window, "cancelled");
            assertThat(window.has("microscope-trunk-0")).isTrue();

            fire(window, "draw");
            Fx.await("again", MINUTES, () -> !window.node("microscope-cancel").isDisabled());
            Fx.await("states", MINUTES, () -> someSteps(window));
            ProcessHandle.of(workers.get(0).pid()).orElseThrow().destroyForcibly();
            await(window, "microscope-retry");
            shot(window, "killed");
            type(window, "microscope-steps-first-field", "6");
            window.click("microscope-retry");
            await(window, "microscope-trunk-6");
            assertThat(workers).hasSize(2);
        }
    }

    private static boolean someSteps(StudioWindow window) {
        return Arrays.stream(new int[] {1, 7})
                .allMatch(i -> window.scene().lookup("#microscope-trunk-" + i) != null);
    }
}
