package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.MouseEvent;
import javax.imageio.ImageIO;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.config.WalkRecipes;
import ldmstudio.engine.config.WalkTimeline;
import ldmstudio.engine.video.VideoProbe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page, a real worker and {@code ldm}, on a small model that the test trains. */
@Tag("slow")
@Timeout(900)
class RealWalkTest {
    private static final long MINUTES = 4;

    @TempDir Path folder;
    private final List<WorkerClient> workers = new CopyOnWriteArrayList<>();

    private Path work() {
        return folder.resolve("work");
    }

    /** Runs {@code ldm} in the workspace, as a person would. */
    private void ldm(String... words) throws Exception {
        WorkerCommand command = WorkerCommand.ldm(List.of(words));
        Path log = folder.resolve("ldm.log");
        Files.createDirectories(work());
        ProcessBuilder builder =
                new ProcessBuilder(command.words())
                        .directory(work().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(command.environment());
        Process process = builder.start();
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private void train() throws Exception {
        List<String> few =
                List.of(
                        "data.count=100",
                        "training.max_train_steps=8",
                        "training.batch_size=4",
                        "training.evaluate_every=1000",
                        "training.checkpoint_every=8",
                        "machine.threads=1");
        train("shapes_autoencoder", "autoencoder-001", few);
        List<String> second = new ArrayList<>(few);
        second.add("autoencoder=runs/autoencoder-001");
        second.add("sampling.steps=4");
        second.add("sampling.count=4");
        second.add("denoiser.unet_channels_per_block=[32,32]");
        train("shapes_diffusion", "diffusion-001", second);
    }

    private void train(String recipe, String run, List<String> settings) throws Exception {
        List<String> words = new ArrayList<>(List.of("train", recipe, "--run", "runs/" + run));
        words.addAll(settings);
        ldm(words.toArray(String[]::new));
    }

    private static String text(StudioWindow window, String id) {
        return Fx.get(() -> window.scene().lookup("#" + id) instanceof Label l ? l.getText() : "");
    }

    private static void awaitWhole(StudioWindow window) {
        Fx.await("a whole picture", MINUTES, () -> text(window, "walk-quality").equals("4 steps"));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void framesOfTheWindowAreThoseOfTheCommandLineAndAKilledWorkerComesBack() throws Exception {
        train();
        try (StudioWindow window = StudioWindow.withWorker(folder, workers::add)) {
            Fx.run(() -> window.context().navigator().show(InterpolateScreen.ID));
            Fx.await("#walk-begin", () -> window.scene().lookup("#walk-begin") != null);
            Path run = work().resolve("runs").resolve("diffusion-001");
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            InterpolateScreen.ID,
                                            new ldmstudio.app.shell.OpenRequest.SampleWith(run)));
            awaitWhole(window);
            Node ruler = window.node("walk-position");
            double width = Fx.get(() -> ruler.getLayoutBounds().getWidth());
            for (int i = 0; i <= 20; i++) {
                double x = TimeScale.x(i / 40.0, width);
                var type = i == 0 ? MouseEvent.MOUSE_PRESSED : MouseEvent.MOUSE_DRAGGED;
                Fx.run(() -> InterpolateScreenTest.mouse(ruler, type, x, 20));
                // The first place has its picture already, so no frame is drawn for it.
                if (i > 0) {
                    Fx.await("an answer", () -> !text(window, "walk-rate").isEmpty());
                }
            }
            Fx.run(() -> InterpolateScreenTest.mouse(ruler, MouseEvent.MOUSE_RELEASED, 0, 20));
            awaitWhole(window);

            typed(window, "walk-seconds", "1");
            int frames = WalkTimeline.frames(1, VideoConfig.defaults().fps());
            double place = Places.round(WalkTimeline.time(7, frames, false));
            Fx.run(ruler::requestFocus);
            window.press(javafx.scene.input.KeyCode.HOME, false, false);
            for (int i = 0; i < 7; i++) {
                window.press(javafx.scene.input.KeyCode.RIGHT, false, false);
            }
            Fx.await("the seventh frame", MINUTES, () -> Math.abs(frameAt(window) - place) < 1e-6);
            SavedWalk[] saved = new SavedWalk[1];
            Fx.await(
                    "kept",
                    () ->
                            SavedWalk.read(work())
                                    .filter(s -> s.at() > 0.3 && s.at() < 0.31)
                                    .map(s -> (saved[0] = s) != null)
                                    .orElse(false));
            LiveFrame shown = frame(window);
            WalkConfig walk = saved[0].walk();
            Path yaml = work().resolve("walk.yaml");
            Files.writeString(
                    yaml,
                    WalkRecipes.write(
                            new WalkRecipe(
                                    saved[0].model(),
                                    "frames",
                                    walk,
                                    VideoConfig.defaults().with("scale", 1))));
            ldm("interpolate", yaml.toString(), "--frames", "frames");
            List<Path> files;
            try (var all = Files.list(work().resolve("frames"))) {
                files = all.filter(f -> f.toString().endsWith(".png")).sorted().toList();
            }
            assertThat(files).hasSize(frames);
            assertThat(pixels(ImageIO.read(files.get(7).toFile())))
                    .isEqualTo(pixels(ImageIO.read(new ByteArrayInputStream(shown.file()))));

            window.click("walk-render");
            Fx.await("done", MINUTES, () -> text(window, "walk-film-state").equals("Done"));
            Path film;
            try (var all = Files.list(work().resolve("videos"))) {
                film = all.filter(f -> f.toString().endsWith(".mp4")).findFirst().orElseThrow();
            }
            VideoProbe probe = VideoProbe.of(film);
            assertThat(probe.frames()).isEqualTo(frames);
            assertThat(probe.seconds()).isCloseTo(1, org.assertj.core.data.Offset.offset(0.05));
            assertThat(probe.width()).isEqualTo(probe.height()).isGreaterThanOrEqualTo(256);

            // The first of them draws; the second rendered the film and has ended.
            WorkerClient drawing = workers.get(0);
            ProcessHandle.of(drawing.pid()).orElseThrow().destroyForcibly();
            Fx.await("gone", MINUTES, () -> drawing.ended().isDone());
            typed(window, "walk-place", "0.123");
            Fx.await(
                    "drawn by another worker",
                    MINUTES,
                    () -> workers.size() == 3 && frameAt(window) == 0.123);
            assertThat(Fx.get(() -> window.scene().lookup("#walk-retry").isVisible())).isFalse();
        }
    }

    private static void typed(StudioWindow window, String id, String words) {
        TextField field = window.node(id);
        Fx.run(
                () -> {
                    field.setText(words);
                    field.fireEvent(new javafx.event.ActionEvent());
                });
    }

    /** The place whose whole picture is shown; -1: none. */
    private static double frameAt(StudioWindow window) {
        StagePane stage = (StagePane) window.scene().lookup("#walk-stage");
        return stage.wholeAt();
    }

    private static LiveFrame frame(StudioWindow window) {
        StagePane stage = window.node("walk-stage");
        return Fx.get(() -> java.util.Objects.requireNonNull(stage.frame()));
    }
}
