package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A film of how a picture came about, asked for beside the picture. */
class FilmThisTest {
    @TempDir Path folder;

    private static String text(PlaygroundPage page, String id) {
        return page.node(id, Label.class).getText();
    }

    private static void shown(FakeWorker.Asked film, int state) {
        String png =
                Base64.getEncoder()
                        .encodeToString(
                                PngFiles.encode(PlaygroundPage.picture(0, state, 8), Map.of()));
        film.during()
                .accept(
                        new Reply.Progress(
                                film.request().id(),
                                "decoding, about 4 s left",
                                state / 12.0,
                                state + 1,
                                12,
                                List.of(png),
                                state));
    }

    @Test
    void theFilmOfASelectedPictureGrowsIsCancelledGoneOnWithAndPlaysInPlace() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        Path run = TestRuns.diffusion(runs.resolve("shapes-model-001"), stage1, "shapes_text");
        String out;
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            Button draw = page.node("sample", Button.class);
            Fx.await("a model", () -> !draw.isDisabled());
            TextArea prompt = page.node("sample-prompt", TextArea.class);
            Fx.run(
                    () -> {
                        prompt.setText("a large red star");
                        page.model().form().countProperty().set(2);
                        page.model().form().seedProperty().set(7);
                    });
            page.click("sample");
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            PlaygroundPage.finish(page.asked(0, Request.Sample.class), run.toString());
            Fx.await("finished", () -> !page.node("sample-film", Button.class).isDisabled());
            Fx.await(
                    "both",
                    () -> page.node("sample-tiles", PictureTiles.class).tiles().size() == 2);
            page.press("sample-tiles", KeyCode.RIGHT, false);
            Fx.await("the second", () -> text(page, "sample-place").startsWith("2 of 2"));
            page.press("sample-tiles", KeyCode.F, false);
            Fx.await("the panel", () -> page.node("sample-film-panel", Node.class).isVisible());
            assertThat(text(page, "sample-film-panel-words")).contains("seed 7, picture 2");
            assertThat(page.node("sample-film-panel-place", TextField.class).getText())
                    .contains("a-large-red-star-denoising")
                    .endsWith(".mp4");
            page.shot("film-this");
            TextField place = page.node("sample-film-panel-place", TextField.class);
            String usual = place.getText();
            Button render = page.node("sample-film-panel-render", Button.class);
            Fx.run(() -> place.setText("videos/film.txt"));
            assertThat(render.isDisabled()).isTrue();
            assertThat(text(page, "sample-film-panel-why")).contains("must end in .mp4");
            Fx.run(() -> place.setText("../film.mp4"));
            assertThat(render.isDisabled()).isFalse();
            assertThat(text(page, "sample-film-panel-why"))
                    .as("where it really goes")
                    .startsWith("Goes to " + folder.resolve("film.mp4").toAbsolutePath());
            Fx.run(() -> place.setText(usual));
            assertThat(page.node("sample-film-panel-why", Node.class).isVisible()).isFalse();
            page.click("sample-film-panel-render");
            FakeWorker.Asked film = page.asked(1, Request.Film.class);
            Request.Film asked = (Request.Film) film.request();
            assertThat(asked.kind()).isEqualTo("denoising");
            assertThat(asked.index()).isEqualTo(1);
            assertThat(asked.model()).isEqualTo(run.toString());
            assertThat(asked.settings().prompts()).containsExactly("a large red star");
            assertThat(asked.settings().how().seed()).isEqualTo(7);
            assertThat(asked.video().captions()).isTrue();
            out = asked.out();
            for (int state = 0; state < 5; state++) {
                shown(film, state);
            }
            Fx.await(
                    "how far it is",
                    () ->
                            text(page, "sample-film-panel-film-words")
                                    .equals("Decoding, about 4 s left"));
            page.shot("film-this-busy");
            page.click("sample-film-panel-film-cancel");
            FakeWorker.Asked cancel = page.asked(1, Request.Cancel.class);
            assertThat(((Request.Cancel) cancel.request()).targetId())
                    .isEqualTo(film.request().id());
            film.answer().completeExceptionally(new WorkerException("cancelled", "", ""));
            Fx.await(
                    "cancelled",
                    () -> text(page, "sample-film-panel-film-state").equals("Not finished"));
            Fx.await(
                    "kept for after a restart",
                    () -> Files.exists(folder.resolve("work/.studio/film-denoising.json")));
        }
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            Fx.await(
                    "offered again",
                    () -> text(page, "sample-film-panel-film-state").equals("Not finished"));
            page.click("sample-film-panel-film-go-on");
            FakeWorker worker = filming(page);
            FakeWorker.Asked film = worker.last(Request.Film.class).orElseThrow();
            assertThat(((Request.Film) film.request()).out()).isEqualTo(out);
            for (int state = 0; state < 9; state++) {
                shown(film, state);
            }
            PlaygroundPage.answer(film, Map.of("path", out, "frames", 12, "seconds", 1.5));
            Fx.await("done", () -> text(page, "sample-film-panel-film-state").equals("Done"));
            assertThat(text(page, "sample-film-panel-film-words")).contains("12 frames", "1.5 s");
            page.shot("film-this-done");
            page.click("sample-film-panel-film-dismiss");
            Fx.await("put away", () -> !page.node("sample-film-panel", Node.class).isVisible());
        }
    }

    private static FakeWorker filming(PlaygroundPage page) {
        Fx.await(
                "the film is asked for",
                () -> {
                    synchronized (page.workers) {
                        return page.workers.stream().anyMatch(w -> w.count(Request.Film.class) > 0);
                    }
                });
        synchronized (page.workers) {
            return page.workers.stream()
                    .filter(w -> w.count(Request.Film.class) > 0)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatCannotBeFilmedIsSaidWithTheWayOut() throws Exception {
        Path samples = Files.createDirectories(folder.resolve("work/samples/other/day"));
        PngFiles.write(PlaygroundPage.picture(0, 1, 1), Map.of(), samples.resolve("a.png"));
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            Fx.await("an earlier picture", () -> !page.model().drawings().all().isEmpty());
            Fx.run(() -> page.model().drawings().show(page.model().drawings().all().get(0)));
            Fx.await("finished", () -> !page.node("sample-film", Button.class).isDisabled());
            page.click("sample-film");
            Fx.await("the panel", () -> page.node("sample-film-panel", Node.class).isVisible());
            assertThat(text(page, "sample-film-panel-words")).contains("no recipe inside");
            page.shot("film-this-impossible");
            page.press("sample-film-panel-words", KeyCode.ESCAPE, false);
            Fx.await("closed", () -> !page.node("sample-film-panel", Node.class).isVisible());
        }
    }
}
