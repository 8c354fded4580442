package ldmstudio.app.screen.playground;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.AppContext;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.shell.EmptyState;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** Layout of the Playground page: the growing pictures, the session's strip, the settings. */
final class PlaygroundView {
    private final PlaygroundViewModel model;
    private final AppContext context;
    private final PictureTiles tiles = new PictureTiles();
    private final StackPane centre = new StackPane();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label status = new Label();
    private final SampleStrip strip;
    private final Lightbox lightbox = new Lightbox();
    private final StackPane root;
    private @Nullable SampleSet drawn;
    private int drawnRevision = -1;

    PlaygroundView(PlaygroundViewModel model, AppContext context) {
        this.model = model;
        this.context = context;
        this.strip = new SampleStrip(model);
        tiles.setId("sample-tiles");
        tiles.setOnOpen(this::openLarge);
        tiles.setOnMenu(this::menu);
        tiles.setFiles(
                index -> {
                    SampleSet set = model.shownProperty().get();
                    return set == null ? null : set.file(index).orElse(null);
                });
        status.setId("sample-status");
        bar.setPrefWidth(220);
        bar.getStyleClass().add("small");
        HBox line = new HBox(10, bar, status);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPadding(new Insets(8, 12, 8, 12));
        line.setMinHeight(36);
        HBox.setHgrow(status, Priority.ALWAYS);
        VBox below = new VBox(line, strip);
        BorderPane left = new BorderPane(centre);
        BorderPane.setMargin(centre, new Insets(12));
        left.setBottom(below);
        SampleSettingsPanel settings = new SampleSettingsPanel(model);
        SplitPane split = new SplitPane(left, settings);
        split.setDividerPositions(0.71);
        SplitPane.setResizableWithParent(settings, false);
        root = ControlStyles.on(new StackPane(split, lightbox));
        root.setId("playground-screen");
        root.setOnDragOver(this::dragOver);
        root.setOnDragDropped(this::dropped);
        model.phaseProperty().addListener((o, was, is) -> show());
        model.shownProperty().addListener((o, was, is) -> show());
        show();
    }

    Parent root() {
        return root;
    }

    /** Takes over what has grown; called about 15 times a second while shown. */
    void sample() {
        SampleSet set = model.shownProperty().get();
        if (set != null && (set != drawn || set.revision() != drawnRevision)) {
            drawn = set;
            drawnRevision = set.revision();
            List<SampleSet.Picture> pictures = set.pictures();
            boolean wasEmpty = tiles.tiles().isEmpty();
            tiles.setTiles(
                    IntStream.range(0, pictures.size())
                            .mapToObj(
                                    i ->
                                            new PictureTiles.Tile(
                                                    pictures.get(i).image(), set.caption(i)))
                            .toList());
            strip.refresh();
            if (wasEmpty != pictures.isEmpty()) {
                show();
            }
        }
        showProgress();
    }

    private void showProgress() {
        ModelWorker.Progress progress = model.progress();
        PlaygroundViewModel.Phase phase = model.phaseProperty().get();
        boolean busy =
                phase == PlaygroundViewModel.Phase.SAMPLING
                        || phase == PlaygroundViewModel.Phase.LOADING;
        bar.setVisible(busy);
        bar.setManaged(busy);
        bar.setProgress(
                progress.fraction() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : progress.fraction());
        SampleSet set = model.shownProperty().get();
        status.setText(
                busy
                        ? progress.totalSteps() > 0
                                ? "step " + progress.step() + " of " + progress.totalSteps()
                                : progress.text().isEmpty() ? "Starting…" : progress.text() + "…"
                        : set == null ? "" : summary(set));
    }

    private static String summary(SampleSet set) {
        var s = set.settings();
        return set.pictures().size()
                + " pictures  ·  seed "
                + s.how().seed()
                + "  ·  "
                + s.how().steps()
                + " steps of "
                + SamplerNames.of(s.how().sampler())
                + "  ·  guidance "
                + ldmstudio.app.control.NumberText.of(s.how().guidanceScale())
                + (set.isComplete()
                        ? "  ·  saved in " + shortFolder(s.outDir())
                        : "  ·  cancelled");
    }

    /** The last two parts; the whole path is on the pictures' menu. */
    private static String shortFolder(String folder) {
        Path path = Path.of(folder);
        int parts = path.getNameCount();
        return parts > 2 ? path.subpath(parts - 2, parts).toString() : folder;
    }

