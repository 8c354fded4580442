package ldmstudio.app.screen.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import ldmstudio.app.client.ShippedModel;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The Compare page with the real worker and the demo model, and a copy of it as a second one. */
@Tag("slow")
@Timeout(600)
class RealCompareTest {
    private static final long MINUTES = 2;

    // The page remembers itself in the background while the window closes.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private final List<WorkerClient> workers = new CopyOnWriteArrayList<>();

    private StudioWindow open() {
        return StudioWindow.withWorker(folder, workers::add);
    }

    private static void shot(StudioWindow window, String name) {
        ScreenshotHarness.save("real-compare-" + name, window.scene(), window.context().theme());
    }

    private static String text(StudioWindow window, String id) {
        return Fx.get(() -> window.scene().lookup("#" + id) instanceof Label l ? l.getText() : "");
    }

    private static Image image(StudioWindow window, String letter) {
        return Fx.get(
                () ->
                        window.scene().lookup("#compare-picture-" + letter)
                                        instanceof ViewportPane p
                                ? p.image()
                                : null);
    }

    private static int[] pixels(StudioWindow window, String letter) {
        Image image = image(window, letter);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return argb;
    }

    private static void type(StudioWindow window, String id, String words) {
        TextField field = window.node(id);
        Fx.run(
                () -> {
                    field.setText(words);
                    field.fireEvent(new javafx.event.ActionEvent());
                });
    }

    private static void choose(StudioWindow window, String id, String value) {
        ComboBox<String> box = window.node(id);
        Fx.run(() -> box.setValue(value));
    }

    /** Waits until every pane shows what it is asked for; side by side only. */
    private static void drawn(StudioWindow window) {
        Fx.await(
                "all drawn",
                MINUTES,
                () -> {
                    int drawn = 0;
                    int panes = 0;
                    for (String letter : List.of("A", "B", "C")) {
                        Node label = window.scene().lookup("#compare-status-" + letter);
                        panes += label == null ? 0 : 1;
                        drawn += label instanceof Label l && l.getText().startsWith("seed") ? 1 : 0;
                    }
                    return panes > 1 && drawn == panes;
                });
    }

    /** As {@link #drawn}, after a change: what was drawn before it is not up to date. */
    private static void drawnAnew(StudioWindow window, String letter) {
        Fx.await(
                "seen as changed",
                MINUTES,
                () -> !text(window, "compare-status-" + letter).startsWith("seed"));
        drawn(window);
    }

    private static void fire(StudioWindow window, String menu, String words) {
        MenuButton button = window.node(menu);
        Fx.run(
                () -> {
                    button.show();
                    MenuItem item =
                            button.getItems().stream()
                                    .filter(i -> words.equals(i.getText()))
                                    .findFirst()
                                    .orElseThrow(() -> new AssertionError("no item " + words));
                    button.hide();
                    item.fire();
                });
    }

