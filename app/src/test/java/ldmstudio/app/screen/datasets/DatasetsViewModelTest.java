package ldmstudio.app.screen.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsViewModelTest {
    @TempDir Path folder;
    private final Notifications notifications = new Notifications(Runnable::run);
    private DatasetsViewModel model;

    @BeforeEach
    void open() {
        model = model();
        model.load();
    }

    private DatasetsViewModel model() {
        return new DatasetsViewModel(
                new JobRunner(Runnable::run, Runnable::run), notifications, () -> folder);
    }

    @Test
    void theBuiltInShapesAreThereAndOpenAtOnce() {
        assertThat(model.datasets()).containsExactlyElementsOf(SavedDataset.BUILT_IN);
        assertThat(model.phaseProperty().get()).isEqualTo(DatasetsViewModel.Phase.READY);
        assertThat(model.shownProperty().get()).hasSize(20_000);
    }

    @Test
    void aFolderOfClassesIsRecognisedAndFilteredByClassAndWords() throws Exception {
        model.add(PictureFolders.classes(folder.resolve("fruit"), 5));
        assertThat(model.selectedProperty().get().kind()).isEqualTo(DatasetKind.IMAGE_FOLDER);
        assertThat(model.classes())
                .extracting(DatasetIndex.ClassCount::toString)
                .startsWith("All pictures  (15)")
                .contains("lemon  (5)");
        model.classFilterProperty().set(1);
        assertThat(model.shownProperty().get()).hasSize(5);
        model.queryProperty().set("002");
        assertThat(model.shownProperty().get()).hasSize(1);
        model.queryProperty().set("no such");
        assertThat(model.shownProperty().get()).isEmpty();
    }

    @Test
    void removingCanBeUndoneAndTheListSurvivesAnotherStart() throws Exception {
        Path fruit = PictureFolders.classes(folder.resolve("fruit"), 2);
        model.add(fruit);
        assertThat(Files.readString(folder.resolve("datasets.json"))).contains("fruit");
        model.remove(model.selectedProperty().get());
        assertThat(model.datasets()).containsExactlyElementsOf(SavedDataset.BUILT_IN);
        assertThat(fruit).exists();
        Notification told = notifications.history().get(0);
        assertThat(told.choices()).extracting(Notification.Choice::label).containsExactly("Undo");
        told.choices().get(0).action().run();
        DatasetsViewModel again = model();
        again.load();
        assertThat(again.datasets()).extracting(SavedDataset::name).contains("fruit");
    }

    @Test
    void theKindCanBeChanged() throws Exception {
        model.add(PictureFolders.classes(folder.resolve("fruit"), 2));
        model.changeKind(DatasetKind.FOLDER);
        assertThat(model.selectedProperty().get().kind()).isEqualTo(DatasetKind.FOLDER);
        assertThat(model.classes()).hasSize(1);
        assertThat(model.shownProperty().get()).hasSize(6);
    }

    @Test
    void captionsShardsAndParquetAreRecognisedByTheirFiles() throws Exception {
        Path pictures = PictureFolders.classes(folder.resolve("captioned"), 2);
        Path first = pictures.resolve("train/apple/apple-000.png");
        Files.writeString(pictures.resolve("train/apple/apple-000.txt"), "a ripe apple");
        assertThat(DatasetKind.recognise(pictures)).isEqualTo(DatasetKind.CAPTIONED_FOLDER);
        model.add(pictures);
        assertThat(model.phaseProperty().get()).isEqualTo(DatasetsViewModel.Phase.READY);
        assertThat(model.shownProperty().get()).hasSize(1);
        model.queryProperty().set("ripe");
        assertThat(model.shownProperty().get()).hasSize(1);

        assertThat(DatasetKind.recognise(holding("shards", "00000.tar", first)))
                .isEqualTo(DatasetKind.WEBDATASET);
        assertThat(DatasetKind.recognise(holding("tables", "data/train-0.parquet", first)))
                .isEqualTo(DatasetKind.PARQUET);
        assertThat(DatasetKind.recognise(holding("faces", "Anno/list_attr_celeba.txt", first)))
                .isEqualTo(DatasetKind.CELEBA);
    }

    private Path holding(String name, String file, Path picture) throws Exception {
        Path holding = folder.resolve(name);
        Files.createDirectories(holding.resolve(file).getParent());
        Files.writeString(holding.resolve(file), "");
        Files.copy(picture, holding.resolve("picture.png"));
        return holding;
    }

    @Test
    void aKindThatDoesNotFitSaysWhatIsMissing() throws Exception {
        model.add(PictureFolders.classes(folder.resolve("fruit"), 2));
        model.changeKind(DatasetKind.CAPTIONED_FOLDER);
        assertThat(model.phaseProperty().get()).isEqualTo(DatasetsViewModel.Phase.FAILED);
        assertThat(model.failure()).contains("has a caption", "metadata.jsonl");
        model.changeKind(DatasetKind.WEBDATASET);
        assertThat(model.failure()).contains("no .tar file");
        model.changeKind(DatasetKind.PARQUET);
        assertThat(model.failure()).contains("no .parquet file");
    }

    @Test
    void aScanListsTheBrokenFileWithItsReason() throws Exception {
        model.add(PictureFolders.classes(folder.resolve("fruit"), 3));
        model.scan();
        assertThat(model.skipped()).hasSize(1);
        assertThat(model.skipped().get(0).id()).endsWith("plum/plum-002.png");
        assertThat(model.skipped().get(0).reason()).isNotBlank();
        assertThat(model.scanReading()).isEmpty();
    }

    @Test
    void aFolderWithoutPicturesIsNotAddedAndTheReasonIsTold() throws Exception {
        model.add(Files.createDirectories(folder.resolve("empty")));
        assertThat(model.datasets()).containsExactlyElementsOf(SavedDataset.BUILT_IN);
        assertThat(notifications.history().get(0).text()).startsWith("No pictures were found in");
    }

    @Test
    void aFolderThatHasGoneIsAFailureInWords() throws Exception {
        Path fruit = PictureFolders.classes(folder.resolve("fruit"), 2);
        model.add(fruit);
        SavedDataset saved = model.selectedProperty().get();
        model.selectedProperty().set(SavedDataset.SHAPES);
        Files.move(fruit, folder.resolve("moved"));
        model.selectedProperty().set(saved);
        assertThat(model.phaseProperty().get()).isEqualTo(DatasetsViewModel.Phase.FAILED);
        assertThat(model.failure()).contains("There is no folder");
    }
}
