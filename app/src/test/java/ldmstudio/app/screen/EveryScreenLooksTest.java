package ldmstudio.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.app.concurrent.FxProbe;
import ldmstudio.app.screen.compare.DrawingWorker;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.app.testing.looks.Looks;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every screen of a workspace in use: by the Tab key alone, and with thousands of pictures. States
 * of single pages are pictured by the tests of the pages.
 */
@Timeout(180)
class EveryScreenLooksTest {
    private static final List<String> SCREENS =
            List.of(
                    "home",
                    "datasets",
                    "autoencoder",
                    "diffusion",
                    "playground",
                    "interpolate",
                    "compare",
                    "gallery",
                    "models",
                    "runs",
                    "settings");

    @TempDir Path folder;

    private StudioWindow open() {
        return StudioWindow.open(folder, work -> new DrawingWorker());
    }

    private Path model() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        return TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
    }

    private static void settle(StudioWindow window) {
        for (int turn = 0; turn < 3; turn++) {
            window.context().runner().awaitIdle(20, java.util.concurrent.TimeUnit.SECONDS);
            Fx.run(
                    () -> {
                        window.scene().getRoot().applyCss();
                        window.scene().getRoot().layout();
                    });
        }
    }

    @Test
    void tabReachesEveryControlOfEveryScreenAndIsCaughtNowhere() throws Exception {
        model();
        try (StudioWindow window = open()) {
            assertThat(Fx.get(() -> window.context().actions().find("go.home")).isPresent())
                    .isTrue();
            List<String> problems = new ArrayList<>();
            for (String screen : SCREENS) {
                window.click("rail-" + screen);
                settle(window);
                Fx.get(() -> Looks.keyboard(window.scene()))
                        .forEach(problem -> problems.add(screen + ": " + problem));
            }
            assertThat(String.join("\n", problems)).isEmpty();
        }
    }

    @Test
    void noScreenKeepsAPersonWaitingWithTwoThousandPicturesAndFiftyRuns() throws Exception {
        Path model = model();
        byte[] weights = picture(model);
        Path samples = Files.createDirectories(folder.resolve("work/samples/2026-11-22"));
        for (int i = 0; i < 2000; i++) {
            Files.write(samples.resolve("%04d.png".formatted(i)), weights);
        }
        for (int i = 2; i < 50; i++) {
            TestRuns.autoencoder(folder.resolve("work/runs/shapes-%03d".formatted(i)));
        }
        try (StudioWindow window = open();
                FxProbe probe = FxProbe.forWindow()) {
            for (String screen : SCREENS) {
                window.click("rail-" + screen);
                settle(window);
            }
            probe.start();
            StringBuilder report = new StringBuilder();
            double worst = 0;
            for (String screen : SCREENS) {
                probe.reset();
                window.click("rail-" + screen);
                settle(window);
                FxProbe.Report delays = probe.report();
                worst = Math.max(worst, delays.max());
                report.append(screen).append(": ").append(delays).append('\n');
            }
            System.getLogger("stalls").log(System.Logger.Level.INFO, report.toString());
            // A loaded machine stretches everything; a real stall is a matter of seconds.
            assertThat(worst).as(report.toString()).isLessThan(1000);
        }
    }

    private static byte[] picture(Path model) {
        int[] argb = new int[64 * 64];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = Math.hypot(i % 64 - 32, i / 64 - 32) < 20 ? 0xff3070c0 : 0xffe8e4dc;
        }
        ImageRecipe recipe =
                new ImageRecipe(
                        "a blue circle",
                        "",
                        -1,
                        "",
                        7,
                        0,
                        20,
                        "ddim",
                        2.5,
                        0,
                        1,
                        Map.of(),
                        64,
                        64,
                        model + "",
                        100,
                        "f00d",
                        "1.0");
        return PngFiles.encode(new PixelImage(64, 64, argb), recipe.textChunks());
    }
}
