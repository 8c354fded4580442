package ldmstudio.app.screen.playground;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/**
 * What is to be drawn, in words; there only for models that listen to text. The arrow keys go
 * through earlier prompts at the first and last line, words of the model's vocabulary are offered
 * while typing, and what the model cannot read any more is said.
 */
final class PromptBox extends VBox {
    private final PlaygroundViewModel model;
    private final TextArea prompt = new TextArea();
    private final TextField negative = new TextField();
    private final Label tokens = new Label();
    private final Label cut = new Label();
    private final PauseTransition pause = new PauseTransition(Duration.millis(250));
    private final WordCompletion completion;
    private boolean fromHistory;

    PromptBox(PlaygroundViewModel model) {
        super(6);
        this.model = model;
        SampleForm form = model.form();
        prompt.setId("sample-prompt");
        prompt.setPromptText("What is to be seen? One line a prompt; several are taken in turn.");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(3);
        prompt.setMinHeight(70);
        prompt.setAccessibleText("Prompt");
        prompt.setTooltip(
                new Tooltip(
                        "(word:1.3) makes a word louder, (word:0.7) softer.\n"
                                + "Up and Down go through earlier prompts; Ctrl+Enter draws."));
        prompt.textProperty().bindBidirectional(form.promptProperty());
        negative.setId("sample-negative-prompt");
        negative.setPromptText("What should not be there");
        negative.setAccessibleText("Negative prompt");
        negative.setTooltip(new Tooltip("Guidance above 1 pushes away from this text"));
        negative.textProperty().bindBidirectional(form.negativePromptProperty());
        negative.disableProperty().bind(form.studentProperty());
        Label deaf =
                new Label(
                        "This model was distilled to few steps. It has guidance built in and does"
                                + " not hear a negative prompt.");
        deaf.setId("sample-negative-unheard");
        deaf.setWrapText(true);
        deaf.setMinHeight(USE_PREF_SIZE);
        deaf.getStyleClass().addAll("text-small", "text-muted");
        deaf.visibleProperty().bind(form.studentProperty());
        deaf.managedProperty().bind(deaf.visibleProperty());
        completion = WordCompletion.of(prompt, model.model().reader()::complete);
        var unused = WordCompletion.of(negative, model.model().reader()::complete);
        prompt.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        prompt.textProperty().addListener((o, was, is) -> typed());
        prompt.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is) {
                                model.model().warmUp(false);
                            }
                        });
        pause.setOnFinished(e -> model.model().reader().read(form.values().prompts()));
        model.model().reader().countProperty().addListener((o, was, is) -> count(is));
        tokens.setId("sample-tokens");
        tokens.getStyleClass().addAll("text-small", "text-muted");
        cut.setId("sample-cut");
        cut.setWrapText(true);
        cut.getStyleClass().addAll("text-small", "play-cut");
        count(model.model().reader().countProperty().get());
        HistoryPopup popup =
                new HistoryPopup(model.history(), model.model().examples(), this::take);
        IconButton history =
                new IconButton(
                        "sample-history",
                        MaterialDesignH.HISTORY,
                        "Earlier prompts and examples",
                        () -> {});
        history.setOnAction(e -> popup.open(history));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label name = new Label("Prompt");
        name.setLabelFor(prompt);
        HBox top = new HBox(8, name, gap, tokens, history);
        top.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(top, prompt, cut, new Label("Negative prompt"), negative, deaf);
        visibleProperty().bind(form.listensToTextProperty());
        managedProperty().bind(visibleProperty());
    }

    private void count(PromptReader.Count count) {
        tokens.setText(count.max() == 0 ? "" : count.count() + " of " + count.max() + " tokens");
        boolean lost = !count.cut().isEmpty();
        cut.setText(lost ? "Not read any more: “" + count.cut() + "”" : "");
        cut.setVisible(lost);
        cut.setManaged(lost);
    }

    private void typed() {
        if (!fromHistory) {
            model.history().typed();
        }
        pause.playFromStart();
    }

    private void take(PromptHistory.Entry entry) {
        fromHistory = true;
        prompt.setText(entry.prompt());
        negative.setText(entry.negative());
        prompt.end();
        fromHistory = false;
    }

    private void pressed(KeyEvent key) {
        if (completion.isShowing()) {
            return;
        }
        if (key.getCode() == KeyCode.ENTER && key.isShortcutDown()) {
            // The area would take both keys for itself.
            key.consume();
            model.draw();
        } else if (key.getCode() == KeyCode.ESCAPE) {
            model.draws().cancel();
        } else if (key.getCode() == KeyCode.TAB && !key.isControlDown()) {
            // Nobody types tabs into a prompt; the key goes to the next field as everywhere.
            key.consume();
            (key.isShiftDown() ? lookupPrevious() : negative).requestFocus();
        } else if (key.getCode() == KeyCode.UP && atFirstLine()) {
            key.consume();
            take(model.history().older(now()));
        } else if (key.getCode() == KeyCode.DOWN && atLastLine()) {
            key.consume();
            take(model.history().newer(now()));
        }
    }

    private javafx.scene.Node lookupPrevious() {
        javafx.scene.Node button = lookup("#sample-history");
        return button == null ? prompt : button;
    }

    private PromptHistory.Entry now() {
        return new PromptHistory.Entry(prompt.getText(), negative.getText());
    }

    private boolean atFirstLine() {
        return prompt.getText().lastIndexOf('\n', prompt.getCaretPosition() - 1) < 0;
    }

    private boolean atLastLine() {
        return prompt.getText().indexOf('\n', prompt.getCaretPosition()) < 0;
    }
}