    private void show() {
        SampleSet set = model.shownProperty().get();
        boolean any = set != null && !set.pictures().isEmpty();
        Node node =
                switch (model.phaseProperty().get()) {
                    case NO_MODEL ->
                            new EmptyState(
                                            MaterialDesignI.IMAGE_AUTO_ADJUST,
                                            "No model to draw from yet",
                                            "Train a diffusion model first. Its first checkpoint is"
                                                    + " enough to sample from.")
                                    .withButton(
                                            "playground-to-diffusion",
                                            "Open Diffusion",
                                            () -> context.navigator().show("diffusion"));
                    case FAILED -> failed();
                    case READY ->
                            any
                                    ? tiles
                                    : new EmptyState(
                                            MaterialDesignI.IMAGE_AUTO_ADJUST,
                                            "Ready",
                                            "Press Sample (Ctrl+Enter). The pictures grow here,"
                                                    + " step by step. Drop a PNG on this page to"
                                                    + " draw with its recipe.");
                    case LOADING -> any ? tiles : waiting("Loading the model…");
                    case SAMPLING -> any ? tiles : waiting("Sampling begins…");
                };
        centre.getChildren().setAll(node);
        showProgress();
    }

    private Node failed() {
        PlaygroundViewModel.Trouble trouble = model.trouble();
        String hint = trouble.hint().isEmpty() ? "" : " " + trouble.hint();
        return new EmptyState(
                        MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                        "No pictures were drawn",
                        trouble.words() + hint)
                .withButton("sample-retry", "Try again", model::sample)
                .withDetails(
                        Notification.error("Sampling", trouble.words())
                                .withDetails(trouble.details()));
    }

    private static Node waiting(String words) {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(36, 36);
        VBox box = new VBox(12, wheel, new Label(words));
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private void openLarge(int index) {
        SampleSet set = model.shownProperty().get();
        if (set == null) {
            return;
        }
        List<SampleSet.Picture> pictures = set.pictures();
        lightbox.open(
                IntStream.range(0, pictures.size())
                        .mapToObj(
                                i ->
                                        new Lightbox.Picture(
                                                pictures.get(i).image(),
                                                "Seed "
                                                        + set.settings().how().seed()
                                                        + ", picture "
                                                        + i
                                                        + "  "
                                                        + set.caption(i)))
                        .toList(),
                index);
    }

    private void menu(int index, ContextMenuEvent e) {
        SampleSet set = model.shownProperty().get();
        if (set == null) {
            return;
        }
        Path file = set.file(index).orElse(null);
        MenuItem large = new MenuItem("Look at it large");
        large.setOnAction(x -> openLarge(index));
        MenuItem save = new MenuItem("Save with its recipe…");
        save.setOnAction(x -> save(set, index));
        MenuItem apply = new MenuItem("Use its settings");
        MenuItem copy = new MenuItem("Copy its path");
        for (MenuItem item : List.of(save, apply, copy)) {
            item.setDisable(file == null);
        }
        if (file != null) {
            apply.setOnAction(x -> model.applyRecipeOf(file));
            copy.setOnAction(
                    x -> {
                        ClipboardContent text = new ClipboardContent();
                        text.putString(file.toString());
                        Clipboard.getSystemClipboard().setContent(text);
                    });
        }
        new ContextMenu(large, save, apply, copy).show(tiles, e.getScreenX(), e.getScreenY());
    }

    private void save(SampleSet set, int index) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the picture");
        chooser.setInitialFileName(
                "sample-seed-" + set.settings().how().seed() + "-" + index + ".png");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("PNG", "*.png"));
        File chosen = chooser.showSaveDialog(root.getScene().getWindow());
        if (chosen != null) {
            model.save(set, index, chosen.toPath());
        }
    }

    private void dragOver(DragEvent e) {
        if (e.getDragboard().hasFiles() && e.getGestureSource() == null) {
            e.acceptTransferModes(TransferMode.COPY);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        List<File> files = e.getDragboard().getFiles();
        if (!files.isEmpty()) {
            model.applyRecipeOf(files.get(0).toPath());
        }
        e.setDropCompleted(!files.isEmpty());
        e.consume();
    }
}
