package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.evaluate.GivenBack;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in the real window, by node ids, with a worker that the test plays. */
@Timeout(120)
class InterpolateScreenTest {
    /** The page of a program without the demo model: its workers are the test's. */
    @BeforeEach
    void withoutDemo() {
        System.setProperty(DemoModel.SWITCH, "none");
    }

    @AfterEach
    void withDemo() {
        System.clearProperty(DemoModel.SWITCH);
    }

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
                        scene.getX(),
                        scene.getY(),
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
            anEndThatTheModelDoesNotKnowIsTold(window);
        }
    }

    private void anEndThatTheModelDoesNotKnowIsTold(StudioWindow window) throws Exception {
        Path photograph = folder.resolve("a photograph.png");
        PngFiles.write(WalkFrames.picture(0.5, 0, 0), Map.of(), photograph);
        worker.always(
                Request.GiveBack.class,
                request ->
                        Map.of(
                                "psnr",
                                14.2,
                                "poor",
                                ((Request.GiveBack) request).picture().contains("photograph"),
                                "words",
                                new GivenBack(14.2).words()));
        Fx.run(
                () ->
                        window.context()
                                .navigator()
                                .show(
                                        InterpolateScreen.ID,
                                        new OpenRequest.WalkBetween("", List.of(photograph))));
        Fx.await(
                "the figure",
                () ->
                        text(window, "walk-picture-verdict")
                                .contains("14 dB (22 and more is good), so expect it to be"));
        shot(window, "interpolate-unknown-picture");
    }

    @Test
    void keyframesCurveAndPadAreEditedByKeysAndMouseAndEverythingIsThereAgainAfterACrash()
            throws Exception {
        makeModel();
        try (StudioWindow window = open()) {
            await(window, "walk-begin");
            window.click("walk-begin");
            Fx.await("a picture", () -> text(window, "walk-quality").equals("20 steps"));
            window.click("walk-next");
            window.click("walk-previous");
            Node ruler = window.node("walk-position");
            Fx.run(ruler::requestFocus);
            for (int i = 0; i < 40; i++) {
                window.press(KeyCode.RIGHT, false, false);
            }
            window.press(KeyCode.INSERT, false, false);
            Fx.await("three", () -> text(window, "walk-keyframe-title").equals("Keyframe B of 3"));
            TextArea prompt = window.node("walk-prompt");
            Fx.run(() -> prompt.setText("a yellow star"));
            Node point = window.node("walk-point-1");
            Fx.run(point::requestFocus);
            for (int i = 0; i < 3; i++) {
                window.press(KeyCode.UP, false, true);
            }
            assertThat(Fx.get(point::getAccessibleText)).isEqualTo("Guidance at keyframe B: 6");
            Node mark = window.node("walk-keyframe-1");
            double width = Fx.get(() -> mark.getParent().getLayoutBounds().getWidth());
            double before = Fx.get(mark::getLayoutX);
            Fx.run(
                    () -> {
                        mouse(mark, MouseEvent.MOUSE_PRESSED, 10, 10);
                        mouse(mark, MouseEvent.MOUSE_DRAGGED, 10 + width / 4, 10);
                        mouse(mark, MouseEvent.MOUSE_RELEASED, 10 + width / 4, 10);
                    });
            Fx.await("moved", () -> mark.getLayoutX() > before + width / 5);
            window.click("walk-loop");
            Fx.await("drawn anew", () -> text(window, "walk-quality").equals("20 steps"));
            Fx.await("portraits", () -> worker.count(Request.Frame.class) > 4);
            shot(window, "interpolate-keyframes");
            window.click("walk-mode-plane");
            Node pad = window.node("walk-pad");
            Fx.run(() -> mouse(pad, MouseEvent.MOUSE_PRESSED, 60, 90));
            Fx.run(() -> mouse(pad, MouseEvent.MOUSE_RELEASED, 60, 90));
            Fx.await(
                    "a picture of the plane",
                    () ->
                            ((Request.Frame)
                                                    worker.last(Request.Frame.class)
                                                            .orElseThrow()
                                                            .request())
                                            .atY()
                                    > 0);
            shot(window, "interpolate-plane");
            window.press(KeyCode.Z, true, false);
            TextField place = window.node("walk-place");
            Fx.run(
                    () -> {
                        place.setText("0,25");
                        place.fireEvent(new javafx.event.ActionEvent());
                    });
            Fx.await(
                    "kept for after a crash",
                    () ->
                            SavedWalk.read(folder.resolve("work"))
                                    .filter(s -> s.at() == 0.25 && s.walk().loop())
                                    .isPresent());
        }
        worker = WalkFrames.worker();
        try (StudioWindow again = open()) {
            await(again, "walk-position");
            Fx.await("the picture", () -> text(again, "walk-quality").equals("20 steps"));
            TextArea prompt = again.node("walk-prompt");
            String words = Fx.get(() -> prompt.getText());
            assertThat(words).isEqualTo("a yellow star");
            Request.Frame asked =
                    (Request.Frame) worker.last(Request.Frame.class).orElseThrow().request();
            assertThat(asked.walk().keyframes()).hasSize(3);
            assertThat(asked.walk().keyframes().get(1).guidanceScale()).isEqualTo(6);
        }
    }

    @Test
    void aFilmIsRenderedCancelledGoneOnWithAndShown() throws Exception {
        makeModel();
        try (StudioWindow window = open()) {
            await(window, "walk-begin");
            window.click("walk-begin");
            Fx.await("a picture", () -> text(window, "walk-quality").equals("20 steps"));
            window.press(KeyCode.ENTER, true, false);
            FakeWorker.Asked first = asked(Request.Render.class);
            Request.Render render = (Request.Render) first.request();
            assertThat(Path.of(render.out()).getParent())
                    .isEqualTo(folder.resolve("work").resolve("videos"));
            assertThat(render.out()).endsWith(".mp4");
            for (int frame = 1; frame <= 12; frame++) {
                first.during().accept(progress(first, frame));
            }
            Fx.await("told", () -> text(window, "walk-film-words").startsWith("Frame 12 of 96"));
            shot(window, "interpolate-rendering");
            window.click("walk-film-cancel");
            FakeWorker.Asked cancel = asked(Request.Cancel.class);
            assertThat(((Request.Cancel) cancel.request()).targetId())
                    .isEqualTo(first.request().id());
            first.answer().completeExceptionally(new WorkerException("cancelled", "", ""));
            Fx.await("not finished", () -> text(window, "walk-film-state").equals("Not finished"));
            worker = WalkFrames.worker();
            window.click("walk-film-go-on");
            FakeWorker.Asked second = asked(Request.Render.class);
            assertThat(((Request.Render) second.request()).out()).isEqualTo(render.out());
            for (int frame = 13; frame <= 96; frame++) {
                second.during().accept(progress(second, frame));
            }
            second.answer()
                    .complete(
                            new Reply.Ok(
                                    second.request().id(),
                                    Map.of("path", render.out(), "frames", 96, "seconds", 4.0)));
            Fx.await("done", () -> text(window, "walk-film-state").equals("Done"));
            assertThat(text(window, "walk-film-words")).contains("96 frames", "4 s");
            assertThat(window.context().notifications().history().get(0).title())
                    .isEqualTo("The film is done");
            shot(window, "interpolate-done");
            worker = WalkFrames.worker();
            window.click("walk-render");
            asked(Request.Render.class)
                    .answer()
                    .completeExceptionally(
                            new WorkerException(
                                    "The disk is full.", "Make room and go on.", "ENOSPC"));
            Fx.await("failed", () -> text(window, "walk-film-state").equals("Failed"));
            assertThat(text(window, "walk-film-words"))
                    .contains("The disk is full.", "Make room and go on.");
        }
    }

    @Test
    void aLostWorkerIsToldInPlaceAndStartedAgain() throws Exception {
        makeModel();
        try (StudioWindow window = open()) {
            await(window, "walk-begin");
            window.click("walk-begin");
            Fx.await("a picture", () -> text(window, "walk-quality").equals("20 steps"));
            worker.never(Request.Frame.class);
            int before = worker.count(Request.Frame.class);
            Node ruler = window.node("walk-position");
            Fx.run(() -> mouse(ruler, MouseEvent.MOUSE_PRESSED, 300, 20));
            Fx.await("asked", () -> worker.count(Request.Frame.class) > before);
            worker.last(Request.Frame.class)
                    .orElseThrow()
                    .answer()
                    .completeExceptionally(
                            new CompletionException(
                                    new WorkerException(
                                            "The worker is gone. It was ended by the system"
                                                    + " (signal 9), most often for lack of memory.",
                                            "",
                                            "exit code 137")));
            worker.close();
            Fx.await(
                    "told",
                    () ->
                            window.scene().lookup("#walk-retry").isVisible()
                                    && text(window, "walk-trouble").contains("signal 9"));
            Button render = window.node("walk-render");
            assertThat(Fx.get(render::isDisabled)).isTrue();
            shot(window, "interpolate-failed");
            worker = WalkFrames.worker();
            window.click("walk-retry");
            Fx.await("live again", () -> !window.scene().lookup("#walk-retry").isVisible());
            Fx.await("drawn again", () -> worker.count(Request.Frame.class) > 0);
        }
    }

    private FakeWorker.Asked asked(Class<? extends Request> type) {
        Fx.await(type.getSimpleName(), () -> worker.last(type).isPresent());
        return worker.last(type).orElseThrow();
    }

    private static Reply progress(FakeWorker.Asked asked, int frame) {
        return new Reply.Progress(
                asked.request().id(),
                "frame " + frame,
                frame / 96.0,
                frame,
                96,
                List.of(WalkFrames.png((frame - 1) / 95.0, 0, 0)),
                frame - 1);
    }
}
