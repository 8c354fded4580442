package ldmstudio.app.screen.playground;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.film.GrowthPanel;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.app.shell.EmptyState;
import ldmstudio.app.shell.OpenRequest;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** Layout of the Playground: the growing pictures, what waits, what was drawn, the settings. */
final class PlaygroundView {
    private static final double FILM_WIDTH = 308;

    private final PlaygroundViewModel model;
    private final AppContext context;
    private final @Nullable BeginPart begin;
    private final PicturesPane pictures;
    private final StackPane centre = new StackPane();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label status = new Label();
    private final Tooltip folder = new Tooltip();
    private final SampleStrip strip;
    private final GrowthPanel film;
    private final StackPane root;

    PlaygroundView(PlaygroundViewModel model, PlaygroundParts parts, AppContext context) {
        this.model = model;
        this.context = context;
        begin = parts.begin();
        pictures = new PicturesPane(model, begin, this::walk);
        strip = new SampleStrip(model);
        status.setId("sample-status");
        status.setMaxWidth(Double.MAX_VALUE);
        status.setTooltip(folder);
        bar.setPrefWidth(220);
        bar.setMinWidth(120);
        bar.getStyleClass().add("small");
        HBox line = new HBox(10, bar, status);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPadding(new Insets(6, 12, 6, 12));
        line.setMinHeight(32);
        HBox.setHgrow(status, Priority.ALWAYS);
        BorderPane left = new BorderPane(centre);
        BorderPane.setMargin(centre, new Insets(0));
        left.setBottom(new VBox(line, new QueuePanel(model), strip));
        film = new GrowthPanel(model.films().films(), context, "sample-film-panel");
        // Beside the pictures and their buttons there is no more room in the smallest window.
        film.setPrefWidth(FILM_WIDTH);
        left.setRight(film);
        SettingsPanel settings = new SettingsPanel(model, parts);
        SplitPane split = new SplitPane(left, settings);
        DividerMemory.attach(split, context.preferences(), "playground", 0.7);
        SplitPane.setResizableWithParent(settings, false);
        root = ControlStyles.on(new StackPane(split));
        root.setId("playground-screen");
        if (parts.script() != null) {
            parts.script().overlay().ifPresent(root.getChildren()::add);
        }
        root.setOnDragOver(this::dragOver);
        root.setOnDragDropped(this::dropped);
        root.addEventHandler(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE && model.draws().isBusy()) {
                        model.draws().cancel();
                        e.consume();
                    }
                });
        RecipePanel recipe = new RecipePanel(model.edits());
        centre.getChildren().setAll(pictures, new StackPane(), recipe);
        if (begin != null) {
            centre.getChildren().add(2, begin.stage());
            begin.staged().addListener((o, was, is) -> show());
        }
        model.draws().phaseProperty().addListener((o, was, is) -> show());
        model.drawings().shownProperty().addListener((o, was, is) -> sample());
        model.models().chosenProperty().addListener((o, was, is) -> show());
        model.models().listedProperty().addListener((o, was, is) -> show());
        model.model().warmingProperty().addListener((o, was, is) -> showProgress());
        show();
    }

    Parent root() {
        return root;
    }

    /** Takes over what has grown; called about 15 times a second while shown. */
    void sample() {
        if (pictures.sample()) {
            show();
        }
        strip.refresh();
        film.tick();
        showProgress();
    }

    void shown() {
        film.shown();
    }

    /** Another page makes the pictures the ends of a walk, with the model that is chosen here. */
    private void walk(List<Path> ends) {
        String with = model.models().weights().map(Path::toString).orElse("");
        context.navigator().show("interpolate", new OpenRequest.WalkBetween(with, ends));
    }

    /** Films the selected picture. */
    void film() {
        pictures.film();
    }

    /**
     * The mask of the picture that is begun from, large; of the selected one, when there is none
     * yet. Again: back to the drawings.
     */
    void paint() {
        BeginPart part = begin;
        if (part == null) {
            return;
        }
        if (part.staged().get()) {
            part.staged().set(false);
        } else {
            part.paintOn(null);
            if (!part.staged().get()) {
                pictures.paint();
            }
        }
    }

    void hidden() {
        film.hidden();
    }

    private void showProgress() {
        ModelWorker.Progress progress = model.progress();
        boolean busy = model.draws().isBusy() || model.model().warmingProperty().get();
        bar.setVisible(busy);
        bar.setManaged(busy);
        bar.setProgress(
                progress.fraction() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : progress.fraction());
        Drawn drawn = model.drawings().shownProperty().get();
        String words =
                !busy
                        ? drawn == null ? "" : saved(drawn) + drawn.summary()
                        : model.draws().isCancelling()
                                ? "Cancelling…"
                                : progress.totalSteps() > 0
                                        ? "step " + progress.step() + " of " + progress.totalSteps()
                                        : progress.text().isEmpty()
                                                ? "Starting…"
                                                : progress.text() + "…";
        if (!status.getText().equals(words)) {
            status.setText(words);
            folder.setText(words + (drawn == null ? "" : "\n" + drawn.folder()));
        }
    }

    private static String saved(Drawn drawn) {
        List<Drawn.Picture> pictures = drawn.pictures();
        long files = pictures.stream().filter(p -> p.file() != null).count();
        int asked = drawn.drawing().map(Drawing::count).orElse((int) files);
        return files == 0
                ? ""
                : files < asked
                        ? files + " of " + asked + " finished and saved  ·  "
                        : "saved in samples  ·  ";
    }

    private void show() {
        Node state = state();
        StackPane over = (StackPane) centre.getChildren().get(1);
        over.getChildren().clear();
        if (state != null) {
            over.getChildren().add(state);
        }
        boolean staged = begin != null && begin.staged().get();
        if (begin != null) {
            begin.stage().setVisible(staged);
        }
        over.setVisible(state != null && !staged);
        pictures.setVisible(state == null && !staged);
        showProgress();
    }

    /** What stands in place of pictures; null: pictures. */
    private @Nullable Node state() {
        DrawRunner.Phase phase = model.draws().phaseProperty().get();
        if (phase == DrawRunner.Phase.FAILED) {
            return TroubleState.of(model);
        }
        if (pictures.any()) {
            return null;
        }
        if (phase == DrawRunner.Phase.LOADING) {
            return waiting("Loading the model…");
        }
        if (phase == DrawRunner.Phase.DRAWING) {
            return waiting("The first step…");
        }
        if (model.models().chosenProperty().get() == null) {
            if (!model.models().listedProperty().get()) {
                return waiting("Looking for models…");
            }
            return new EmptyState(
                            MaterialDesignI.IMAGE_AUTO_ADJUST,
                            "No model to draw with yet",
                            "Train a diffusion model: its first checkpoint is enough to draw"
                                    + " with. Or open a model of your own on the Models page.")
                    .withButton(
                            "playground-to-diffusion",
                            "Open Diffusion",
                            () -> context.navigator().show("diffusion"))
                    .withButton(
                            "playground-to-models",
                            "Open Models",
                            () -> context.navigator().show("models"));
        }
        return new EmptyState(
                MaterialDesignI.IMAGE_AUTO_ADJUST,
                "Ready to draw",
                "Say on the right what is to be seen and press Draw (Ctrl+Enter). The pictures grow"
                        + " here, step by step; press again to queue more. Drop a PNG on this page"
                        + " to see its recipe and take over what you want of it.");
    }

    private static Node waiting(String words) {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(36, 36);
        VBox box = new VBox(12, wheel, new Label(words));
        box.setAlignment(Pos.CENTER);
        return box;
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
            model.edits().offerRecipeOf(files.get(0).toPath());
        }
        e.setDropCompleted(!files.isEmpty());
        e.consume();
    }
}
