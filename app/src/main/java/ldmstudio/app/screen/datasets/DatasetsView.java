package ldmstudio.app.screen.datasets;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.Pictures;
import ldmstudio.app.control.ThumbnailLoader;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.shell.EmptyState;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Skipped;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** Layout of the Datasets page: list, grid, details. */
final class DatasetsView {
    private static final String LAST_FOLDER = "datasets.last-folder";
    private static final int THUMBNAIL = 160;
    private static final int KEPT = 3000;

    private final DatasetsViewModel model;
    private final AppContext context;
    private final ImageGrid grid = new ImageGrid();
    private final StackPane centre = new StackPane();
    private final PictureDetailsPane details = new PictureDetailsPane();
    private final Lightbox lightbox = new Lightbox();
    private final Tab skippedTab = new Tab("Skipped");
    private final TabPane tabs = new TabPane();
    private final DatasetToolbar toolbar;
    private final StackPane root;
    private @Nullable Dataset gridOf;
    private @Nullable ThumbnailLoader loader;

    DatasetsView(DatasetsViewModel model, AppContext context) {
        this.model = model;
        this.context = context;
        this.toolbar = new DatasetToolbar(model, grid, context.navigator());
        grid.setId("dataset-grid");
        grid.setAccessibleText("Pictures of the dataset");
        tabs.setId("dataset-tabs");
        Tab pictures = new Tab("Pictures", grid);
        skippedTab.setContent(skippedTable());
        tabs.getTabs().addAll(pictures, skippedTab);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        BorderPane middle = new BorderPane(centre);
        middle.setTop(toolbar);
        SplitPane split =
                new SplitPane(new DatasetList(model, this::chooseFolder), middle, details);
        split.setDividerPositions(0.18, 0.78);
        SplitPane.setResizableWithParent(split.getItems().get(0), false);
        SplitPane.setResizableWithParent(details, false);
        root = ControlStyles.on(new StackPane(split, lightbox));
        root.setId("datasets-screen");
        root.setOnDragOver(this::dragOver);
        root.setOnDragDropped(this::dropped);
        grid.selectedProperty().addListener((o, was, is) -> choose(is.intValue()));
        grid.setOnOpen(this::openLarge);
        model.phaseProperty().addListener((o, was, is) -> show());
        model.shownProperty().addListener((o, was, is) -> fill());
        model.skipped()
                .addListener(
                        (javafx.collections.ListChangeListener<Skipped>) c -> titleOfSkipped());
        titleOfSkipped();
        show();
    }

    Parent root() {
        return root;
    }

    /** Pulls what changes by itself: the scan's progress and what was found unreadable. */
    void sample() {
        toolbar.sample();
        model.refreshSkipped();
    }

