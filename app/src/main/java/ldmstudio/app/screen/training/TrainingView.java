package ldmstudio.app.screen.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.StepSlider;
import ldmstudio.app.film.GrowthPanel;
import ldmstudio.app.film.TrainingFilms;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.app.shell.EmptyState;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Layout of a training page: run, pictures and curves on the left, settings on the right. */
final class TrainingView {
    private final TrainingViewModel model;
    private final TrainingContent content;
    private final ChartBoard board;
    private final StepSlider steps = new StepSlider("preview-step");
    private final StackPane pictureArea = new StackPane();
    private final BorderPane pictures = new BorderPane();
    private final PreviewPictures previews;
    private final RunHeader header;
    private final SettingsPanel settings;
    private final TrainingFilms films;
    private final GrowthPanel film;
    private final StackPane root;
    private int shownRevision = -1;
    private String emptyShown = "";

    TrainingView(
            TrainingViewModel model,
            TrainingContent content,
            ChartBoard board,
            AppContext context) {
        this.model = model;
        this.content = content;
        this.board = board;
        this.previews = new PreviewPictures(context.runner());
        Lightbox lightbox = new Lightbox();
        this.films = new TrainingFilms(context, "film-" + model.stage() + ".json");
        this.film = new GrowthPanel(films.films(), context, model.stage() + "-film-panel");
        this.header = new RunHeader(model, this::film);
        this.settings = new SettingsPanel(model, content, context.notifications());
        pictures.setCenter(content.pictures(lightbox));
        steps.setPadding(new Insets(4, 12, 4, 12));
        pictures.setBottom(steps);
        BorderPane.setMargin(pictures.getCenter(), new Insets(10, 12, 4, 12));
        SplitPane middle = new SplitPane(pictureArea, board);
        middle.setOrientation(Orientation.VERTICAL);
        DividerMemory.attach(middle, context.preferences(), model.stage() + "-curves", 0.5);
        BorderPane left = new BorderPane(middle);
        left.setTop(header);
        left.setRight(film);
        SplitPane split = new SplitPane(left, settings);
        DividerMemory.attach(split, context.preferences(), model.stage(), 0.71);
        SplitPane.setResizableWithParent(settings, false);
        root = ControlStyles.on(new StackPane(split, lightbox));
        root.setId(model.stage() + "-screen");
        steps.stepProperty().addListener((o, was, is) -> showStep(is.longValue()));
        model.viewProperty().addListener((o, was, is) -> showArea());
        model.runProperty()
                .addListener(
                        (o, was, is) -> {
                            shownRevision = -1;
                            content.show(-1, Map.of());
                            showArea();
                        });
        showArea();
    }

    Parent root() {
        return root;
    }

    /** Takes over what is new: called some times a second while shown. */
    void sample() {
        model.sample();
        RunStory story = model.story();
        if (story.pictureRevision() != shownRevision) {
            shownRevision = story.pictureRevision();
            steps.setSteps(story.previewSteps());
            showStep(steps.stepProperty().get());
            showArea();
        }
        content.refresh(model);
        settings.sample();
        film.tick();
    }

    void train() {
        settings.train();
    }

    void undo() {
        settings.undo();
    }

    void redo() {
        settings.redo();
    }

    private void film() {
        Path run = model.runProperty().get();
        if (run != null) {
            films.film(run);
        }
    }

    void shown() {
        film.shown();
    }

    void hidden() {
        film.hidden();
        steps.stop();
    }

    private void showStep(long step) {
        Path folder = model.runProperty().get();
        if (folder == null || step < 0) {
            return;
        }
        previews.read(
                folder,
                step,
                model.story().previews(step),
                shown -> {
                    if (steps.stepProperty().get() == shown.step()) {
                        content.show(shown.step(), shown.pictures());
                    }
                },
                e ->
                        pictureArea
                                .getChildren()
                                .setAll(
                                        new EmptyState(
                                                MaterialDesignI.IMAGE_BROKEN_VARIANT,
                                                "The pictures of this step cannot be read",
                                                Failures.message(e))));
        // The curves' cursor goes with the pictures: one slider moves through the whole run.
        board.showCursor(steps.follows() ? Double.NaN : step);
    }

    private void showArea() {
        RunView view = model.viewProperty().get();
        boolean any = !model.story().previewSteps().isEmpty();
        String wanted = any ? "pictures" : view.phase() + view.words();
        if (wanted.equals(emptyShown)) {
            return;
        }
        emptyShown = wanted;
        pictureArea.getChildren().setAll(any ? pictures : placeholder(view));
    }

    private Node placeholder(RunView view) {
        return switch (view.phase()) {
            case NEW ->
                    new EmptyState(
                            MaterialDesignP.PLAY_CIRCLE_OUTLINE,
                            "No run is chosen",
                            content.invitation());
            case LOADING -> waiting("Reading the run…");
            case QUEUED -> waiting("This run waits for the training before it.");
            case STARTING ->
                    waiting(view.words().isEmpty() ? "Starting the worker…" : view.words() + "…");
            case PREPARING -> waiting(view.words());
            case RUNNING, PAUSED, STOPPING ->
                    waiting("The first pictures come with the first evaluation.");
            case FINISHED, STOPPED ->
                    new EmptyState(
                            MaterialDesignI.IMAGE_OFF_OUTLINE,
                            "This run has no pictures",
                            "It ended before its first evaluation.");
            case FAILED, CRASHED, UNREADABLE ->
                    new EmptyState(
                            MaterialDesignI.IMAGE_OFF_OUTLINE,
                            "This run ended before its first pictures",
                            "What happened stands above.");
        };
    }

    private static Node waiting(String words) {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(36, 36);
        Label label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add("text-muted");
        VBox box = new VBox(12, wheel, label);
        box.setAlignment(javafx.geometry.Pos.CENTER);
        return box;
    }

    List<Long> shownSteps() {
        return model.story().previewSteps();
    }
}
