package ldmstudio.app.screen.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsScreenTest {
    @TempDir Path folder;

    private static void waitForPictures(StudioWindow window, int count) {
        Fx.await(
                count + " pictures",
                () ->
                        window.scene().lookup("#dataset-grid") instanceof ImageGrid grid
                                && grid.count() == count
                                && grid.thumbnailsShown());
    }

    @Test
    void shapesAreBrowsedAFolderIsAddedFilteredAndChecked() throws Exception {
        PictureFolders.classes(folder.resolve("fruit"), 24);
        try (StudioWindow window = StudioWindow.open(folder)) {
            Fx.run(() -> window.context().navigator().show("datasets"));
            waitForPictures(window, 20_000);
            ImageGrid grid = window.node("dataset-grid");
            Fx.run(() -> grid.selectedProperty().set(2));
            Fx.await(
                    "details",
                    () ->
                            window.scene().lookup("#picture-details .grid-pane") != null
                                    || window.scene().lookup("#picture-details .image-pane")
                                            != null);
            ScreenshotHarness.save("datasets-shapes", window.scene(), window.context().theme());

            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            "datasets",
                                            new OpenRequest.Pictures(folder.resolve("fruit"))));
            waitForPictures(window, 72);
            window.click("dataset-scan");
            TabPane tabs = window.node("dataset-tabs");
            Fx.await("skipped", () -> tabs.getTabs().get(1).getText().equals("Skipped (1)"));
            ComboBox<DatasetIndex.ClassCount> classes = window.node("dataset-class");
            Fx.run(() -> classes.setValue(classes.getItems().get(2)));
            waitForPictures(window, 24);
            Label count = window.node("dataset-count");
            assertThat(Fx.get(count::getText)).isEqualTo("24 of 72 pictures");
            Fx.run(() -> grid.selectedProperty().set(1));
            Fx.await(
                    "details", () -> window.scene().lookup("#picture-details .image-pane") != null);
            ScreenshotHarness.save("datasets-folder", window.scene(), window.context().theme());
            Fx.run(() -> tabs.getSelectionModel().select(2));
            ScreenshotHarness.save("datasets-skipped", window.scene(), window.context().theme());
            Fx.run(() -> tabs.getSelectionModel().select(0));
            TextField search = window.node("dataset-search");
            Fx.run(() -> search.setText("nothing like this"));
            Fx.await("no picture", () -> grid.count() == 0);
        }
    }

    @Test
    void aFolderThatHasGoneIsToldInWords() throws Exception {
        Path fruit = PictureFolders.classes(folder.resolve("fruit"), 2);
        Path work = Files.createDirectories(folder.resolve("work"));
        DatasetLibrary.write(
                work, java.util.List.of(SavedDataset.of(fruit, DatasetKind.IMAGE_FOLDER)));
        Files.move(fruit, folder.resolve("elsewhere"));
        try (StudioWindow window = StudioWindow.open(folder)) {
            Fx.run(() -> window.context().navigator().show("datasets"));
            javafx.scene.control.ListView<SavedDataset> list = window.node("dataset-list");
            Fx.await("the folder", () -> list.getItems().size() == 3);
            Fx.run(() -> list.getSelectionModel().select(2));
            Fx.await("retry", () -> window.scene().lookup("#dataset-retry") != null);
            ScreenshotHarness.save("datasets-failed", window.scene(), window.context().theme());
        }
    }
}
