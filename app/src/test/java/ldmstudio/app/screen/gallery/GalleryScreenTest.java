package ldmstudio.app.screen.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page by its node ids, with workers that the test plays. */
@Timeout(180)
class GalleryScreenTest extends GalleryPages {
    @Test
    void anEmptyWorkspaceLeadsToThePlayground() {
        try (StudioWindow window = open()) {
            window.click("rail-gallery");
            Fx.await("the door", () -> window.scene().lookup("#gallery-go-playground") != null);
            ScreenshotHarness.save("gallery-empty", window.scene(), window.context().theme());
            window.click("gallery-go-playground");
            assertThat(window.context().navigator().current()).isEqualTo("playground");
        }
    }

    @Test
    void picturesAreSearchedStarredDeletedAndBroughtBack() throws Exception {
        samples(30);
        Path film = film();
        try (StudioWindow window = open()) {
            shown(window, 31);
            assertThat(text(window, "gallery-count")).isEqualTo("31 items");
            select(window, 1);
            ScreenshotHarness.save("gallery", window.scene(), window.context().theme());
            assertThat(text(window, "gallery-run")).isEqualTo("Run shapes-text");
            assertThat(text(window, "gallery-dataset")).startsWith("Dataset: ");

            TextField search = window.node("gallery-search");
            Fx.run(() -> search.setText("RED circle ddim"));
            ImageGrid grid = window.node("gallery-grid");
            Fx.await("the red ones", () -> grid.count() == 8);
            assertThat(text(window, "gallery-count")).isEqualTo("8 of 31");
            Fx.run(() -> search.setText("no such thing"));
            Fx.await("a way out", () -> window.scene().lookup("#gallery-clear").isVisible());
            ScreenshotHarness.save(
                    "gallery-nothing-matches", window.scene(), window.context().theme());
            window.click("gallery-clear");
            Fx.await("all again", () -> grid.count() == 31);

            window.click("gallery-kind-videos");
            Fx.await("the film", () -> grid.count() == 1);
            window.click("gallery-kind-all");

            select(window, 3);
            String third = Fx.get(() -> item(window).path());
            key(window, KeyCode.S);
            Fx.await("its star", () -> text(window, "gallery-star").startsWith("★"));
            Path stars = work().resolve(".studio/stars.json");
            Fx.await("the star on disk", () -> read(stars).contains(third));
            window.click("gallery-starred");
            Fx.await("only it", () -> grid.count() == 1);
            window.click("gallery-starred");

            Path deleted = work().resolve(third);
            key(window, KeyCode.DELETE);
            Fx.await("it is gone", () -> grid.count() == 30 && !Files.exists(deleted));
            assertThat(Fx.get(() -> item(window).path()))
                    .as("the next one takes its place")
                    .isNotEqualTo(third);
            Fx.await(
                    "the news",
                    () ->
                            window.context().notifications().history().stream()
                                    .anyMatch(n -> !n.choices().isEmpty()));
            Notification news =
                    window.context().notifications().history().stream()
                            .filter(n -> !n.choices().isEmpty())
                            .findFirst()
                            .orElseThrow();
            Fx.run(news.choices().get(0).action());
            Fx.await("it is back", () -> grid.count() == 31 && Files.exists(deleted));
            assertThat(film).exists();
        }
    }

