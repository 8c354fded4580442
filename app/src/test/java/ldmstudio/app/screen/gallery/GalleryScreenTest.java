package ldmstudio.app.screen.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.control.ImagePane;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class GalleryScreenTest {
    private static final List<String> COLOURS = List.of("red", "green", "blue", "orange");

    @TempDir Path folder;
    private final List<FakeWorker> workers = new CopyOnWriteArrayList<>();

    private StudioWindow open() {
        return StudioWindow.open(
                folder,
                work -> {
                    FakeWorker worker = new FakeWorker();
                    workers.add(worker);
                    return worker;
                });
    }

    private Path work() {
        return folder.resolve("work");
    }

    /** A disc on a ground: something to see in a thumbnail. */
    private static PixelImage disc(int colour, double centre) {
        int side = 48;
        int[] argb = new int[side * side];
        for (int i = 0; i < argb.length; i++) {
            double distance = Math.hypot(i % side - centre, i / side - side / 2.0);
            argb[i] = distance < 14 ? 0xff000000 | colour : 0xffe8e4dc;
        }
        return new PixelImage(side, side, argb);
    }

    private static ImageRecipe recipe(String prompt, Path run, int seed) {
        return new ImageRecipe(
                prompt, "", -1, "", seed, 0, 20, "ddim", 2.5, 0, 1, Map.of(), 48, 48, run + "", 100,
                "f00d", "1.0");
    }

    private Path run() throws Exception {
        Path run = work().resolve("runs/shapes-text");
        if (!Files.exists(run)) {
            RunFolder.create(run, Stage2Config.defaults()).close();
        }
        return run;
    }

    private Path sample(String prompt, int number, int colour) throws Exception {
        Path file = work().resolve("samples/2026-11-22/%03d.png".formatted(number));
        Files.createDirectories(file.getParent());
        PngFiles.write(disc(colour, 24), recipe(prompt, run(), number).textChunks(), file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_790_000_000_000L + number * 60_000L));
        return file;
    }

    private void samples(int count) throws Exception {
        int[] colours = {0xd03030, 0x30a040, 0x3050c0, 0xe08020};
        for (int i = 0; i < count; i++) {
            sample("a " + COLOURS.get(i % 4) + " circle on white", i, colours[i % 4]);
        }
    }

    private Path film() throws Exception {
        Path video = work().resolve("videos/walk");
        Files.createDirectories(video);
        for (int i = 0; i < 8; i++) {
            PngFiles.write(
                    disc(0x8030a0, 10 + 4 * i),
                    Map.of(),
                    video.resolve("frame-%05d.png".formatted(i)));
        }
        VideoRecipe recipe =
                VideoRecipe.of(
                        "interpolation",
                        List.of("a purple circle", "a purple star"),
                        run() + "",
                        100,
                        "f00d",
                        "seconds: 1\n");
        recipe.finished("png", 10, 8, 48, 48).write(video);
        PngFiles.write(disc(0x8030a0, 38), Map.of(), VideoRecipe.poster(video));
        return video;
    }

    private static void shown(StudioWindow window, int items) {
        window.click("rail-gallery");
        Fx.await(
                items + " items",
                () ->
                        window.scene().lookup("#gallery-grid") instanceof ImageGrid grid
                                && grid.count() == items
                                && (items == 0 || grid.thumbnailsShown()));
    }

    private static void select(StudioWindow window, int index) {
        ImageGrid grid = window.node("gallery-grid");
        Fx.run(() -> grid.selectedProperty().set(index));
        Fx.await("its lineage", () -> window.scene().lookup("#gallery-run") != null);
        ImagePane image = window.node("gallery-image");
        Fx.await("the picture", () -> image.image() != null);
    }

    private static String text(StudioWindow window, String id) {
        Labeled label = window.node(id);
        return Fx.get(label::getText);
    }

    private FakeWorker.Asked asked(Class<? extends Request> type) {
        Fx.await(
                type.getSimpleName(),
                () -> workers.stream().anyMatch(worker -> worker.last(type).isPresent()));
        return workers.get(workers.size() - 1).last(type).orElseThrow();
    }

    private static void key(StudioWindow window, KeyCode code) {
        ImageGrid grid = window.node("gallery-grid");
        Fx.run(
                () ->
                        grid.fireEvent(
                                new KeyEvent(
                                        KeyEvent.KEY_PRESSED,
                                        "",
                                        "",
                                        code,
                                        false,
                                        false,
                                        false,
                                        false)));
    }

    @Test
    void anEmptyWorkspaceLeadsToThePlayground() {
        try (StudioWindow window = open()) {
            window.click("rail-gallery");
            Fx.await("the door", () -> window.scene().lookup("#gallery-go-playground") != null);
            ScreenshotHarness.save("gallery-empty", window.scene(), window.context().theme());
            window.click("gallery-go-playground");
            assertThat(window.context().navigator().current()).isEqualTo("playground");
        }
    }

    @Test
    void picturesAreSearchedStarredDeletedAndBroughtBack() throws Exception {
        samples(30);
        Path film = film();
        try (StudioWindow window = open()) {
            shown(window, 31);
            assertThat(text(window, "gallery-count")).isEqualTo("31 items");
            select(window, 1);
            ScreenshotHarness.save("gallery", window.scene(), window.context().theme());
            assertThat(text(window, "gallery-run")).isEqualTo("Run shapes-text");
            assertThat(text(window, "gallery-dataset")).startsWith("Dataset: ");

            TextField search = window.node("gallery-search");
            Fx.run(() -> search.setText("RED circle ddim"));
            ImageGrid grid = window.node("gallery-grid");
            Fx.await("the red ones", () -> grid.count() == 8);
            assertThat(text(window, "gallery-count")).isEqualTo("8 of 31");
            Fx.run(() -> search.setText("no such thing"));
            Fx.await("a way out", () -> window.scene().lookup("#gallery-clear").isVisible());
            ScreenshotHarness.save(
                    "gallery-nothing-matches", window.scene(), window.context().theme());
            window.click("gallery-clear");
            Fx.await("all again", () -> grid.count() == 31);

            window.click("gallery-kind-videos");
            Fx.await("the film", () -> grid.count() == 1);
            window.click("gallery-kind-all");

            select(window, 3);
            String third = Fx.get(() -> item(window).path());
            key(window, KeyCode.S);
            Fx.await("its star", () -> text(window, "gallery-star").startsWith("★"));
            Path stars = work().resolve(".studio/stars.json");
            Fx.await("the star on disk", () -> read(stars).contains(third));
            window.click("gallery-starred");
            Fx.await("only it", () -> grid.count() == 1);
            window.click("gallery-starred");

            Path deleted = work().resolve(third);
            key(window, KeyCode.DELETE);
            Fx.await("it is gone", () -> grid.count() == 30 && !Files.exists(deleted));
            assertThat(Fx.get(() -> item(window).path()))
                    .as("the next one takes its place")
                    .isNotEqualTo(third);
            Fx.await(
                    "the news",
                    () ->
                            window.context().notifications().history().stream()
                                    .anyMatch(n -> !n.choices().isEmpty()));
            Notification news =
                    window.context().notifications().history().stream()
                            .filter(n -> !n.choices().isEmpty())
                            .findFirst()
                            .orElseThrow();
            Fx.run(news.choices().get(0).action());
            Fx.await("it is back", () -> grid.count() == 31 && Files.exists(deleted));
            assertThat(film).exists();
        }
    }

    private static GalleryItem item(StudioWindow window) {
        GalleryDetails details = (GalleryDetails) window.scene().lookup("#gallery-details");
        return java.util.Objects.requireNonNull(details.item());
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (java.io.IOException e) {
            return "";
        }
    }

    @Test
    void aPictureIsDrawnAgainAndComparedAndItsSettingsOpenInThePlayground() throws Exception {
        samples(2);
        try (StudioWindow window = open()) {
            shown(window, 2);
            select(window, 0);
            window.click("gallery-verify");
            FakeWorker.Asked first = asked(Request.Redraw.class);
            Request.Redraw redraw = (Request.Redraw) first.request();
            assertThat(Path.of(redraw.picture()))
                    .isEqualTo(work().resolve("samples/2026-11-22/001.png").toAbsolutePath());
            assertThat(Path.of(redraw.model()).getFileName()).hasToString("shapes-text");
            assertThat(text(window, "gallery-outcome")).contains("again");
            first.answer().complete(answer(redraw, 0, 0, List.of()));
            Fx.await("equal", () -> text(window, "gallery-outcome").startsWith("Equal: all 2,304"));
            ScreenshotHarness.save("gallery-verified", window.scene(), window.context().theme());

            window.click("gallery-verify");
            FakeWorker.Asked again = asked(Request.Redraw.class);
            Fx.await("asked anew", () -> asked(Request.Redraw.class) != first);
            again = asked(Request.Redraw.class);
            again.answer().complete(answer(redraw, 12, 3, List.of("The weights are other ones.")));
            Fx.await(
                    "the difference",
                    () ->
                            text(window, "gallery-outcome")
                                    .equals(
                                            "12 of 2,304 pixels differ, by at most 3 of 255. The"
                                                    + " weights are other ones."));

            window.click("gallery-verify");
            FakeWorker.Asked before = again;
            Fx.await("asked a third time", () -> asked(Request.Redraw.class) != before);
            asked(Request.Redraw.class)
                    .answer()
                    .completeExceptionally(
                            new WorkerException(
                                    "there is no folder runs/gone", "Put it back.", ""));
            Fx.await("words", () -> text(window, "gallery-outcome").contains("Put it back."));

            window.click("gallery-open-settings");
            assertThat(window.context().navigator().current()).isEqualTo("playground");
        }
    }

    private static Reply.Ok answer(
            Request.Redraw redraw, int different, int largest, List<String> notes) {
        byte[] png = PngFiles.encode(disc(0, 24), Map.of());
        return new Reply.Ok(
                redraw.id(),
                Map.of(
                        "different",
                        different,
                        "pixels",
                        2304,
                        "largest",
                        largest,
                        "notes",
                        notes,
                        "png",
                        Base64.getEncoder().encodeToString(png)));
    }

    @Test
    void aFilmPlaysInPlaceFrameByFrameAndAnMp4IsUnpackedByAWorker() throws Exception {
        film();
        Path mp4 = work().resolve("videos/walk.mp4");
        Files.write(mp4, new byte[100]);
        Files.setLastModifiedTime(mp4, FileTime.fromMillis(1_000_000_000_000L));
        VideoRecipe recipe =
                VideoRecipe.of("denoising film", List.of("a cat"), run() + "", 5, "", "kind: x");
        recipe.finished("mp4", 10, 3, 48, 48).write(mp4);
        PngFiles.write(disc(0x206020, 24), Map.of(), VideoRecipe.poster(mp4));
        try (StudioWindow window = open()) {
            shown(window, 2);
            select(window, 0);
            FilmPlayer player = window.node("gallery-player");
            Fx.await("all frames", () -> player.ready() == 8);
            Fx.await("it runs", () -> !text(window, "gallery-frame-place").startsWith("frame 1 "));
            window.click("gallery-play");
            assertThat(Fx.get(player::isPlaying)).isFalse();
            Fx.run(() -> ((javafx.scene.control.Slider) node(window, "gallery-frame")).setValue(4));
            window.click("gallery-forth");
            assertThat(text(window, "gallery-frame-place")).isEqualTo("frame 6 of 8, 0.5 of 0.8 s");
            ScreenshotHarness.save("gallery-film", window.scene(), window.context().theme());

            select(window, 1);
            FakeWorker.Asked unpack = asked(Request.Unpack.class);
            Request.Unpack request = (Request.Unpack) unpack.request();
            assertThat(Path.of(request.video())).isEqualTo(mp4.toAbsolutePath());
            Path frames = Path.of(request.outDir());
            Files.createDirectories(frames);
            for (int i = 0; i < 3; i++) {
                PngFiles.write(
                        disc(0x206020, 20 + i),
                        Map.of(),
                        frames.resolve("frame-%05d.png".formatted(i)));
            }
            unpack.answer().complete(new Reply.Ok(request.id(), Map.of("frames", 3)));
            Fx.await("its frames", () -> player.ready() == 3);
            assertThat(Fx.get(player::isPlaying)).isTrue();
        }
    }

    private static javafx.scene.Node node(StudioWindow window, String id) {
        return window.scene().lookup("#" + id);
    }

    private static List<GalleryItem> scan(GalleryIndex index, List<GalleryItem> known) {
        List<GalleryItem> found = new ArrayList<>();
        new JobRunner(Runnable::run, Runnable::run)
                .run("scan", progress -> index.scan(known, progress))
                .onSuccess(found::addAll);
        return found;
    }

    @Test
    void tenThousandPicturesAreIndexedOnceAndScrolledWithFewNodes() throws Exception {
        Path set = work().resolve("samples/many");
        Files.createDirectories(set);
        byte[] png =
                PngFiles.encode(
                        disc(0x3050c0, 24),
                        recipe("a blue circle", work().resolve("runs/x"), 3).textChunks());
        for (int i = 0; i < 10_000; i++) {
            Files.write(set.resolve("%05d.png".formatted(i)), png);
        }
        GalleryIndex index = new GalleryIndex(work());
        long begun = System.nanoTime();
        List<GalleryItem> items = scan(index, List.of());
        double first = (System.nanoTime() - begun) / 1e9;
        assertThat(items).hasSize(10_000);
        List<GalleryItem> kept = new GalleryIndex(work()).kept();
        assertThat(kept).isEqualTo(items);
        Files.delete(set.resolve("00007.png"));
        begun = System.nanoTime();
        List<GalleryItem> again = scan(index, kept);
        double second = (System.nanoTime() - begun) / 1e9;
        assertThat(again).hasSize(9_999);
        assertThat(again.get(5))
                .as("not read again")
                .isSameAs(kept.get(kept.indexOf(again.get(5))));
        try (StudioWindow window = open()) {
            shown(window, 9_999);
            ImageGrid grid = window.node("gallery-grid");
            long worst = 0;
            for (int at = 0; at < 9_999; at += 1999) {
                int place = at;
                long start = System.nanoTime();
                Fx.run(
                        () -> {
                            grid.reveal(place);
                            window.scene().getRoot().layout();
                        });
                worst = Math.max(worst, System.nanoTime() - start);
            }
            assertThat(Fx.get(grid::cellsInUse)).isLessThan(200);
            Label count = window.node("gallery-count");
            assertThat(Fx.get(count::getText)).isEqualTo("9999 items");
            System.err.printf(
                    "10,000 pictures: first scan %.2f s, next %.2f s, slowest jump %.1f ms%n",
                    first, second, worst / 1e6);
        }
    }
}
