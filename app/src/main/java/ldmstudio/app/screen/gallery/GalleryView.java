package ldmstudio.app.screen.gallery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.control.FoldingBar;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.Pictures;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.control.ThumbnailLoader;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.app.shell.EmptyState;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.VideoRecipe;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** Layout of the Gallery page: search above, pictures, and the chosen one at the side. */
final class GalleryView {
    private static final int THUMBNAIL = 192;
    private static final int THUMBNAILS_KEPT = 600;
    private static final String ANY_MODEL = "All models";

    private final GalleryViewModel model;
    private final AppContext context;
    private final GalleryCommands commands;
    private final GalleryDetails details;
    private final ImageGrid grid = new ImageGrid();
    private final TextField search = new TextField();
    private final SegmentedChoice<GalleryFilter.Kind> kind =
            new SegmentedChoice<>(
                    List.of(GalleryFilter.Kind.values()),
                    GalleryFilter.Kind.ALL,
                    GalleryFilter.Kind::label,
                    choice -> "gallery-kind-" + choice.label().toLowerCase(Locale.ROOT));
    private final ComboBox<String> models = new ComboBox<>();
    private final ToggleButton starred = new ToggleButton("★ Starred");
    private final Label count = new Label();
    private final Button walk =
            new Button("Walk between these", new FontIcon(MaterialDesignV.VECTOR_CURVE));
    private final Label activity = new Label();
    private final EmptyState nothing;
    private final Lightbox lightbox = new Lightbox();
    private final StackPane pictures = new StackPane();
    private final VBox page;
    private final StackPane body = new StackPane();
    private final StackPane root = ControlStyles.on(new StackPane());
    private List<GalleryItem> items = List.of();
    private boolean filling;

    GalleryView(GalleryViewModel model, AppContext context) {
        this.model = model;
        this.context = context;
        commands = new GalleryCommands(model, context);
        details = new GalleryDetails(model, context, commands);
        nothing =
                new EmptyState(
                                MaterialDesignF.FILTER_OFF_OUTLINE,
                                "Nothing matches",
                                "No picture or video has all of these words and choices.")
                        .withButton("gallery-clear", "Show everything", this::clearFilter);
        pictures.getChildren().addAll(grid, nothing);
        SplitPane split = new SplitPane(pictures, details);
        SplitPane.setResizableWithParent(details, false);
        DividerMemory.attach(split, context.preferences(), "gallery", 0.68);
        page = new VBox(toolbar(), split);
        VBox.setVgrow(split, Priority.ALWAYS);
        grid.setId("gallery-grid");
        grid.setAccessibleText("Pictures and videos");
        grid.setAccessibleText("Pictures and videos");
        grid.tileSizeProperty().set(132);
        grid.setOnOpen(this::open);
        grid.setMenus(index -> commands.menu(items.get(index), chosen()));
        grid.setOnChosen(this::showChosen);
        grid.setFiles(index -> items.get(index).in(model.folder()));
        grid.selectedProperty().addListener((property, was, is) -> selected(is.intValue()));
        root.setId("gallery-screen");
        root.getChildren().addAll(body, lightbox);
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        model.phaseProperty().addListener((property, was, is) -> show());
        model.shownProperty().addListener((property, was, is) -> fill());
        model.starsProperty().addListener((property, was, is) -> fill());
        fill();
        show();
    }

    Parent root() {
        return root;
    }

    /** Takes over how far the reading and the drawing are. */
    void sample() {
        String text = model.progress().text();
        activity.setText(text.isEmpty() ? "" : "reading " + text);
        details.sample();
    }

    /** The page is hidden. */
    void pause() {
        details.player().pause();
    }

