package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import ldmstudio.app.screen.playground.begin.BeginPanel;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mask is painted on the large picture, with mouse, wheel and keys; workers are played. */
class MaskOnPictureTest {
    @TempDir private Path folder;

    private static void mouse(
            PlaygroundPage page, String id, double x, double y, boolean begin, boolean end) {
        Node node = page.node(id, Node.class);
        Fx.run(
                () -> {
                    if (begin) {
                        fire(node, MouseEvent.MOUSE_PRESSED, x, y);
                    }
                    fire(node, MouseEvent.MOUSE_DRAGGED, x, y);
                    if (end) {
                        fire(node, MouseEvent.MOUSE_RELEASED, x, y);
                    }
                });
    }

    private static void fire(
            Node node, javafx.event.EventType<MouseEvent> type, double x, double y) {
        Point2D screen = node.localToScreen(x, y);
        node.fireEvent(
                new MouseEvent(
                        type,
                        x,
                        y,
                        screen.getX(),
                        screen.getY(),
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

    private static void wheel(PlaygroundPage page, String id, boolean shift, double by) {
        Node node = page.node(id, Node.class);
        Fx.run(
                () ->
                        node.fireEvent(
                                new ScrollEvent(
                                        ScrollEvent.SCROLL,
                                        100,
                                        100,
                                        100,
                                        100,
                                        shift,
                                        false,
                                        false,
                                        false,
                                        false,
                                        false,
                                        shift ? by : 0,
                                        shift ? 0 : by,
                                        0,
                                        0,
                                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                                        0,
                                        ScrollEvent.VerticalTextScrollUnits.NONE,
                                        0,
                                        0,
                                        null)));
    }

    @Test
    void aDrawnPictureIsPaintedOnLargeAndDrawnAnewThere() throws Exception {
        try (PlaygroundPage page =
                PlaygroundPage.ofTextRun(
                        folder,
                        context ->
                                new PlaygroundParts(
                                        new BeginPanel(() -> context.workspace().folder()),
                                        null))) {
            Button draw = page.node("sample", Button.class);
            Fx.await("a model", () -> !draw.isDisabled());
            Fx.await("its facts", () -> page.model().models().factsProperty().get() != null);
            Fx.run(() -> page.model().form().countProperty().set(2));
            page.click("sample");
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            FakeWorker.Asked first = page.asked(0, Request.Sample.class);
            PlaygroundPage.finish(first, "m");
            Button mask = page.node("sample-mask", Button.class);
            Fx.await("a finished picture", () -> !mask.isDisabled());

            page.press("sample-tiles", KeyCode.M, false);
            Node stage = page.node("mask-stage", Node.class);
            Fx.await("the stage", stage::isVisible);
            Fx.run(() -> page.node("sample-begin", TitledPane.class).setExpanded(true));
            page.shot("playground-mask-empty");

            // At a zoom, a stroke lands where the picture is under the mouse.
            wheel(page, "mask-large", false, 40);
            wheel(page, "mask-large", true, 40);
            wheel(page, "mask-large", true, -40);
            mouse(page, "mask-large", 200, 150, true, false);
            mouse(page, "mask-large", 320, 240, false, true);
            Label small = page.node("begin-mask-share", Label.class);
            Fx.await("the panel follows", () -> small.getText().endsWith("is drawn anew."));
            page.press("mask-large", KeyCode.DIGIT0, false);
            for (int i = 0; i < 9; i++) {
                page.press("mask-large", KeyCode.RIGHT, false);
            }
            page.press("mask-large", KeyCode.SPACE, false);
            page.shot("playground-mask-painted");
            page.press("mask-large", KeyCode.Z, true);
            page.press("begin-mask", KeyCode.I, false);
            page.press("mask-large", KeyCode.I, false);

            BeginSettings begin = Fx.get(() -> page.screen.parts().begin().begin());
            PixelImage saved = PictureFile.read(Path.of(begin.mask()));
            int painted = 0;
            for (int argb : saved.argb()) {
                painted += (argb & 255) > 127 ? 1 : 0;
            }
            assertThat(painted).isBetween(20, 32 * 32 / 2);

            page.press("mask-large", KeyCode.ESCAPE, false);
            assertThat(Fx.get(stage::isVisible)).isFalse();
            page.press("playground-screen", KeyCode.M, true);
            assertThat(Fx.get(stage::isVisible)).isTrue();

            // Beyond the edges the new frame is seen, and arrows widen it.
            Fx.run(() -> page.node("begin-way-beyond", ToggleButton.class).fire());
            page.press("mask-large", KeyCode.RIGHT, false);
            page.press("mask-large", KeyCode.RIGHT, false);
            page.press("mask-large", KeyCode.UP, false);
            Spinner<?> right = page.node("begin-extend-right", Spinner.class);
            assertThat(right.getValue()).isEqualTo(16);
            page.shot("playground-mask-beyond");
            Fx.run(() -> page.node("begin-way-painted", ToggleButton.class).fire());

            page.click("sample");
            FakeWorker.Asked second = page.asked(0, Request.Sample.class);
            assertThat(PlaygroundPage.settings(second).from().mask()).isNotEmpty();
            Fx.await("what grows is seen", () -> !stage.isVisible());
            PlaygroundPage.finish(second, "m");
        }
    }
}