    @Test
    void aPictureIsDrawnAgainAndComparedAndItsSettingsOpenInThePlayground() throws Exception {
        samples(2);
        try (StudioWindow window = open()) {
            shown(window, 2);
            select(window, 0);
            window.click("gallery-verify");
            FakeWorker.Asked first = asked(Request.Redraw.class);
            Request.Redraw redraw = (Request.Redraw) first.request();
            assertThat(Path.of(redraw.picture()))
                    .isEqualTo(work().resolve("samples/2026-11-22/001.png").toAbsolutePath());
            assertThat(Path.of(redraw.model()).getFileName()).hasToString("shapes-text");
            assertThat(text(window, "gallery-outcome")).contains("again");
            first.answer().complete(answer(redraw, 0, 0, List.of()));
            Fx.await("equal", () -> text(window, "gallery-outcome").startsWith("Equal: all 2,304"));
            ScreenshotHarness.save("gallery-verified", window.scene(), window.context().theme());

            window.click("gallery-verify");
            FakeWorker.Asked again = asked(Request.Redraw.class);
            Fx.await("asked anew", () -> asked(Request.Redraw.class) != first);
            again = asked(Request.Redraw.class);
            again.answer().complete(answer(redraw, 12, 3, List.of("The weights are other ones.")));
            Fx.await(
                    "the difference",
                    () ->
                            text(window, "gallery-outcome")
                                    .equals(
                                            "12 of 2,304 pixels differ, by at most 3 of 255. The"
                                                    + " weights are other ones."));

            window.click("gallery-verify");
            FakeWorker.Asked before = again;
            Fx.await("asked a third time", () -> asked(Request.Redraw.class) != before);
            asked(Request.Redraw.class)
                    .answer()
                    .completeExceptionally(
                            new WorkerException(
                                    "there is no folder runs/gone", "Put it back.", ""));
            Fx.await("words", () -> text(window, "gallery-outcome").contains("Put it back."));

            window.click("gallery-open-settings");
            assertThat(window.context().navigator().current()).isEqualTo("playground");
        }
    }

    private static Reply.Ok answer(
            Request.Redraw redraw, int different, int largest, List<String> notes) {
        byte[] png = PngFiles.encode(disc(0, 24), Map.of());
        return new Reply.Ok(
                redraw.id(),
                Map.of(
                        "different",
                        different,
                        "pixels",
                        2304,
                        "largest",
                        largest,
                        "notes",
                        notes,
                        "png",
                        Base64.getEncoder().encodeToString(png)));
    }

    @Test
    void aFilmPlaysInPlaceFrameByFrameAndAnMp4IsUnpackedByAWorker() throws Exception {
        film();
        Path mp4 = work().resolve("videos/walk.mp4");
        Files.write(mp4, new byte[100]);
        Files.setLastModifiedTime(mp4, FileTime.fromMillis(1_000_000_000_000L));
        VideoRecipe recipe =
                VideoRecipe.of("denoising film", List.of("a cat"), run() + "", 5, "", "kind: x");
        recipe.finished("mp4", 10, 3, 48, 48).write(mp4);
        PngFiles.write(disc(0x206020, 24), Map.of(), VideoRecipe.poster(mp4));
        try (StudioWindow window = open()) {
            shown(window, 2);
            select(window, 0);
            FilmPlayer player = window.node("gallery-player");
            Fx.await("all frames", () -> player.ready() == 8);
            Fx.await("it runs", () -> !text(window, "gallery-frame-place").startsWith("frame 1 "));
            window.click("gallery-play");
            assertThat(Fx.get(player::isPlaying)).isFalse();
            Fx.run(
                    () ->
                            ((javafx.scene.control.Slider) window.scene().lookup("#gallery-frame"))
                                    .setValue(4));
            window.click("gallery-forth");
            assertThat(text(window, "gallery-frame-place")).isEqualTo("frame 6 of 8, 0.5 of 0.8 s");
            ScreenshotHarness.save("gallery-film", window.scene(), window.context().theme());

            select(window, 1);
            FakeWorker.Asked unpack = asked(Request.Unpack.class);
            Request.Unpack request = (Request.Unpack) unpack.request();
            assertThat(Path.of(request.video())).isEqualTo(mp4.toAbsolutePath());
            Path frames = Path.of(request.outDir());
            Files.createDirectories(frames);
            for (int i = 0; i < 3; i++) {
                PngFiles.write(
                        disc(0x206020, 20 + i),
                        Map.of(),
                        frames.resolve("frame-%05d.png".formatted(i)));
            }
            unpack.answer().complete(new Reply.Ok(request.id(), Map.of("frames", 3)));
            Fx.await("its frames", () -> player.ready() == 3);
            assertThat(Fx.get(player::isPlaying)).isTrue();
        }
    }
}
