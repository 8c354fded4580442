package ldmstudio.app.screen.datasets;

import java.util.Arrays;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.FoldingBar;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.control.ShownText;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.screen.datasets.DatasetIndex.ClassCount;
import ldmstudio.app.shell.Navigator;
import ldmstudio.app.shell.OpenRequest;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Over the grid: how the folder is read, class, search, size of the pictures, check, train. */
final class DatasetToolbar extends VBox {
    private final DatasetsViewModel model;
    private final Label count = new Label();
    private final ProgressBar scanBar = new ProgressBar(0);
    private final Label scanText = new Label();
    private final Button cancelScan = new Button("Cancel");
    private final HBox scanLine = new HBox(8, scanBar, scanText, cancelScan);
    private final Button scan = new Button("Check all", new FontIcon(MaterialDesignC.CHECK_ALL));
    private final ComboBox<DatasetKind> kind = new ComboBox<>();
    private final ComboBox<ClassCount> classes = new ComboBox<>();
    private final TextField search = new TextField();
    private boolean filling;

    DatasetToolbar(DatasetsViewModel model, ImageGrid grid, Navigator navigator) {
        this.model = model;
        setSpacing(6);
        setPadding(DatasetsView.padding());
        getStyleClass().add("screen-toolbar");
        kinds();
        classes();
        search.setId("dataset-search");
        search.setMinWidth(140);
        search.setPromptText("Name or caption");
        search.setAccessibleText("Search names and captions");
        search.setTooltip(new Tooltip("Search names and captions"));
        HBox.setHgrow(search, Priority.ALWAYS);
        search.textProperty().bindBidirectional(model.queryProperty());
        Slider size = new Slider(48, 160, 96);
        size.getStyleClass().add("small");
        size.setPrefWidth(90);
        size.setMinWidth(60);
        size.setTooltip(new Tooltip("Size of the thumbnails"));
        size.setAccessibleText("Size of the thumbnails");
        grid.tileSizeProperty().bind(size.valueProperty());
        scan.setId("dataset-scan");
        scan.getStyleClass().addAll("small", "flat");
        scan.setMinWidth(USE_PREF_SIZE);
        scan.setTooltip(new Tooltip("Look at every file and list those that cannot be read"));
        scan.setOnAction(
                e -> {
                    model.scan();
                    sample();
                });
        Button train = new Button("Train on it", new FontIcon(MaterialDesignP.PLAY_OUTLINE));
        train.setId("dataset-train");
        train.getStyleClass().add("accent");
        train.setMinWidth(USE_PREF_SIZE);
        train.setTooltip(new Tooltip("Open the Autoencoder page with this dataset"));
        train.setOnAction(
                e -> {
                    SavedDataset chosen = model.selectedProperty().get();
                    if (chosen != null) {
                        navigator.show(
                                "autoencoder",
                                new OpenRequest.Data(chosen.kind().config(chosen.path())));
                    }
                });
        HBox which = new HBox(8, kind, classes);
        which.setAlignment(Pos.CENTER_LEFT);
        HBox found = new HBox(8, search, train);
        found.setAlignment(Pos.CENTER_LEFT);
        FoldingBar first = new FoldingBar(which, found, 8);
        cancelScan.setId("dataset-scan-cancel");
        cancelScan.getStyleClass().add("small");
        cancelScan.setOnAction(e -> model.cancelScan());
        cancelScan.setMinWidth(USE_PREF_SIZE);
        scanBar.setPrefWidth(120);
        scanBar.setMinWidth(32);
        WholeText.told(scanText);
        scanLine.setAlignment(Pos.CENTER_LEFT);
        count.getStyleClass().add("text-muted");
        count.setId("dataset-count");
        HBox checks = new HBox(8, scanLine, scan, size);
        checks.setAlignment(Pos.CENTER_LEFT);
        FoldingBar second = new FoldingBar(count, checks, 6);
        getChildren().addAll(first, second);
        sample();
    }

    void setCount(int shown, int all) {
        count.setText(
                shown == all
                        ? String.format(Locale.ROOT, "%,d pictures", all)
                        : String.format(Locale.ROOT, "%,d of %,d pictures", shown, all));
    }

    void clearCount() {
        count.setText("");
    }

    void sample() {
        var reading = model.scanReading();
        scanLine.setVisible(reading.isPresent());
        scan.setDisable(reading.isPresent());
        reading.ifPresent(
                r -> {
                    scanBar.setProgress(r.fraction());
                    scanText.setText(r.text().isEmpty() ? "Checking…" : r.text());
                });
    }

    private void kinds() {
        kind.setId("dataset-kind");
        kind.setMinWidth(120);
        kind.setAccessibleText("How the folder is read");
        kind.setPrefWidth(160);
        kind.setTooltip(new Tooltip("How the folder is read"));
        kind.setConverter(new ShownText<>(DatasetKind::label));
        kind.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.changeKind(is);
                            }
                        });
        model.selectedProperty().addListener((o, was, is) -> showKind(is));
        showKind(model.selectedProperty().get());
    }

    private void showKind(@Nullable SavedDataset chosen) {
        filling = true;
        boolean builtIn = chosen == null || chosen.isBuiltIn();
        kind.getItems()
                .setAll(
                        Arrays.stream(DatasetKind.values())
                                .filter(each -> builtIn == each.isBuiltIn())
                                .toList());
        kind.setValue(chosen == null ? DatasetKind.SHAPES : chosen.kind());
        kind.setDisable(builtIn);
        filling = false;
    }

    private void classes() {
        classes.setId("dataset-class");
        classes.setMinWidth(110);
        classes.setAccessibleText("Class that is shown");
        classes.setPrefWidth(190);
        classes.setVisibleRowCount(14);
        classes.setTooltip(new Tooltip("Show one class only"));
        classes.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.classFilterProperty().set(is.label());
                            }
                        });
        model.classes()
                .addListener(
                        (ListChangeListener<ClassCount>)
                                c -> {
                                    filling = true;
                                    classes.getItems().setAll(model.classes());
                                    if (!model.classes().isEmpty()) {
                                        classes.setValue(model.classes().get(0));
                                    }
                                    classes.setDisable(model.classes().size() < 2);
                                    filling = false;
                                });
    }
}