    private Path secondModel() throws Exception {
        Path demo = ShippedModel.folder().orElseThrow();
        ShippedModel.prepare(demo);
        Path copy = folder.resolve("work/models/another");
        try (Stream<Path> all = Files.walk(demo)) {
            for (Path file : all.toList()) {
                Path to = copy.resolve(demo.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    @Test
    void samplersAndModelsAreHeldAgainstEachOther() throws Exception {
        Path another = secondModel();
        try (StudioWindow window = open()) {
            Fx.run(() -> window.context().navigator().show(CompareScreen.ID));
            shot(window, "empty");
            window.click("compare-add-demo");
            assertThat(window.has("compare-pane-B")).isTrue();
            shot(window, "loading");
            drawn(window);
            assertThat(text(window, "compare-status-B")).contains("DPM-Solver++ 2M");
            assertThat(Fx.get(() -> window.<TextArea>node("compare-prompt").getText()))
                    .as("the shipped model's own prompt")
                    .isNotBlank();
            assertThat(pixels(window, "A")).isNotEqualTo(pixels(window, "B"));
            shot(window, "done");

            linkedAndUnlinked(window);
            sameNoise(window, another);
            zoomed(window);
            pairs(window);
            window.click("compare-look-side_by_side");
            winner(window);
        }
    }

    /** The guidance of all, then of one, and linked again; all of it undone and redone. */
    private static void linkedAndUnlinked(StudioWindow window) {
        type(window, "compare-steps-field", "8");
        drawnAnew(window, "B");
        assertThat(text(window, "compare-status-A")).contains("8 × ");
        assertThat(text(window, "compare-status-B")).contains("8 × ");
        int[] a = pixels(window, "A");
        int[] b = pixels(window, "B");
        window.click("compare-scope-B");
        type(window, "compare-guidance_scale-field", "1.5");
        drawnAnew(window, "B");
        assertThat(text(window, "compare-status-B")).contains("guidance 1.5");
        assertThat(text(window, "compare-status-A")).contains("guidance 4");
        assertThat(pixels(window, "A")).isEqualTo(a);
        assertThat(pixels(window, "B")).isNotEqualTo(b);
        shot(window, "unlinked");
        window.click("compare-own-B-guidance_scale");
        drawnAnew(window, "B");
        assertThat(pixels(window, "B")).as("linked again").isEqualTo(b);
        Fx.run(() -> window.node("compare-picture-A").requestFocus());
        window.press(KeyCode.Z, true, false);
        drawnAnew(window, "B");
        assertThat(text(window, "compare-status-B")).contains("guidance 1.5");
        window.press(KeyCode.Y, true, false);
        drawnAnew(window, "B");
        assertThat(pixels(window, "B")).isEqualTo(b);
    }

    /** A third pane of another folder with the same weights draws the very same pictures. */
    private static void sameNoise(StudioWindow window, Path another) {
        Fx.run(
                () ->
                        window.context()
                                .navigator()
                                .show(CompareScreen.ID, new OpenRequest.Compare(List.of(another))));
        drawnAnew(window, "C");
        assertThat(pixels(window, "C")).isEqualTo(pixels(window, "A"));
        window.click("compare-scope-B");
        choose(window, "compare-sampler", "ddim");
        drawnAnew(window, "B");
        assertThat(pixels(window, "B")).isEqualTo(pixels(window, "A"));
        int[] first = pixels(window, "A");
        window.click("compare-next");
        assertThat(text(window, "compare-index")).isEqualTo("Picture 2 of 4");
        Fx.await("the next ones", () -> !Arrays.equals(pixels(window, "A"), first));
        assertThat(pixels(window, "C")).isEqualTo(pixels(window, "A"));
        window.click("compare-previous");
        choose(window, "compare-sampler", "euler");
        drawnAnew(window, "B");
        window.click("compare-scope-all");
    }

    private static void zoomed(StudioWindow window) {
        ViewportPane a = window.node("compare-picture-A");
        ViewportPane c = window.node("compare-picture-C");
        double before = Fx.get(a::scale);
        double other = Fx.get(c::scale);
        Fx.run(a::requestFocus);
        window.press(KeyCode.PLUS, false, false);
        window.press(KeyCode.PLUS, false, false);
        window.press(KeyCode.RIGHT, false, false);
        // A pane with values of its own is lower: what is equal is the part that is seen.
        assertThat(Fx.<Double>get(a::scale) / before).isCloseTo(1.5625, within(1e-9));
        assertThat(Fx.<Double>get(c::scale) / other).isCloseTo(1.5625, within(1e-9));
        shot(window, "zoomed");
        Fx.run(a::requestFocus);
        window.press(KeyCode.DIGIT0, false, false);
        assertThat(Fx.<Double>get(a::scale)).isCloseTo(before, within(0.1));
    }

    private static void pairs(StudioWindow window) {
        window.click("compare-look-slider");
        Node border = window.node("compare-border");
        double was = Fx.get(border::getLayoutX);
        Fx.run(border::requestFocus);
        window.press(KeyCode.RIGHT, false, false);
        window.press(KeyCode.RIGHT, false, false);
        Fx.await("the border moved", () -> border.getLayoutX() > was);
        shot(window, "slider");
        window.click("compare-look-blink");
        String first = text(window, "compare-pair-words");
        Fx.await("the other", () -> !text(window, "compare-pair-words").equals(first));
        shot(window, "blink");
        window.click("compare-look-difference");
        Fx.await("said", () -> text(window, "compare-pair-words").contains("of the pixels differ"));
        shot(window, "difference");
        choose(window, "compare-second", "C  another");
        Fx.await(
                "equal", () -> text(window, "compare-pair-words").contains("equal in every pixel"));
        shot(window, "difference-equal");
    }

    /** The winner's settings become a preset, and the Playground takes it. */
    private static void winner(StudioWindow window) {
        window.click("compare-draw");
        drawnAnew(window, "B");
        fire(window, "compare-menu-B", "It is the winner: give it a star");
        Fx.await("a star", () -> notified(window, "Pane B won"));
        shot(window, "winner");
        fire(window, "compare-menu-B", "Save its settings as a preset");
        Fx.await("a preset", () -> notified(window, "The preset was saved"));
        Fx.run(() -> window.context().navigator().show("playground"));
        MenuButton presets = window.node("sample-presets");
        Fx.await(
                "among the presets",
                MINUTES,
                () -> {
                    presets.show();
                    presets.hide();
                    return !presets.getItems().isEmpty()
                            && presets.getItems().get(0).getText() != null;
                });
        Fx.run(() -> presets.getItems().get(0).fire());
        ComboBox<Object> sampler = window.node("sampler");
        Fx.await("its sampler", MINUTES, () -> "euler".equals(String.valueOf(sampler.getValue())));
        shot(window, "preset");
    }

    private static boolean notified(StudioWindow window, String title) {
        return window.context().notifications().history().stream()
                .anyMatch(n -> n.title().equals(title));
    }

    @Test
    void aCancelledDrawingAndAKilledWorkerAreSaidInPlaceAndDrawAgain() throws Exception {
        try (StudioWindow window = open()) {
            Fx.run(() -> window.context().navigator().show(CompareScreen.ID));
            window.click("compare-add-demo");
            drawn(window);
            type(window, "compare-steps-field", "300");
            Fx.await("drawing", MINUTES, () -> text(window, "compare-status-A").startsWith("step"));
            shot(window, "busy");
            long before = System.nanoTime();
            window.press(KeyCode.ESCAPE, false, false);
            Fx.await("cancelled", () -> text(window, "compare-status-A").startsWith("cancelled"));
            assertThat(System.nanoTime() - before).as("nanoseconds").isLessThan(2_000_000_000L);
            assertThat(text(window, "compare-status-B")).startsWith("cancelled");
            shot(window, "cancelled");

            window.click("compare-draw");
            Fx.await("drawing", MINUTES, () -> text(window, "compare-status-A").startsWith("step"));
            WorkerClient drawing = workers.get(0);
            ProcessHandle.of(drawing.pid()).orElseThrow().destroyForcibly();
            Fx.await("said", MINUTES, () -> window.scene().lookup("#compare-retry-A") != null);
            Fx.await(
                    "the next pane has another worker",
                    MINUTES,
                    () -> text(window, "compare-status-B").startsWith("step"));
            shot(window, "killed");
            window.press(KeyCode.ESCAPE, false, false);
            Fx.await("cancelled", () -> text(window, "compare-status-B").startsWith("cancelled"));
            window.click("compare-scope-all");
            window.click("compare-retry-A");
            window.press(KeyCode.ESCAPE, false, false);
            type(window, "compare-steps-field", "6");
            drawnAnew(window, "B");
            assertThat(text(window, "compare-status-A")).contains("6 × DDIM");
            assertThat(text(window, "compare-status-B")).contains("6 × DPM-Solver++ 2M");
        }
    }
}
