package ldmstudio.app.screen.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several pictures at once, by keys: chosen, walked between, copied, deleted, brought back. */
@Timeout(180)
class GalleryKeysTest extends GalleryPages {
    private static void key(StudioWindow window, KeyCode code, boolean shift, boolean control) {
        ImageGrid grid = window.node("gallery-grid");
        Fx.run(
                () ->
                        grid.fireEvent(
                                new KeyEvent(
                                        KeyEvent.KEY_PRESSED,
                                        "",
                                        "",
                                        code,
                                        shift,
                                        control,
                                        false,
                                        false)));
    }

    @Test
    void severalPicturesAreChosenAndWalkedBetweenAsTheModelDrawsByItself() throws Exception {
        samples(4);
        try (StudioWindow window = open()) {
            shown(window, 4);
            select(window, 0);
            key(window, KeyCode.RIGHT, true, false);
            assertThat(text(window, "gallery-count")).isEqualTo("2 chosen of 4");
            key(window, KeyCode.RIGHT, false, true);
            key(window, KeyCode.SPACE, false, true);
            assertThat(text(window, "gallery-count")).isEqualTo("3 chosen of 4");
            ScreenshotHarness.save("gallery-chosen", window.scene(), window.context().theme());
            key(window, KeyCode.W, false, false);
            Fx.await(
                    "the page of walks",
                    () -> window.context().navigator().current().equals("interpolate"));
            FakeWorker.Asked load = asked(Request.Load.class);
            assertThat(Path.of(((Request.Load) load.request()).modelPath()))
                    .isEqualTo(run().toAbsolutePath());
            workers.get(workers.size() - 1)
                    .always(
                            Request.Frame.class,
                            r ->
                                    Map.of(
                                            "png",
                                            Base64.getEncoder()
                                                    .encodeToString(
                                                            PngFiles.encode(
                                                                    disc(0x3050c0, 24), Map.of())),
                                            "at",
                                            0.0,
                                            "milliseconds",
                                            20.0));
            load.answer()
                    .complete(
                            new Reply.Ok(
                                    load.request().id(),
                                    Map.of(
                                            "text",
                                            true,
                                            "samplers",
                                            List.of("ddim", "euler"),
                                            "sampling",
                                            Map.of(
                                                    "sampler",
                                                    "euler",
                                                    "steps",
                                                    17,
                                                    "guidance_scale",
                                                    5.5))));
            Request.Frame frame = (Request.Frame) asked(Request.Frame.class).request();
            assertThat(frame.walk().sampling().steps()).isEqualTo(17);
            assertThat(frame.walk().sampling().sampler()).isEqualTo("euler");
            assertThat(frame.walk().sampling().guidanceScale()).isEqualTo(5.5);
            assertThat(frame.walk().keyframes())
                    .extracting(k -> Path.of(k.picture()).getFileName().toString())
                    .containsExactly("003.png", "002.png", "001.png");
            Fx.await(
                    "a picture",
                    () ->
                            window.scene().lookup("#walk-quality") instanceof Label l
                                    && l.getText().contains("17 steps"));
            ScreenshotHarness.save("interpolate-between", window.scene(), window.context().theme());
        }
    }

    @Test
    void chosenPicturesAreCopiedLookedAtDeletedAndBroughtBackByKeys() throws Exception {
        samples(5);
        try (StudioWindow window = open()) {
            shown(window, 5);
            select(window, 0);
            key(window, KeyCode.SPACE, false, false);
            Fx.await("large", () -> window.scene().lookup(".lightbox").isVisible());
            Fx.run(
                    () ->
                            window.scene()
                                    .lookup(".lightbox")
                                    .fireEvent(
                                            new KeyEvent(
                                                    KeyEvent.KEY_PRESSED,
                                                    "",
                                                    "",
                                                    KeyCode.SPACE,
                                                    false,
                                                    false,
                                                    false,
                                                    false)));
            Fx.await("closed", () -> !window.scene().lookup(".lightbox").isVisible());
            key(window, KeyCode.DOWN, false, false);
            key(window, KeyCode.HOME, false, false);
            key(window, KeyCode.RIGHT, true, false);
            key(window, KeyCode.C, false, true);
            List<java.io.File> copied =
                    Fx.get(() -> javafx.scene.input.Clipboard.getSystemClipboard().getFiles());
            assertThat(copied)
                    .extracting(java.io.File::getName)
                    .containsExactly("004.png", "003.png");
            key(window, KeyCode.DELETE, false, false);
            ImageGrid grid = window.node("gallery-grid");
            Path third = work().resolve("samples/2026-11-22/003.png");
            Fx.await("both are gone", () -> grid.count() == 3 && !Files.exists(third));
            Fx.await(
                    "the news",
                    () ->
                            window.context().notifications().history().stream()
                                    .anyMatch(n -> n.title().equals("2 items were deleted")));
            key(window, KeyCode.Z, false, true);
            Fx.await("both are back", () -> grid.count() == 5 && Files.exists(third));
        }
    }

    @Test
    void aWorkspaceThatCannotBeReadSaysWhyAndIsTriedAgain() throws Exception {
        samples(1);
        // Nobody can read it as a folder, not even who may read everything.
        Path videos = work().resolve("videos");
        Files.writeString(videos, "not a folder");
        try (StudioWindow window = open()) {
            window.click("rail-gallery");
            Fx.await("words", () -> window.scene().lookup("#gallery-retry") != null);
            assertThat(Fx.get(() -> window.scene().getRoot().lookupAll(".empty-text")).toString())
                    .contains(videos + " is a file");
            ScreenshotHarness.save("gallery-failed", window.scene(), window.context().theme());
            Files.delete(videos);
            window.click("gallery-retry");
            Fx.await(
                    "the picture",
                    () ->
                            window.scene().lookup("#gallery-grid") instanceof ImageGrid grid
                                    && grid.count() == 1);
        }
    }
}
