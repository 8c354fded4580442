package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in the real window, by node ids, with a worker that the test plays. */
@Timeout(120)
class InterpolateScreenTest {
    @TempDir Path folder;
    private FakeWorker worker = WalkFrames.worker();

    private StudioWindow open() {
        StudioWindow window = StudioWindow.open(folder, work -> worker);
        Fx.run(() -> window.context().navigator().show(InterpolateScreen.ID));
        return window;
    }

    private void makeModel() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
    }

    private static void await(StudioWindow window, String id) {
        Fx.await("#" + id, () -> window.scene().lookup("#" + id) != null);
    }

    private static String text(StudioWindow window, String id) {
        return Fx.get(() -> window.scene().lookup("#" + id) instanceof Label l ? l.getText() : "");
    }

    private static void shot(StudioWindow window, String name) {
        ScreenshotHarness.save(name, window.scene(), window.context().theme());
    }

    static void mouse(Node node, javafx.event.EventType<MouseEvent> type, double x, double y) {
        var scene = node.localToScene(x, y);
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        x,
                        y,
                        scene.getX(),
                        scene.getY(),
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }

    @Test
    void withoutAModelThePageSaysWhatComesFirst() {
        try (StudioWindow window = open()) {
            await(window, "walk-to-home");
            shot(window, "interpolate-empty");
            window.click("walk-to-diffusion");
            assertThat(window.context().navigator().current()).isEqualTo("diffusion");
        }
    }

    @Test
    void thePictureFollowsTheSliderAndIsDrawnWhollyWhenItRests() throws Exception {
        makeModel();
        try (StudioWindow window = open()) {
            await(window, "walk-begin");
            shot(window, "interpolate-begin");
            window.click("walk-begin");
            await(window, "walk-position");
            Fx.await("a whole picture", () -> text(window, "walk-quality").equals("20 steps"));
            TextArea prompt = window.node("walk-prompt");
            String words = Fx.get(() -> prompt.getText());
            assertThat(words).isEqualTo("a small red circle");
            shot(window, "interpolate-live");
            Node ruler = window.node("walk-position");
            double width = Fx.get(() -> ruler.getLayoutBounds().getWidth());
            for (double at = 0.1; at < 0.6; at += 0.05) {
                double x = TimeScale.x(at, width);
                boolean first = at < 0.11;
                Fx.run(
                        () ->
                                mouse(
                                        ruler,
                                        first ? MouseEvent.MOUSE_PRESSED : MouseEvent.MOUSE_DRAGGED,
                                        x,
                                        20));
            }
            Fx.await("a draft", () -> text(window, "walk-quality").startsWith("draft, 2 steps"));
            Fx.await("a rate", () -> text(window, "walk-rate").contains("fps"));
            shot(window, "interpolate-dragging");
            Fx.run(() -> mouse(ruler, MouseEvent.MOUSE_RELEASED, TimeScale.x(0.55, width), 20));
            Fx.await("whole again", () -> text(window, "walk-quality").equals("20 steps"));
            Request.Frame asked =
                    (Request.Frame) worker.last(Request.Frame.class).orElseThrow().request();
            assertThat(asked.steps()).isZero();
        }
    }
}
