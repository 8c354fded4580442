package ldmstudio.app.screen.interpolate;

import static ldmstudio.app.screen.interpolate.RealModesTest.between;
import static ldmstudio.app.screen.interpolate.RealModesTest.stage;
import static ldmstudio.app.screen.interpolate.RealModesTest.text;
import static ldmstudio.app.screen.interpolate.RealModesTest.type;
import static ldmstudio.app.screen.interpolate.RealModesTest.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.config.WalkRecipes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** In every mode the frames of {@code ldm interpolate} are the pictures of the window. */
@Tag("slow")
@Timeout(600)
class RealFramesTest {
    private static final long MINUTES = 2;
    private static final int FPS = 10;

    // The page remembers itself in the background while the window closes.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private int films;

    private Path work() {
        return folder.resolve("work");
    }

    @Test
    void theCommandsFramesAreThoseOfTheWindowInEveryMode() throws Exception {
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            RealModesTest.begin(window);
            type(window, "walk-sampling-steps-field", "4");

            equalFrames(window, "keyframes", 5, List.of(0, 1, 4));
            LiveFrame first = whole(window, 0);
            LiveFrame last = whole(window, 1);
            window.click("walk-mode-noise_walk");
            equalFrames(window, "noise_walk", 5, List.of(1, 2));
            window.click("walk-mode-circle");
            equalFrames(window, "circle", 8, List.of(0, 3, 6));
            window.click("walk-mode-keyframes");
            retimed(window);
            plane(window);

            List<Path> drawn = List.of(folder.resolve("a.png"), folder.resolve("b.png"));
            Files.write(drawn.get(0), first.file());
            Files.write(drawn.get(1), last.file());
            betweenPictures(window, drawn);
            betweenPictures(window, RealModesTest.photographs(folder));
        }
    }

    /** As codes of the autoencoder, and as noise that was found by inversion. */
    private void betweenPictures(StudioWindow window, List<Path> pictures) throws Exception {
        between(window, pictures);
        type(window, "walk-sampling-steps-field", "4");
        window.click("walk-mode-latents");
        equalFrames(window, "latents", 5, List.of(0, 2, 4));
        window.click("walk-mode-keyframes");
        equalFrames(window, "keyframes", 5, List.of(0, 3));
    }

    private void retimed(StudioWindow window) throws Exception {
        whole(window, 0);
        type(window, "walk-retime_probes-field", "9");
        window.click("walk-retime-features");
        Fx.await("measured", MINUTES, () -> text(window, "walk-pace").startsWith("re-timed by"));
        List<Path> frames =
                rendered(saved(w -> w.retime().equals("features") && w.retimeProbes() == 9), 5);
        type(window, "walk-place", "0.5");
        Fx.await(
                "the middle of the change",
                MINUTES,
                () -> stage(window).wholeAt() > 0 && !stage(window).busy());
        assertThat(Fx.get(() -> stage(window).wholeAt())).as("re-timed").isNotEqualTo(0.5);
        assertThat(shown(window)).isEqualTo(pixels(frames.get(2)));
        window.click("walk-retime-none");
    }

    /** Four corners: at odd eighths of its tour the film is at the middle of an edge. */
    private void plane(StudioWindow window) throws Exception {
        window.click("walk-mode-plane");
        // The plane begins with three corners.
        window.click("walk-duplicate");
        Node pad = window.node("walk-pad");
        List<Path> frames =
                rendered(saved(w -> w.mode().equals("plane") && w.keyframes().size() == 4), 8);
        Fx.run(pad::requestFocus);
        repeat(window, KeyCode.LEFT, 12);
        repeat(window, KeyCode.UP, 12);
        repeat(window, KeyCode.RIGHT, 5);
        equalAt(window, 0.5, 0, frames.get(1));
        // One more than tenths would need: the edge is where the sum of tenths ends short of it.
        repeat(window, KeyCode.RIGHT, 6);
        repeat(window, KeyCode.DOWN, 5);
        equalAt(window, 1, 0.5, frames.get(3));
        window.click("walk-mode-keyframes");
    }

    private void equalAt(StudioWindow window, double x, double y, Path frame) throws Exception {
        int[] expected = pixels(frame);
        // A picture of the place before may still be seen: what counts is what it becomes.
        Fx.await(
                "the film's picture at " + x + ", " + y,
                () ->
                        stage(window).frame() != null
                                && !stage(window).busy()
                                && same(stage(window).frame(), expected));
        assertThat(Fx.get(() -> window.node("walk-pad").getAccessibleText()))
                .contains("%.2f across, %.2f down".formatted(x, y));
        assertThat(text(window, "walk-quality")).isEqualTo("4 steps");
    }

    private static boolean same(LiveFrame frame, int[] expected) {
        try {
            return Arrays.equals(pixels(frame), expected);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void repeat(StudioWindow window, KeyCode key, int times) {
        for (int i = 0; i < times; i++) {
            window.press(key, false, true);
        }
    }

    private void equalFrames(StudioWindow window, String mode, int count, List<Integer> compared)
            throws Exception {
        whole(window, 0);
        boolean closed = mode.equals("circle");
        List<Path> frames =
                rendered(saved(w -> w.mode().equals(mode) && w.sampling().steps() == 4), count);
        for (int i : compared) {
            whole(window, i / (closed ? (double) count : count - 1.0));
            assertThat(shown(window)).as(mode + " frame " + i).isEqualTo(pixels(frames.get(i)));
        }
    }

    private static int[] shown(StudioWindow window) throws Exception {
        return pixels(Fx.get(() -> java.util.Objects.requireNonNull(stage(window).frame())));
    }

    private static int[] pixels(Path file) throws Exception {
        var image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static int[] pixels(LiveFrame frame) throws Exception {
        return RealModesTest.pixels(frame);
    }

    /** What the page has kept of itself, once that is what the test means. */
    private SavedWalk saved(Predicate<WalkConfig> meant) {
        SavedWalk[] found = new SavedWalk[1];
        Fx.await(
                "kept",
                () ->
                        SavedWalk.read(work())
                                .filter(s -> meant.test(s.walk()))
                                .map(s -> (found[0] = s) != null)
                                .orElse(false));
        return found[0];
    }

    /** The frames of {@code ldm interpolate} with what the page has kept. */
    private List<Path> rendered(SavedWalk saved, int frames) throws Exception {
        Path yaml = work().resolve("walk-" + ++films + ".yaml");
        Path out = work().resolve("frames-" + films);
        Files.writeString(
                yaml,
                WalkRecipes.write(
                        new WalkRecipe(
                                saved.model(),
                                out.toString(),
                                saved.walk().with("seconds", frames / (double) FPS),
                                VideoConfig.defaults().with("scale", 1).with("fps", FPS))));
        WorkerCommand command =
                WorkerCommand.ldm(
                        List.of("interpolate", yaml.toString(), "--frames", out.toString()));
        Path log = folder.resolve("ldm-" + films + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command.words())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(command.environment());
        assertThat(builder.start().waitFor()).as(Files.readString(log)).isZero();
        try (Stream<Path> all = Files.list(out)) {
            List<Path> files = all.filter(f -> f.toString().endsWith(".png")).sorted().toList();
            assertThat(files).hasSize(frames);
            return files;
        }
    }
}