    void chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Folder of pictures");
        context.preferences()
                .value(LAST_FOLDER)
                .map(File::new)
                .filter(File::isDirectory)
                .ifPresent(chooser::setInitialDirectory);
        File chosen = chooser.showDialog(root.getScene().getWindow());
        if (chosen != null) {
            context.preferences().setValue(LAST_FOLDER, chosen.getPath());
            model.add(chosen.toPath());
        }
    }

    private void show() {
        boolean ready = model.phaseProperty().get() == DatasetsViewModel.Phase.READY;
        toolbar.setDisable(!ready);
        if (!ready) {
            details.clear();
            toolbar.clearCount();
        }
        SavedDataset chosen = model.selectedProperty().get();
        String name = chosen == null ? "" : chosen.name();
        Node node =
                switch (model.phaseProperty().get()) {
                    case NONE ->
                            new EmptyState(
                                            MaterialDesignI.IMAGE_PLUS,
                                            "No dataset is chosen",
                                            "Choose one on the left, or drop a folder of pictures"
                                                    + " here.")
                                    .withButton(
                                            "dataset-add-empty", "Add folder…", this::chooseFolder);
                    case LOADING -> loading(name);
                    case FAILED ->
                            new EmptyState(
                                            MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                                            name + " cannot be opened",
                                            model.failure())
                                    .withButton("dataset-retry", "Try again", model::open)
                                    .withDetails(
                                            Notification.error(name, model.failure())
                                                    .withDetails(model.failureDetails()));
                    case READY -> tabs;
                };
        centre.getChildren().setAll(node);
    }

    private static Node loading(String name) {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(40, 40);
        VBox box = new VBox(12, wheel, new Label("Opening " + name + "…"));
        box.setAlignment(javafx.geometry.Pos.CENTER);
        return box;
    }

    private void fill() {
        Dataset dataset = model.dataset().orElse(null);
        if (dataset == null) {
            return;
        }
        int[] shown = model.shownProperty().get();
        loader =
                new ThumbnailLoader(
                        i -> Pictures.thumbnail(dataset.read(shown[i], THUMBNAIL), THUMBNAIL),
                        THUMBNAIL,
                        KEPT,
                        context.runner().backgroundExecutor(),
                        context.runner().fx());
        gridOf = dataset;
        boolean classes = !dataset.classes().isEmpty();
        grid.setItems(
                shown.length,
                loader,
                i ->
                        classes
                                ? dataset.className(dataset.entry(shown[i]))
                                : lastPart(dataset.entry(shown[i]).id()));
        toolbar.setCount(shown.length, dataset.size());
        details.clear();
    }

    private static String lastPart(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    private void choose(int place) {
        int[] shown = model.shownProperty().get();
        if (place < 0 || place >= shown.length) {
            details.clear();
            return;
        }
        model.picture(shown[place])
                .onSuccess(
                        picture -> {
                            if (grid.selectedProperty().get() == place) {
                                details.show(picture);
                            }
                        })
                .onFailure(
                        e -> {
                            if (grid.selectedProperty().get() == place) {
                                details.failed(ldmstudio.app.notify.Failures.message(e));
                            }
                        });
    }

    private void openLarge(int place) {
        int[] shown = model.shownProperty().get();
        if (gridOf == null || place >= shown.length) {
            return;
        }
        model.picture(shown[place])
                .onSuccess(
                        picture ->
                                lightbox.open(
                                        List.of(
                                                new Lightbox.Picture(
                                                        Pictures.image(picture.image()),
                                                        picture.details().entry().id())),
                                        0));
    }

    private Node skippedTable() {
        TableView<Skipped> table = new TableView<>(model.skipped());
        table.setId("skipped-table");
        table.setAccessibleText("Pictures that are left out");
        table.getStyleClass().add("dense");
        table.setPlaceholder(
                new Label(
                        "No unreadable picture has been found so far. Check all looks at every"
                                + " file."));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        TableColumn<Skipped, String> file = new TableColumn<>("Picture");
        file.setCellValueFactory(
                c -> new javafx.beans.property.ReadOnlyStringWrapper(c.getValue().id()));
        file.setPrefWidth(240);
        TableColumn<Skipped, String> reason = new TableColumn<>("Why it is left out");
        reason.setCellValueFactory(
                c -> new javafx.beans.property.ReadOnlyStringWrapper(c.getValue().reason()));
        reason.setPrefWidth(480);
        table.getColumns().add(file);
        table.getColumns().add(reason);
        return table;
    }

    private void titleOfSkipped() {
        int count = model.skipped().size();
        skippedTab.setText(
                count == 0 ? "Skipped" : String.format(Locale.ROOT, "Skipped (%,d)", count));
    }

    private void dragOver(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.LINK, TransferMode.COPY);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        List<File> files = e.getDragboard().getFiles();
        for (File file : files) {
            Path path = file.toPath();
            model.add(file.isDirectory() || path.getParent() == null ? path : path.getParent());
        }
        e.setDropCompleted(!files.isEmpty());
        e.consume();
    }

    static Insets padding() {
        return new Insets(8, 12, 8, 12);
    }
}