    private Node toolbar() {
        search.setId("gallery-search");
        search.setPromptText("Prompt, model, day, seed…");
        search.setAccessibleText("Search");
        search.setPrefWidth(280);
        search.textProperty().addListener((property, was, is) -> filter());
        kind.valueProperty().addListener((property, was, is) -> filter());
        // As high as its own buttons, so that it stands in the middle of the bar.
        kind.setMaxHeight(Region.USE_PREF_SIZE);
        models.setId("gallery-model");
        models.setAccessibleText("Model");
        models.setMaxWidth(190);
        models.valueProperty().addListener((property, was, is) -> filter());
        starred.setId("gallery-starred");
        starred.setTooltip(new Tooltip("Only pictures and videos with a star"));
        starred.selectedProperty().addListener((property, was, is) -> filter());
        count.setId("gallery-count");
        count.getStyleClass().add("row-text");
        count.setMinWidth(Region.USE_PREF_SIZE);
        walk.setId("gallery-walk");
        walk.getStyleClass().add("small");
        walk.setTooltip(new Tooltip("The chosen pictures become the ends of a walk (W)"));
        walk.setMinWidth(Region.USE_PREF_SIZE);
        walk.setOnAction(event -> commands.walk(chosen()));
        activity.getStyleClass().addAll("text-muted", "text-small");
        starred.setMinWidth(Region.USE_PREF_SIZE);
        HBox which = new HBox(8, search, kind, models, starred);
        which.setAlignment(Pos.CENTER_LEFT);
        HBox found = new HBox(8, activity, walk, count);
        found.setAlignment(Pos.CENTER_LEFT);
        FoldingBar tools = new FoldingBar(which, found, 8);
        tools.getStyleClass().add("toolbar");
        return tools;
    }

    private void filter() {
        if (!filling) {
            String name = models.getValue();
            model.filterProperty()
                    .set(
                            new GalleryFilter(
                                    search.getText(),
                                    kind.valueProperty().get(),
                                    name == null || name.equals(ANY_MODEL) ? "" : name,
                                    starred.isSelected()));
        }
    }

    private void clearFilter() {
        filling = true;
        search.clear();
        kind.valueProperty().set(GalleryFilter.Kind.ALL);
        models.setValue(ANY_MODEL);
        starred.setSelected(false);
        filling = false;
        filter();
    }

    private void show() {
        Node node =
                switch (model.phaseProperty().get()) {
                    case READING -> reading();
                    case EMPTY -> empty();
                    case FAILED -> failed();
                    case SHOWN -> page;
                };
        body.getChildren().setAll(node);
    }

    private Node reading() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(36, 36);
        Label words = new Label("Reading the recipes of this workspace's pictures");
        words.getStyleClass().add("empty-text");
        VBox box = new VBox(12, wheel, words);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node empty() {
        return new EmptyState(
                        MaterialDesignI.IMAGE_MULTIPLE_OUTLINE,
                        "No pictures yet",
                        "Every picture and video that is drawn in this workspace appears here with"
                                + " the settings that made it.")
                .withButton(
                        "gallery-go-playground",
                        "Draw the first one",
                        () -> context.navigator().show("playground"));
    }

    private Node failed() {
        return new EmptyState(
                        MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                        "The pictures cannot be listed",
                        model.trouble())
                .withButton("gallery-retry", "Try again", model::refresh);
    }

    /** Other items: the chosen one stays chosen, and its place in view. */
    private void fill() {
        GalleryItem before = details.item();
        List<GalleryItem> now = model.shownProperty().get();
        boolean same = now.equals(items);
        items = now;
        fillModels();
        showChosen();
        nothing.setVisible(now.isEmpty());
        grid.setVisible(!now.isEmpty());
        if (same) {
            // A star was given or taken: only captions have changed.
            grid.setCount(now.size());
            if (before != null) {
                details.show(before);
            }
            return;
        }
        int place = grid.selectedProperty().get();
        grid.setItems(now.size(), loader(now), this::caption);
        int at = before == null ? -1 : index(before);
        if (at < 0 && before != null && !now.isEmpty()) {
            // It was deleted or filtered out: the next one takes its place.
            at = Math.max(0, Math.min(place, now.size() - 1));
        }
        if (at >= 0) {
            grid.selectedProperty().set(at);
        } else {
            details.clear();
        }
    }

