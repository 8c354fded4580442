package ldmstudio.app.screen.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Label;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films of trainings, asked for where runs are listed and where they are looked at. */
class TrainingFilmTest {
    @TempDir Path folder;

    private static String text(StudioWindow window, String id) {
        return Fx.get(() -> window.scene().lookup("#" + id) instanceof Label l ? l.getText() : "");
    }

    private static Optional<FakeWorker.Asked> asked(AtomicReference<FakeWorker> worker) {
        return Optional.ofNullable(worker.get()).flatMap(w -> w.last(Request.Film.class));
    }

    @Test
    void aRunIsFilmedFromItsRowAndFromItsPage() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        Path run = TestRuns.diffusion(runs.resolve("shapes-model-001"), stage1, "shapes_text");
        assertThat(run.resolve(RunFolder.PREVIEWS)).isNotEmptyDirectory();
        AtomicReference<FakeWorker> worker = new AtomicReference<>();
        try (StudioWindow window =
                StudioWindow.open(
                        folder,
                        work -> {
                            worker.set(new FakeWorker());
                            return worker.get();
                        })) {
            Fx.run(() -> window.context().navigator().show("runs", new OpenRequest.Run(run)));
            Fx.await("the run", () -> window.scene().lookup("#run-film") != null);
            assertThat(window.node("run-film-panel").isVisible()).isFalse();
            window.click("run-film");
            Fx.await(
                    "the panel",
                    () -> text(window, "run-film-panel-title").equals("Film this training"));
            assertThat(text(window, "run-film-panel-words")).contains("same seeds");
            window.click("run-film-panel-kind-checkpoints");
            assertThat(text(window, "run-film-panel-words")).contains("same noise anew");
            ScreenshotHarness.save("film-runs", window.scene(), window.context().theme());
            window.click("run-film-panel-render");
            Fx.await("asked", () -> asked(worker).isPresent());
            Request.Film asked = (Request.Film) asked(worker).orElseThrow().request();
            assertThat(asked.kind()).isEqualTo("checkpoints");
            assertThat(Path.of(asked.model())).isEqualTo(run.toAbsolutePath());
            assertThat(Path.of(asked.out()).getParent())
                    .isEqualTo(folder.resolve("work").resolve("videos"));
            asked(worker)
                    .orElseThrow()
                    .answer()
                    .completeExceptionally(
                            new WorkerException(
                                    "The checkpoint of step 6000 is damaged.",
                                    "Take it out of the run and film again.",
                                    "sha256"));
            Fx.await("told", () -> text(window, "run-film-panel-film-state").equals("Failed"));
            assertThat(text(window, "run-film-panel-film-words"))
                    .contains("damaged", "Take it out of the run");
            ScreenshotHarness.save("film-runs-failed", window.scene(), window.context().theme());

            Fx.run(() -> window.context().navigator().show("diffusion", new OpenRequest.Run(run)));
            Fx.await("its page", () -> window.scene().lookup("#training-film") != null);
            Fx.await("the button", () -> window.scene().lookup("#training-film").isVisible());
            window.click("training-film");
            Fx.await("the panel", () -> window.scene().lookup("#diffusion-film-panel").isVisible());
            window.click("diffusion-film-panel-render");
            Fx.await(
                    "asked again",
                    () -> asked(worker).filter(a -> !a.answer().isDone()).isPresent());
            FakeWorker.Asked film = asked(worker).orElseThrow();
            String out = ((Request.Film) film.request()).out();
            assertThat(((Request.Film) film.request()).kind()).isEqualTo("training");
            ScreenshotHarness.save("film-diffusion", window.scene(), window.context().theme());
            Files.createDirectories(Path.of(out).getParent());
            // No frame came on the way, so the page asks for those of the file.
            worker.get().always(Request.Unpack.class, r -> Map.of("frames", 0));
            film.answer()
                    .complete(
                            new Reply.Ok(
                                    film.request().id(),
                                    Map.of("path", out, "frames", 20, "seconds", 2.5)));
            Fx.await("done", () -> text(window, "diffusion-film-panel-film-state").equals("Done"));
            assertThat(window.context().notifications().history().get(0).title())
                    .isEqualTo("The film is done");
        }
    }

    @Test
    void aRunWithoutPicturesSaysWhatComesFirst() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path run = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        ldmstudio.engine.run.DurableFiles.deleteTree(run.resolve(RunFolder.PREVIEWS));
        try (StudioWindow window = StudioWindow.open(folder, work -> new FakeWorker())) {
            Fx.run(() -> window.context().navigator().show("runs", new OpenRequest.Run(run)));
            Fx.await("the run", () -> window.scene().lookup("#run-film") != null);
            Fx.await("chosen", () -> window.scene().lookup("#run-film").isVisible());
            window.click("run-film");
            Fx.await("told", () -> text(window, "run-film-panel-words").contains("no pictures"));
            assertThat(Fx.get(() -> window.scene().lookup("#run-film-panel-render").isDisabled()))
                    .isTrue();
        }
    }
}
