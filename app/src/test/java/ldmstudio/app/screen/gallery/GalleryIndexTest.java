package ldmstudio.app.screen.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.PngFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand pictures, found once and looked at without a node for each. */
@Timeout(180)
class GalleryIndexTest extends GalleryPages {
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
