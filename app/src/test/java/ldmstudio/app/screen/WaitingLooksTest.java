package ldmstudio.app.screen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Platform;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.app.theme.ThemeChoice;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a slow machine shows for seconds and a quick one never: pages whose folders are still being
 * read, and pages whose model is still being loaded; large, small, and as they are.
 */
@Timeout(120)
class WaitingLooksTest {
    @TempDir Path folder;

    /** Work in the background that does not get done until the test says so. */
    private static final class Held {
        private final List<Runnable> tasks = new ArrayList<>();
        private final ExecutorService pool = Executors.newCachedThreadPool();
        private boolean released;

        synchronized void execute(Runnable task) {
            if (released) {
                pool.execute(task);
            } else {
                tasks.add(task);
            }
        }

        synchronized void release() {
            released = true;
            tasks.forEach(pool::execute);
            tasks.clear();
        }
    }

    private Path model() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        return TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
    }

    @Tag("slow")
    @Test
    void pagesWhoseFoldersAreStillBeingRead() throws Exception {
        Path run = model();
        Held held = new Held();
        JobRunner runner = new JobRunner(held::execute, Platform::runLater);
        try (StudioWindow window = StudioWindow.open(folder, work -> new FakeWorker(), runner)) {
            try {
                for (String page :
                        List.of("datasets", "playground", "interpolate", "gallery", "runs")) {
                    window.click("rail-" + page);
                    look(window, "reading-" + page);
                }
                show(window, "diffusion", new OpenRequest.Run(run));
                look(window, "reading-diffusion");
                show(window, "models", new OpenRequest.Inspect(run));
                look(window, "reading-model");
            } finally {
                held.release();
            }
        }
    }

    @Test
    void pagesWhoseModelIsStillBeingLoaded() throws Exception {
        Path run = model();
        List<FakeWorker> workers = new CopyOnWriteArrayList<>();
        try (StudioWindow window =
                StudioWindow.open(
                        folder,
                        work -> {
                            FakeWorker worker = new FakeWorker();
                            workers.add(worker);
                            return worker;
                        })) {
            try {
                List<String> pages = List.of("playground", "interpolate");
                for (int i = 0; i < pages.size(); i++) {
                    int asked = i + 1;
                    show(window, pages.get(i), new OpenRequest.SampleWith(run));
                    Fx.await("loading", () -> loads(workers) == asked);
                    look(window, "loading-" + pages.get(i));
                }
            } finally {
                workers.forEach(FakeWorker::refuseAll);
            }
        }
    }

    private static int loads(List<FakeWorker> workers) {
        return workers.stream().mapToInt(w -> w.count(Request.Load.class)).sum();
    }

    private static void show(StudioWindow window, String page, OpenRequest request) {
        Fx.run(() -> window.context().navigator().show(page, request));
    }

    /** Light in the smallest window, dark with letters one and a half times as large. */
    private static void look(StudioWindow window, String name) {
        var theme = window.context().theme();
        Fx.run(() -> theme.choose(ThemeChoice.LIGHT));
        ScreenshotHarness.lookSmall("waiting-" + name, window.scene());
        Fx.run(
                () -> {
                    theme.choose(ThemeChoice.DARK);
                    theme.scale().choose(150);
                });
        try {
            ScreenshotHarness.lookAsItIs("waiting-" + name + "-large", window.scene());
        } finally {
            Fx.run(() -> theme.scale().choose(100));
        }
    }
}
