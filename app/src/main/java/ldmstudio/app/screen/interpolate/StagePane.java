package ldmstudio.app.screen.interpolate;

import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.ImagePane;
import ldmstudio.app.control.TabKey;
import ldmstudio.engine.config.Problem;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The live picture, how quickly it comes, and in its place what stands in its way. */
final class StagePane extends StackPane {
    private final InterpolateViewModel model;
    private final ImagePane picture = new ImagePane();
    private final Label rate = new Label();
    private final Label quality = new Label();
    private final Label pace = new Label();
    private final HBox badges = new HBox(8, pace, quality, rate);
    private final ProgressIndicator wheel = new ProgressIndicator();
    private final Label waiting = new Label();
    private final VBox wait = new VBox(12, wheel, waiting);
    private final Label words = new Label();
    private final TextArea raw = TabKey.leaves(new TextArea());
    private final TitledPane details = new TitledPane("Details", raw);
    private final Button retry = new Button("Try again");
    private final VBox trouble = new VBox(8);
    private final Label notices = new Label();

    StagePane(InterpolateViewModel model) {
        this.model = model;
        setId("walk-stage");
        setMinSize(120, 120);
        picture.setId("walk-picture-live");
        picture.setAccessibleText("The picture at this place of the walk");
        pace.setId("walk-pace");
        rate.setId("walk-rate");
        quality.setId("walk-quality");
        for (Label badge : new Label[] {pace, rate, quality}) {
            badge.getStyleClass().add("walk-badge");
            badge.setVisible(false);
        }
        badges.setAlignment(Pos.TOP_RIGHT);
        badges.setPadding(new Insets(8));
        badges.setMouseTransparent(true);
        wheel.setMaxSize(36, 36);
        waiting.setId("walk-waiting");
        // It stands over the former picture, of whatever colours.
        wait.getStyleClass().add("walk-wait");
        wait.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        wait.setAlignment(Pos.CENTER);
        wait.setMouseTransparent(true);
        trouble();
        StackPane.setAlignment(trouble, Pos.TOP_CENTER);
        notices.setId("walk-notices");
        notices.getStyleClass().add("walk-badge");
        notices.setWrapText(true);
        notices.setVisible(false);
        notices.setMouseTransparent(true);
        StackPane.setAlignment(notices, Pos.BOTTOM_CENTER);
        StackPane.setMargin(notices, new Insets(10));
        getChildren().addAll(picture, badges, notices, wait, trouble);
        picture.setOnDragDetected(
                e -> {
                    if (e.isShortcutDown() || e.isAltDown()) {
                        dragOut();
                        e.consume();
                    }
                });
        model.live().shownProperty().addListener((o, was, is) -> showPicture());
        model.phaseProperty().addListener((o, was, is) -> show());
        model.editor().walkProperty().addListener((o, was, is) -> show());
        show();
    }

    private void trouble() {
        words.setId("walk-trouble");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        FontIcon icon = new FontIcon(MaterialDesignA.ALERT_CIRCLE_OUTLINE);
        icon.getStyleClass().add("phase-bad");
        retry.setId("walk-retry");
        retry.setMinWidth(USE_PREF_SIZE);
        retry.setOnAction(e -> model.load());
        HBox line = new HBox(10, icon, words, retry);
        line.setAlignment(Pos.CENTER_LEFT);
        raw.setEditable(false);
        raw.setPrefRowCount(6);
        raw.getStyleClass().add("details-text");
        details.setExpanded(false);
        details.setAnimated(false);
        details.setId("walk-trouble-details");
        trouble.getChildren().addAll(line, details);
        trouble.getStyleClass().add("walk-trouble");
        trouble.setMaxHeight(USE_PREF_SIZE);
        StackPane.setMargin(trouble, new Insets(10));
    }

    private void dragOut() {
        LiveFrame frame = model.live().shownProperty().get();
        if (frame == null) {
            return;
        }
        Dragboard board = picture.startDragAndDrop(TransferMode.COPY);
        ClipboardContent content = new ClipboardContent();
        content.putImage(frame.image());
        board.setContent(content);
    }

    private void showPicture() {
        LiveFrame frame = model.live().shownProperty().get();
        picture.setImage(frame == null ? null : frame.image());
        notices.setText(frame == null ? "" : String.join("\n", frame.notices()));
        notices.setVisible(!notices.getText().isEmpty());
    }

    private void show() {
        boolean failed = model.phase() == InterpolateViewModel.Phase.FAILED;
        Problem problem = model.editor().walk().problems().stream().findFirst().orElse(null);
        boolean wrong = failed || problem != null;
        trouble.setVisible(wrong);
        trouble.setManaged(wrong);
        retry.setVisible(failed);
        retry.setManaged(failed);
        boolean more = failed && !model.trouble().details().isBlank();
        details.setVisible(more);
        details.setManaged(more);
        if (failed) {
            words.setText(model.trouble().whole());
            raw.setText(model.trouble().details());
        } else if (problem != null) {
            words.setText(Problems.words(problem));
        }
    }

    /** Takes over what has changed; called by the page's clock. */
    void tick() {
        LiveWalk live = model.live();
        boolean loading = model.phase() == InterpolateViewModel.Phase.LOADING;
        boolean first = live.shownProperty().get() == null && live.busy();
        wait.setVisible(loading || first);
        if (wait.isVisible()) {
            String text = model.progress().text();
            waiting.setText(
                    loading
                            ? (text.isEmpty() ? "Loading the model" : text) + "…"
                            : "Drawing the first picture…");
        }
        FrameGovernor governor = live.governor();
        boolean measured = governor.rate() > 0 && live.shownProperty().get() != null;
        rate.setVisible(measured);
        if (measured) {
            rate.setText(
                    String.format(Locale.ROOT, "%.1f fps", governor.rate())
                            + (governor.holdsBack() ? "  held back" : ""));
        }
        String paced = live.pace().words();
        pace.setVisible(!paced.isEmpty());
        pace.setManaged(!paced.isEmpty());
        pace.setText(paced);
        LiveWalk.Quality now = live.quality();
        quality.setVisible(now != LiveWalk.Quality.NONE && live.shownProperty().get() != null);
        int steps = model.editor().walk().sampling().steps();
        quality.setText(
                model.editor().walk().mode().equals("latents")
                        ? "decoded"
                        : now == LiveWalk.Quality.FULL
                                ? steps + " steps"
                                : "draft, "
                                        + governor.steps()
                                        + (governor.steps() == 1 ? " step" : " steps"));
        boolean sharpens = live.busy() && now == LiveWalk.Quality.DRAFT && !live.dragging();
        quality.setGraphic(sharpens ? new FontIcon(MaterialDesignC.CREATION) : null);
    }

    /** The place whose whole picture is shown; -1: a draft or none is. */
    double wholeAt() {
        return model.live().wholeAt();
    }

    /** Whether the picture of the place that is looked at is still to come. */
    boolean busy() {
        return model.live().busy();
    }

    /** The frame that is shown; null: none yet. */
    @Nullable LiveFrame frame() {
        return model.live().shownProperty().get();
    }
}
