package ldmstudio.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.javafx.tk.RenderJob;
import com.sun.javafx.tk.Toolkit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import ldmstudio.app.concurrent.AfterFrame;
import ldmstudio.app.concurrent.FxProbe;
import ldmstudio.app.screen.compare.DrawingWorker;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measured, so on a quiet machine: how long after a click in the rail the page is painted, the
 * first time and again, and how long the window was deaf in the second after it.
 */
@Tag("slow")
@Timeout(300)
class PageTimesTest {
    private static final int ROUNDS = Integer.getInteger("pages.rounds", 8);

    /** Milliseconds from the click to the end of its handler, of the layout, of the painting. */
    private record Shown(double handled, double laidOut, double painted, double deaf) {}

    @Test
    void everyPageIsPaintedSoonAfterTheClick(@TempDir Path folder) throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        Path stage2 = TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
        try (StudioWindow window =
                        StudioWindow.open(folder, work -> new DrawingWorker(), AfterFrame::run);
                FxProbe probe = FxProbe.forWindow()) {
            settle(window);
            probe.start();
            List<String> pages =
                    Fx.get(
                            () ->
                                    window.scene().getRoot().lookupAll(".rail-button").stream()
                                            .map(node -> node.getId())
                                            .sorted()
                                            .toList());
            assertThat(pages).hasSizeGreaterThan(8);
            StringBuilder report = new StringBuilder();
            for (String page : pages) {
                report.append(line(page, "first", List.of(show(window, probe, page))));
            }
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show("autoencoder", new OpenRequest.Run(stage1)));
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show("diffusion", new OpenRequest.Run(stage2)));
            settle(window);
            List<List<Shown>> again = new ArrayList<>();
            pages.forEach(page -> again.add(new ArrayList<>()));
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < pages.size(); i++) {
                    again.get(i).add(show(window, probe, pages.get(i)));
                }
            }
            for (int i = 0; i < pages.size(); i++) {
                report.append(line(pages.get(i), "again", again.get(i)));
            }
            System.err.println(report);
        }
    }

    private static void settle(StudioWindow window) throws InterruptedException {
        window.context().runner().awaitIdle(20, TimeUnit.SECONDS);
        Thread.sleep(600);
    }

    private static Shown show(StudioWindow window, FxProbe probe, String page)
            throws InterruptedException {
        Button button = window.node(page);
        probe.reset();
        CountDownLatch done = new CountDownLatch(1);
        long[] at = new long[4];
        at[0] = System.nanoTime();
        Runnable painted =
                () -> {
                    at[3] = System.nanoTime();
                    done.countDown();
                };
        Platform.runLater(
                () -> {
                    // Before the page's own, which may put off work until after the frame.
                    afterLayout(
                            window.scene(),
                            () -> {
                                at[2] = System.nanoTime();
                                // The frame is handed to the painter at the end of this pulse.
                                Platform.runLater(() -> afterPainting(painted));
                            });
                    button.fire();
                    at[1] = System.nanoTime();
                    Platform.requestNextPulse();
                });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        settle(window);
        return new Shown(
                (at[1] - at[0]) / 1e6,
                (at[2] - at[0]) / 1e6,
                (at[3] - at[0]) / 1e6,
                probe.report().max());
    }

    private static void afterLayout(Scene scene, Runnable task) {
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        task.run();
                    }
                });
    }

    /** The painter has one thread, so this comes after the frame that it was given before. */
    private static void afterPainting(Runnable task) {
        var unused = Toolkit.getToolkit().addRenderJob(new RenderJob(task));
    }

    private static String line(String page, String when, List<Shown> shown) {
        return String.format(
                Locale.ROOT,
                "%-20s %s  handled %s  laid out %s  painted %s  deaf %s%n",
                page,
                when,
                middle(shown.stream().mapToDouble(Shown::handled).toArray()),
                middle(shown.stream().mapToDouble(Shown::laidOut).toArray()),
                middle(shown.stream().mapToDouble(Shown::painted).toArray()),
                middle(shown.stream().mapToDouble(Shown::deaf).toArray()));
    }

    /** Median and largest. */
    private static String middle(double[] values) {
        Arrays.sort(values);
        return Arrays.stream(new double[] {values[values.length / 2], values[values.length - 1]})
                        .distinct()
                        .mapToObj(v -> String.format(Locale.ROOT, "%.0f", v))
                        .collect(Collectors.joining(" to "))
                + " ms";
    }
}
