package ldmstudio.app.screen.interpolate;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.film.FilmCard;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.app.shell.EmptyState;
import ldmstudio.app.workspace.WorkspaceFiles;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** Layout of the Interpolate page: picture and timeline, settings; or what comes first. */
final class InterpolateView {
    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");

    private final InterpolateViewModel model;
    private final AppContext context;
    private final StagePane stage;
    private final TransportBar transport;
    private final WalkPanel panel;
    private final TimelinePane timeline;
    private final PlanePad pad;
    private final SplitPane split;
    private final StackPane root = ControlStyles.on(new StackPane());

    InterpolateView(InterpolateViewModel model, AppContext context) {
        this.model = model;
        this.context = context;
        stage = new StagePane(model);
        CurveLane curve = new CurveLane(model);
        transport = new TransportBar(model, curve);
        timeline = new TimelinePane(model, curve);
        pad = new PlanePad(model);
        panel = new WalkPanel(model, new FilmPanel(model, this::copyCommand, this::saveYaml));
        HBox.setHgrow(stage, Priority.ALWAYS);
        HBox.setHgrow(pad, Priority.SOMETIMES);
        HBox pictures = new HBox(stage, pad);
        VBox.setVgrow(pictures, Priority.ALWAYS);
        VBox left = new VBox(pictures, transport, timeline);
        split = new SplitPane(left, panel);
        SplitPane.setResizableWithParent(panel, false);
        DividerMemory.attach(split, context.preferences(), "interpolate", 0.7);
        BorderPane page = new BorderPane(split);
        page.setTop(new WalkToolbar(model));
        page.setId("interpolate-page");
        root.setId("interpolate-screen");
        root.getStylesheets()
                .add(
                        Objects.requireNonNull(
                                        InterpolateView.class.getResource("interpolate.css"),
                                        "interpolate.css is missing from the program's jar")
                                .toExternalForm());
        root.getStyleClass().add("interpolate-screen");
        root.setOnDragOver(this::dragOver);
        root.setOnDragExited(e -> root.pseudoClassStateChanged(DROP, false));
        root.setOnDragDropped(this::dropped);
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.phaseProperty().addListener((o, was, is) -> show(page));
        model.editor().walkProperty().addListener((o, was, is) -> showMode());
        showMode();
        show(page);
    }

    Parent root() {
        return root;
    }

    FilmCard card() {
        return panel.card();
    }

    /** Takes over what has changed; some ten times a second while shown. */
    void tick() {
        model.live().tick(System.nanoTime());
        stage.tick();
        transport.tick();
        panel.card().tick();
    }

    private void showMode() {
        boolean plane = model.editor().walk().mode().equals("plane");
        there(pad, plane);
        there(timeline, !plane);
    }

    private static void there(Node node, boolean is) {
        node.setVisible(is);
        node.setManaged(is);
    }

    private void show(Node page) {
        Node now =
                switch (model.phase()) {
                    case LISTING -> listing();
                    case NO_MODEL ->
                            new EmptyState(
                                            MaterialDesignV.VECTOR_CURVE,
                                            "No model to walk with yet",
                                            "Here two prompts, seeds or pictures become the ends of"
                                                    + " a slider, and the way between them a film."
                                                    + " Train a diffusion model first; its first"
                                                    + " checkpoint is enough. Home offers a model"
                                                    + " that draws at once.")
                                    .withButton(
                                            "walk-to-home",
                                            "Open Home",
                                            () -> context.navigator().show("home"))
                                    .withButton(
                                            "walk-to-diffusion",
                                            "Open Diffusion",
                                            () -> context.navigator().show("diffusion"));
                    case BEGIN -> begin();
                    default -> page;
                };
        if (!root.getChildren().equals(List.of(now))) {
            root.getChildren().setAll(now);
        }
    }

    private static Node listing() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(36, 36);
        VBox box = new VBox(12, wheel, new Label("Looking for models…"));
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node begin() {
        WalkModels.Choice first = model.models().first();
        return new EmptyState(
                        MaterialDesignV.VECTOR_CURVE,
                        "A walk between two pictures",
                        "Drag a slider from one prompt or seed to another and watch the picture"
                                + " follow; add keyframes, bend the guidance, and render the way"
                                + " as a film. The example uses two of the model's own prompts;"
                                + " dropping two pictures here goes between them.")
                .withButton(
                        "walk-begin",
                        "Try an example with " + first.name(),
                        () -> model.begin(first.path()));
    }

    /** Keys that mean the same wherever the focus is, except while typing. */
    private void key(KeyEvent e) {
        if (e.getTarget() instanceof TextInputControl
                || e.isShortcutDown()
                || e.isAltDown()
                || model.phase() == InterpolateViewModel.Phase.BEGIN) {
            return;
        }
        Playback playback = model.live().playback();
        switch (e.getCode()) {
            case SPACE -> playback.toggle();
            case J -> playback.back();
            case K -> playback.stop();
            case L -> playback.forth();
            case INSERT -> model.editor().add(model.live().at());
            case PAGE_UP -> model.steps().keyframes(-1);
            case PAGE_DOWN -> model.steps().keyframes(1);
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void copyCommand() {
        Path file =
                WorkspaceFiles.videos(context.workspace().folder())
                        .resolve(FilmNames.stamp(model.editor().walk()) + ".yaml");
        model.films()
                .saveYaml(
                        file,
                        command -> {
                            ClipboardContent text = new ClipboardContent();
                            text.putString(command);
                            Clipboard.getSystemClipboard().setContent(text);
                            context.notifications()
                                    .show(Notification.info("The command was copied", command));
                        });
    }

    private void saveYaml() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the walk as YAML");
        chooser.setInitialFileName(FilmNames.stamp(model.editor().walk()) + ".yaml");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("YAML", "*.yaml"));
        File chosen = chooser.showSaveDialog(root.getScene().getWindow());
        if (chosen != null) {
            model.films()
                    .saveYaml(
                            chosen.toPath(),
                            command ->
                                    context.notifications()
                                            .show(
                                                    Notification.success(
                                                            "The walk was saved", command)));
        }
    }

    private void dragOver(DragEvent e) {
        if (!PictureEnd.pictures(e).isEmpty()) {
            e.acceptTransferModes(TransferMode.COPY);
            root.pseudoClassStateChanged(DROP, true);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        List<Path> pictures = PictureEnd.pictures(e);
        if (pictures.size() == 1) {
            model.putPicture(pictures.get(0));
        } else if (!pictures.isEmpty()) {
            model.between(pictures);
        }
        e.setDropCompleted(!pictures.isEmpty());
        e.consume();
    }
}
