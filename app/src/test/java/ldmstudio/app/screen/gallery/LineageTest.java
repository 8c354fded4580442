package ldmstudio.app.screen.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
    private static GalleryItem drawnWith(String model, String fingerprint) {
        return new GalleryItem(
                "samples/a.png",
                false,
                0,
                100,
                "picture",
                List.of("a red boat"),
                "Steps: 2",
                model,
                10_000,
                fingerprint,
                64,
                64,
                0,
                0,
                "0.1.0");
    }

    @Test
    void aPictureOfTheShippedModelIsDrawnAgainHoweverItsRecipeNamesTheModel(@TempDir Path work)
            throws Exception {
        assumeThat(DemoModel.builtIn().isShipped()).isTrue();
        Path demo = DemoModel.builtIn().unpack((bytes, total) -> {});
        Lineage same = Lineage.of(drawnWith("demo", Manifest.read(demo).fingerprint()), work);
        assertThat(same.model()).as("as ldm names it").isEqualTo(demo);
        assertThat(same.exact()).isTrue();
        assertThat(same.note()).isEmpty();
        Lineage older = Lineage.of(drawnWith("/old/models/0123456789ab/demo", "f00"), work);
        assertThat(older.model()).isEqualTo(demo);
        assertThat(older.exact()).isFalse();
        assertThat(older.note()).contains("another version");
        Lineage gone = Lineage.of(drawnWith("/old/runs/gone", "f00"), work);
        assertThat(gone.model()).isNull();
        assertThat(gone.note()).contains("moved or deleted");
    }
}
