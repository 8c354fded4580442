package ldmstudio.app.screen.gallery;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.control.ImagePane;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces with pictures and films, and the page that shows them in the real window. */
abstract class GalleryPages {
    private static final List<String> COLOURS = List.of("red", "green", "blue", "orange");

    @TempDir Path folder;
    final List<FakeWorker> workers = new CopyOnWriteArrayList<>();

    StudioWindow open() {
        return StudioWindow.open(
                folder,
                work -> {
                    FakeWorker worker = new FakeWorker();
                    workers.add(worker);
                    return worker;
                });
    }

    Path work() {
        return folder.resolve("work");
    }

    /** A disc on a ground: something to see in a thumbnail. */
    static PixelImage disc(int colour, double centre) {
        int side = 48;
        int[] argb = new int[side * side];
        for (int i = 0; i < argb.length; i++) {
            double distance = Math.hypot(i % side - centre, i / side - side / 2.0);
            argb[i] = distance < 14 ? 0xff000000 | colour : 0xffe8e4dc;
        }
        return new PixelImage(side, side, argb);
    }

    static ImageRecipe recipe(String prompt, Path run, int seed) {
        return new ImageRecipe(
                prompt, "", -1, "", seed, 0, 20, "ddim", 2.5, 0, 1, Map.of(), 48, 48, run + "", 100,
                "f00d", "1.0");
    }

    Path run() throws Exception {
        Path run = work().resolve("runs/shapes-text");
        if (!Files.exists(run)) {
            RunFolder.create(run, Stage2Config.defaults()).close();
        }
        return run;
    }

    Path sample(String prompt, int number, int colour) throws Exception {
        Path file = work().resolve("samples/2026-11-22/%03d.png".formatted(number));
        Files.createDirectories(file.getParent());
        PngFiles.write(disc(colour, 24), recipe(prompt, run(), number).textChunks(), file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_790_000_000_000L + number * 60_000L));
        return file;
    }

    void samples(int count) throws Exception {
        int[] colours = {0xd03030, 0x30a040, 0x3050c0, 0xe08020};
        for (int i = 0; i < count; i++) {
            sample("a " + COLOURS.get(i % 4) + " circle on white", i, colours[i % 4]);
        }
    }

    Path film() throws Exception {
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

    static void shown(StudioWindow window, int items) {
        window.click("rail-gallery");
        Fx.await(
                items + " items",
                () ->
                        window.scene().lookup("#gallery-grid") instanceof ImageGrid grid
                                && grid.count() == items
                                && (items == 0 || grid.thumbnailsShown()));
    }

    static void select(StudioWindow window, int index) {
        ImageGrid grid = window.node("gallery-grid");
        Fx.run(() -> grid.selectedProperty().set(index));
        Fx.await("its lineage", () -> window.scene().lookup("#gallery-run") != null);
        ImagePane image = window.node("gallery-image");
        Fx.await("the picture", () -> image.image() != null);
    }

    static String text(StudioWindow window, String id) {
        Labeled label = window.node(id);
        return Fx.get(label::getText);
    }

    FakeWorker.Asked asked(Class<? extends Request> type) {
        Fx.await(
                type.getSimpleName(),
                () -> workers.stream().anyMatch(worker -> worker.last(type).isPresent()));
        return workers.get(workers.size() - 1).last(type).orElseThrow();
    }

    static void key(StudioWindow window, KeyCode code) {
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

    static GalleryItem item(StudioWindow window) {
        GalleryDetails details = (GalleryDetails) window.scene().lookup("#gallery-details");
        return java.util.Objects.requireNonNull(details.item());
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