    /** All chosen items; the one at the side among them. */
    private List<GalleryItem> chosen() {
        List<GalleryItem> chosen =
                grid.selection().indices().stream()
                        .filter(index -> index < items.size())
                        .map(items::get)
                        .toList();
        GalleryItem shown = details.item();
        return chosen.isEmpty() && shown != null ? List.of(shown) : chosen;
    }

    private void showChosen() {
        List<GalleryItem> chosen = chosen();
        boolean ends = GalleryCommands.ends(chosen).size() > 1;
        walk.setVisible(ends);
        walk.setManaged(ends);
        int there = items.size();
        String all =
                there == model.total()
                        ? there + (there == 1 ? " item" : " items")
                        : there + " of " + model.total();
        count.setText(chosen.size() > 1 ? chosen.size() + " chosen of " + there : all);
    }

    private int index(GalleryItem item) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path().equals(item.path())) {
                return i;
            }
        }
        return -1;
    }

    private void fillModels() {
        List<String> names = new ArrayList<>(List.of(ANY_MODEL));
        names.addAll(model.models());
        if (!names.equals(models.getItems())) {
            String before = models.getValue();
            filling = true;
            models.getItems().setAll(names);
            models.setValue(before != null && names.contains(before) ? before : ANY_MODEL);
            filling = false;
        }
    }

    private ThumbnailLoader loader(List<GalleryItem> of) {
        Path folder = model.folder();
        return new ThumbnailLoader(
                index -> still(of.get(index), folder),
                THUMBNAIL,
                THUMBNAILS_KEPT,
                context.runner().backgroundExecutor(),
                context.runner().fx());
    }

    private static PixelImage still(GalleryItem item, Path folder) {
        Path file = item.in(folder);
        Path poster = VideoRecipe.poster(file);
        return PictureFile.read(item.video() && Files.exists(poster) ? poster : file);
    }

    private String caption(int index) {
        GalleryItem item = items.get(index);
        return (model.isStarred(item) ? "★ " : "") + (item.video() ? "▶ " : "") + item.title();
    }

    private void selected(int index) {
        if (index >= 0 && index < items.size()) {
            details.show(items.get(index));
        }
    }

    /** Large, with zoom and pixel values; a film plays at the side. */
    private void open(int index) {
        GalleryItem item = items.get(index);
        if (item.video()) {
            details.player().toggle();
            return;
        }
        Path file = item.in(model.folder());
        context.runner()
                .run("Read " + item.name(), p -> Pictures.image(PictureFile.read(file)))
                .onSuccess(
                        image ->
                                lightbox.open(
                                        List.of(new Lightbox.Picture(image, item.title())), 0))
                .onFailure(e -> context.notifications().failed(item.name(), e));
    }

    private void pressed(KeyEvent event) {
        GalleryItem item = details.item();
        boolean typing = event.getTarget() instanceof TextInputControl;
        if (event.isShortcutDown() && event.getCode() == KeyCode.F) {
            search.requestFocus();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.Z && !typing) {
            model.undo();
        } else if (typing || item == null || lightbox.isVisible()) {
            return;
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
            commands.copy(chosen());
        } else if (event.getCode() == KeyCode.DELETE) {
            model.delete(chosen());
        } else if (event.getCode() == KeyCode.S && !event.isShortcutDown()) {
            commands.star(chosen());
        } else if (event.getCode() == KeyCode.W && !event.isShortcutDown()) {
            commands.walk(chosen());
        } else if (event.getCode() == KeyCode.SPACE && !(event.getTarget() instanceof ButtonBase)) {
            // A film plays at the side, a picture is looked at large.
            open(Math.max(0, grid.selectedProperty().get()));
        } else {
            return;
        }
        event.consume();
    }
}
