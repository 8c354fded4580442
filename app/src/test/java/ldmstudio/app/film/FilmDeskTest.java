package ldmstudio.app.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a film shows when it is done; the worker is played. */
class FilmDeskTest {
    @TempDir private Path folder;

    @BeforeAll
    static void toolkit() {
        Fx.run(() -> {});
    }

    private static PixelImage frame(int number) {
        int[] argb = new int[4];
        java.util.Arrays.fill(argb, 0xFF000000 | number * 20);
        return new PixelImage(2, 2, argb);
    }

    private static void write(PixelImage picture, Path file) {
        try {
            PngFiles.write(picture, Map.of(), file);
        } catch (RunFolderException e) {
            throw new AssertionError(e);
        }
    }

    private static int blue(javafx.scene.image.Image image) {
        return image.getPixelReader().getArgb(0, 0) & 255;
    }

    /** Draws frames {@code first} to 4 of 5, and has all five in the file. */
    private FilmDesk rendered(int first, boolean unpacks) throws Exception {
        FakeWorker worker = new FakeWorker();
        if (unpacks) {
            worker.always(
                    Request.Unpack.class,
                    request -> {
                        Path out = Path.of(((Request.Unpack) request).outDir());
                        for (int i = 0; i < 5; i++) {
                            Path file = out.resolve("frame-0000" + i + ".png");
                            write(frame(i), file);
                        }
                        return Map.of("frames", 5);
                    });
        }
        JobRunner runner =
                new JobRunner(
                        task -> new Thread(task).start(), javafx.application.Platform::runLater);
        FilmDesk desk = new FilmDesk(runner, workspace -> worker, () -> folder, System::nanoTime);
        WalkRecipe recipe =
                WalkRecipe.defaults()
                        .with("model", "m")
                        .with("out", folder.resolve("film.mp4").toString());
        FilmOrder order = new FilmOrder.Walk(recipe);
        Fx.run(
                () -> {
                    desk.remember(order);
                    desk.render(order);
                });
        Fx.await("the request", () -> worker.last(Request.Render.class).isPresent());
        FakeWorker.Asked asked = worker.last(Request.Render.class).orElseThrow();
        String id = asked.request().id();
        for (int i = first; i < 5; i++) {
            String png = Base64.getEncoder().encodeToString(PngFiles.encode(frame(i), Map.of()));
            asked.during().accept(new Reply.Progress(id, "", i / 5.0, i + 1, 5, List.of(png), i));
        }
        Map<String, Object> made =
                Map.of("path", folder.resolve("film.mp4").toString(), "frames", 5, "seconds", 1);
        asked.answer().complete(new Reply.Ok(id, made));
        Fx.await("the end", () -> desk.phase() == FilmDesk.Phase.DONE);
        assertThat(worker.count(Request.Unpack.class)).isEqualTo(first > 0 ? 1 : 0);
        return desk;
    }

    @Test
    void aFilmThatWentOnIsPlayedWholeFromItsFile() throws Exception {
        FilmDesk desk = rendered(3, true);
        assertThat(desk.whole()).extracting(FilmDeskTest::blue).containsExactly(0, 20, 40, 60, 80);
    }

    @Test
    void aFilmOfThisSessionIsPlayedAsItWasSeen() throws Exception {
        FilmDesk desk = rendered(0, false);
        assertThat(desk.whole()).isEmpty();
        assertThat(desk.pictures())
                .extracting(FilmDeskTest::blue)
                .containsExactly(0, 20, 40, 60, 80);
    }

    @Test
    void aFolderOfPicturesIsReadAsItIs() throws Exception {
        Path frames = Files.createDirectories(folder.resolve("frames"));
        for (int i = 0; i < 3; i++) {
            PngFiles.write(frame(i), Map.of(), frames.resolve("frame-0000" + i + ".png"));
        }
        List<javafx.scene.image.Image> all =
                WholeFilm.read(
                        new ldmstudio.app.client.ModelWorker(workspace -> new FakeWorker()),
                        frames,
                        2 * 16);
        assertThat(all).as("as many as there is room for").hasSize(2);
    }
}
