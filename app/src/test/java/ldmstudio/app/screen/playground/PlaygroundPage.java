package ldmstudio.app.screen.playground;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import ldmstudio.app.AppContext;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;

/** The Playground in a window of its own, with workers that the test plays. */
final class PlaygroundPage implements AutoCloseable {
    static final Map<String, Object> TEXT_MODEL =
            Map.of(
                    "classes",
                    List.of(),
                    "text",
                    true,
                    "samplers",
                    List.of("ddim", "dpmpp_2m", "euler"));

    final StudioWindow window;
    final PlaygroundScreen screen;
    final Stage stage;
    final List<FakeWorker> workers = new ArrayList<>();
    private final Executor background;
    private final AtomicInteger underWay = new AtomicInteger();

    /** The page of a workspace with one finished run that listens to text. */
    static PlaygroundPage ofTextRun(Path folder, Function<AppContext, PlaygroundParts> parts)
            throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-model-001"), stage1, "shapes_text");
        return new PlaygroundPage(folder, List.of(), parts);
    }

    PlaygroundPage(Path folder) {
        this(folder, List.of());
    }

    /**
     * @param shipped models that come with the studio
     */
    PlaygroundPage(Path folder, List<ModelChoice> shipped) {
        this(folder, shipped, context -> PlaygroundParts.NONE);
    }

    /**
     * @param parts sections of other packages
     */
    PlaygroundPage(
            Path folder, List<ModelChoice> shipped, Function<AppContext, PlaygroundParts> parts) {
        window = StudioWindow.open(folder);
        AppContext c = window.context();
        background = c.runner().backgroundExecutor();
        AppContext own =
                new AppContext(
                        new JobRunner(this::counted, c.runner().fx()),
                        c.sampler(),
                        c.clockwork(),
                        c.notifications(),
                        c.actions(),
                        c.theme(),
                        c.preferences(),
                        c.workspace(),
                        c.catalog(),
                        workspace -> {
                            FakeWorker made = new FakeWorker();
                            synchronized (workers) {
                                workers.add(made);
                            }
                            return made;
                        },
                        c.jobs(),
                        c.navigator());
        screen = new PlaygroundScreen(own, parts.apply(own), shipped);
        stage =
                Fx.get(
                        () -> {
                            StackPane root = new StackPane(screen.node());
                            root.addEventHandler(KeyEvent.KEY_PRESSED, own.actions()::handle);
                            Scene scene =
                                    new Scene(
                                            root,
                                            ScreenshotHarness.WIDTH,
                                            ScreenshotHarness.HEIGHT);
                            c.theme().style(scene);
                            Stage made = new Stage();
                            made.setScene(scene);
                            made.show();
                            screen.onShown();
                            return made;
                        });
    }

    private void counted(Runnable work) {
        underWay.incrementAndGet();
        background.execute(
                () -> {
                    try {
                        work.run();
                    } finally {
                        underWay.decrementAndGet();
                    }
                });
    }

    PlaygroundViewModel model() {
        return screen.model();
    }

    <N extends Node> N node(String id, Class<N> type) {
        return Fx.get(
                () -> {
                    stage.getScene().getRoot().applyCss();
                    stage.getScene().getRoot().layout();
                    Node found = stage.getScene().lookup("#" + id);
                    if (found == null) {
                        throw new AssertionError("no node #" + id);
                    }
                    return type.cast(found);
                });
    }

    boolean has(String id) {
        return Fx.get(() -> stage.getScene().lookup("#" + id) != null);
    }

    void click(String id) {
        ButtonBase button = node(id, ButtonBase.class);
        Fx.run(
                () -> {
                    if (button.isDisabled()) {
                        throw new AssertionError("#" + id + " is disabled");
                    }
                    button.fire();
                });
    }

    /** Presses a key on a node, as the focus owner would get it. */
    void press(String id, KeyCode code, boolean shortcut) {
        Node node = node(id, Node.class);
        Fx.run(
                () ->
                        Event.fireEvent(
                                node,
                                new KeyEvent(
                                        KeyEvent.KEY_PRESSED,
                                        "",
                                        code.getName(),
                                        code,
                                        false,
                                        shortcut,
                                        false,
                                        false)));
    }

    void shot(String name) {
        ScreenshotHarness.save(name, stage.getScene(), window.context().theme());
    }

    FakeWorker worker(int number) {
        Fx.await(
                "worker " + number,
                () -> {
                    synchronized (workers) {
                        return workers.size() > number;
                    }
                });
        synchronized (workers) {
            return workers.get(number);
        }
    }

    /** The newest request of a kind that is not answered yet. */
    FakeWorker.Asked asked(int number, Class<? extends Request> type) {
        FakeWorker worker = worker(number);
        Fx.await(
                type.getSimpleName(),
                () -> worker.last(type).filter(a -> !a.answer().isDone()).isPresent());
        return worker.last(type).orElseThrow();
    }

    static void answer(FakeWorker.Asked asked, Map<String, Object> payload) {
        asked.answer().complete(new Reply.Ok(asked.request().id(), payload));
    }

    static SampleSettings settings(FakeWorker.Asked sampling) {
        return ((Request.Sample) sampling.request()).settings();
    }

    /** Previews of all pictures at a step. */
    static void grow(FakeWorker.Asked sampling, int step, int total) {
        List<String> previews = new ArrayList<>();
        for (int i = 0; i < settings(sampling).how().count(); i++) {
            previews.add(
                    Base64.getEncoder()
                            .encodeToString(PngFiles.encode(picture(i, step, total), Map.of())));
        }
        sampling.during()
                .accept(
                        new Reply.Progress(
                                sampling.request().id(),
                                "Sampling",
                                (double) step / total,
                                step,
                                total,
                                previews,
                                0));
    }

    /** Writes all pictures as the worker does, and ends the request. */
    static Path finish(FakeWorker.Asked sampling, String model) throws Exception {
        SampleSettings s = settings(sampling);
        Path out = Files.createDirectories(Path.of(s.outDir()));
        for (int i = 0; i < s.how().count(); i++) {
            Path file = out.resolve("sample-" + i + ".png");
            ImageRecipe recipe =
                    new ImageRecipe(
                            s.prompt(i),
                            s.how().negativePrompt(),
                            s.classLabel(i),
                            "",
                            s.how().seed(),
                            i,
                            s.how().steps(),
                            s.how().sampler(),
                            s.how().guidanceScale(),
                            s.how().eta(),
                            s.how().sigmaScale(),
                            s.how().unusual(),
                            32,
                            32,
                            model,
                            900,
                            "abcdef",
                            "0.1.0");
            PngFiles.write(picture(i, 1, 1), recipe.textChunks(), file);
            sampling.during()
                    .accept(new Reply.SampleImage(sampling.request().id(), i, file.toString()));
        }
        answer(sampling, Map.of("count", s.how().count()));
        return out;
    }

    /** A circle or a square that comes out of noise. */
    static PixelImage picture(int index, int step, int total) {
        int side = 32;
        int[] argb = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean inside =
                        index % 2 == 0
                                ? Math.hypot(x - 16, y - 16) < 10
                                : Math.abs(x - 16) < 9 && Math.abs(y - 16) < 9;
                int noise = (x * 31 + y * 57 + index * 13) * 37 % 97 * (total - step) / total;
                int base = inside ? 0x3B82C4 : 0xF2EAD8;
                int r = Math.max(0, (base >> 16 & 255) - noise);
                int g = Math.max(0, (base >> 8 & 255) - noise);
                int b = Math.max(0, (base & 255) - noise / 2);
                argb[y * side + x] = 0xFF000000 | r << 16 | g << 8 | b;
            }
        }
        return new PixelImage(side, side, argb);
    }

    @Override
    public void close() {
        Fx.run(
                () -> {
                    screen.onHidden();
                    stage.close();
                });
        // What is remembered is written; what waits for a worker that the test plays waits on.
        long end = System.nanoTime() + 500_000_000L;
        while (underWay.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        window.close();
    }
}
