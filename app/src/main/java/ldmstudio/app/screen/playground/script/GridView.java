package ldmstudio.app.screen.playground.script;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.run.GridFolder;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.PngFiles;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/**
 * A grid with its labels over the whole page: a tab a page, cells that appear as they are drawn, a
 * large view and the settings of each.
 */
final class GridView extends StackPane {
    private static final double CELL = 128;
    private static final double HEADER = 120;
    private static final double REFRESHES_A_SECOND = 2;

    private final AppContext context;
    private final TabPane pages = new TabPane();
    private final BorderPane all = new BorderPane();
    private final Label title = new Label();
    private final Lightbox lightbox = new Lightbox();
    private final Map<GridPlan.Cell, Button> cells = new HashMap<>();
    private final Map<GridPlan.Cell, Image> images = new HashMap<>();
    private final Button apply;
    private final Consumer<Path> onApply;
    private Subscription refreshing = () -> {};
    private @Nullable GridFolder folder;
    private GridPlan.@Nullable Cell selected;

    /**
     * @param onApply takes over the settings of a picture
     */
    GridView(AppContext context, Consumer<Path> onApply) {
        this.context = context;
        this.onApply = onApply;
        setId("grid-view");
        setVisible(false);
        setManaged(false);
        getStyleClass().add("overlay-page");
        setStyle("-fx-background-color: -color-bg-default;");
        title.setId("grid-title");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button large = new Button("Look at it large", new FontIcon(MaterialDesignP.PLUS_BOX));
        large.setId("grid-large");
        large.setOnAction(e -> large());
        apply = new Button("Apply these settings", new FontIcon(MaterialDesignC.CHECK));
        apply.setId("grid-apply");
        apply.setOnAction(e -> apply());
        Button export = new Button("Export…", new FontIcon(MaterialDesignE.EXPORT));
        export.setId("grid-export");
        export.setOnAction(e -> export());
        Button close = new Button("Close", new FontIcon(MaterialDesignC.CLOSE));
        close.setId("grid-close");
        close.setOnAction(e -> close());
        HBox bar = new HBox(8, title, large, apply, export, close);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setPadding(new Insets(8, 12, 8, 12));
        pages.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        pages.setId("grid-pages");
        all.setTop(bar);
        getChildren().addAll(all, lightbox);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE) {
                        close();
                        e.consume();
                    }
                });
        tell();
    }

    /** Shows a grid, drawn or being drawn. */
    void open(GridFolder grid) {
        folder = grid;
        selected = null;
        cells.clear();
        images.clear();
        pages.getTabs().clear();
        GridPlan plan = grid.plan();
        for (int z = 0; z < plan.pages().size(); z++) {
            if (plan.pages().size() == 1) {
                all.setCenter(page(plan, z));
                break;
            }
            all.setCenter(pages);
            Tab tab = new Tab(plan.pages().get(z), page(plan, z));
            tab.setId("grid-page-" + z);
            pages.getTabs().add(tab);
        }
        setVisible(true);
        setManaged(true);
        refreshing.unsubscribe();
        refreshing = context.sampler().register(REFRESHES_A_SECOND, this::refresh);
        refresh();
        requestFocus();
    }

    void close() {
        refreshing.unsubscribe();
        refreshing = () -> {};
        setVisible(false);
        setManaged(false);
    }

    private Node page(GridPlan plan, int z) {
        GridPane grid = new GridPane();
        grid.setHgap(6);
        grid.setVgap(6);
        grid.setPadding(new Insets(12));
        for (int x = 0; x < plan.columns().size(); x++) {
            grid.add(header(plan.columns().get(x), CELL, Pos.BOTTOM_CENTER), x + 1, 0);
        }
        for (int y = 0; y < plan.rows().size(); y++) {
            grid.add(header(plan.rows().get(y), HEADER, Pos.CENTER_RIGHT), 0, y + 1);
        }
        for (GridPlan.Cell cell : plan.cells()) {
            if (cell.z() == z) {
                grid.add(button(plan, cell), cell.x() + 1, cell.y() + 1);
            }
        }
        ScrollPane scroll = new ScrollPane(grid);
        scroll.getStyleClass().add("plain-scroll");
        return scroll;
    }

    private static Label header(String words, double width, Pos place) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setPrefWidth(words.isEmpty() ? Region.USE_COMPUTED_SIZE : width);
        label.setMaxWidth(width);
        label.setAlignment(place);
        return label;
    }

    private Button button(GridPlan plan, GridPlan.Cell cell) {
        Button button = new Button("…");
        button.setId("grid-" + cell.name());
        button.getStyleClass().add("flat");
        button.setPadding(new Insets(3));
        button.setMinSize(CELL + 8, CELL + 8);
        button.setPrefSize(CELL + 8, CELL + 8);
        button.setAccessibleText(plan.caption(cell) + ", not drawn yet");
        button.setOnAction(
                e -> {
                    select(cell);
                    large();
                });
        button.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is) {
                                select(cell);
                            }
                        });
        button.setOnContextMenuRequested(e -> select(cell));
        cells.put(cell, button);
        return button;
    }

    private void select(GridPlan.Cell cell) {
        selected = cell;
        tell();
    }

    private void refresh() {
        GridFolder grid = folder;
        if (grid == null || images.size() == cells.size()) {
            return;
        }
        Map<GridPlan.Cell, Path> fresh = new HashMap<>();
        for (GridPlan.Cell cell : cells.keySet()) {
            if (!images.containsKey(cell)) {
                grid.picture(cell).ifPresent(file -> fresh.put(cell, file));
            }
        }
        if (!fresh.isEmpty()) {
            context.runner()
                    .run("Read the grid's pictures", p -> read(fresh))
                    .onSuccess(read -> show(grid, read))
                    .onFailure(e -> context.notifications().failed("A picture cannot be read", e));
        }
        tell();
    }

    private static Map<GridPlan.Cell, Image> read(Map<GridPlan.Cell, Path> files) {
        Map<GridPlan.Cell, Image> read = new HashMap<>();
        files.forEach((cell, file) -> read.put(cell, Pictures.image(PictureFile.read(file))));
        return read;
    }

    private void show(GridFolder grid, Map<GridPlan.Cell, Image> read) {
        if (grid != folder) {
            return;
        }
        read.forEach(
                (cell, image) -> {
                    images.put(cell, image);
                    ImageView picture = new ImageView(image);
                    picture.setFitWidth(CELL);
                    picture.setFitHeight(CELL);
                    picture.setPreserveRatio(true);
                    picture.setSmooth(image.getWidth() > CELL);
                    Button button = cells.get(cell);
                    if (button != null) {
                        button.setGraphic(picture);
                        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
                        button.setAccessibleText(grid.plan().caption(cell));
                    }
                });
        tell();
    }

    private void tell() {
        GridFolder grid = folder;
        GridPlan.Cell cell = selected;
        boolean drawn = cell != null && images.containsKey(cell);
        apply.setDisable(!drawn);
        if (grid == null) {
            return;
        }
        String count = images.size() + " of " + cells.size() + " pictures";
        title.setText(cell == null ? count : count + "  ·  " + grid.plan().caption(cell));
    }

    private void large() {
        GridFolder grid = folder;
        GridPlan.Cell cell = selected;
        if (grid == null || cell == null || !images.containsKey(cell)) {
            return;
        }
        List<Lightbox.Picture> pictures = new ArrayList<>();
        int index = 0;
        for (GridPlan.Cell each : grid.plan().cells()) {
            Image image = images.get(each);
            if (image != null) {
                index = each.equals(cell) ? pictures.size() : index;
                pictures.add(new Lightbox.Picture(image, grid.plan().caption(each)));
            }
        }
        lightbox.open(pictures, index);
    }

    private void apply() {
        GridFolder grid = folder;
        GridPlan.Cell cell = selected;
        Optional<Path> file = grid == null || cell == null ? Optional.empty() : grid.picture(cell);
        file.ifPresent(
                path -> {
                    close();
                    onApply.accept(path);
                });
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("The grid as one picture");
        chooser.setInitialFileName("grid.png");
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            exportTo(chosen.toPath());
        }
    }

    /** Writes the sheet, and each cell as a PNG of its own into a folder beside it. */
    void exportTo(Path target) {
        GridFolder grid = folder;
        if (grid == null) {
            return;
        }
        context.runner()
                .run("Export the grid", p -> write(grid, target))
                .onSuccess(
                        done ->
                                context.notifications()
                                        .show(
                                                ldmstudio.app.notify.Notification.success(
                                                        "Exported", target.toString())))
                .onFailure(e -> context.notifications().failed("The grid cannot be exported", e));
    }

    private static Path write(GridFolder grid, Path target) throws java.io.IOException {
        PngFiles.write(GridSheet.of(grid, -1), GridSheet.textChunks(grid.plan()), target);
        String name = String.valueOf(target.getFileName()).replaceFirst("\\.png$", "");
        Path beside = target.resolveSibling(name + "-cells");
        Files.createDirectories(beside);
        for (GridPlan.Cell cell : grid.plan().cells()) {
            Optional<Path> file = grid.picture(cell);
            if (file.isPresent()) {
                Files.copy(
                        file.get(),
                        beside.resolve(cell.name() + ".png"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return target;
    }
}
