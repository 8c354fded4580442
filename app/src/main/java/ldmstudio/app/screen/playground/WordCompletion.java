package ldmstudio.app.screen.playground;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import javafx.geometry.Bounds;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import ldmstudio.app.control.ControlStyles;

/**
 * Offers words below a field while one is typed: arrows choose, Tab or a click takes, Esc or any
 * other key leaves them. The field keeps the focus.
 */
final class WordCompletion {
    private static final double ROW = 26;

    private final TextInputControl field;
    private final BiFunction<String, Set<String>, List<String>> words;
    private final ListView<String> list = new ListView<>();
    private final Popup popup = new Popup();
    private boolean taking;

    private WordCompletion(
            TextInputControl field, BiFunction<String, Set<String>, List<String>> words) {
        this.field = field;
        this.words = words;
        list.setId(field.getId() + "-words");
        list.getStyleClass().addAll("play-popup", "plain-list");
        list.setFixedCellSize(ROW);
        list.setPrefWidth(220);
        list.setFocusTraversable(false);
        list.setAccessibleText("Words that the model knows");
        list.setOnMouseClicked(e -> take());
        popup.getContent().add(ControlStyles.on(new javafx.scene.layout.StackPane(list)));
        popup.setAutoHide(true);
        popup.setHideOnEscape(false);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        field.addEventHandler(KeyEvent.KEY_TYPED, e -> offer());
        field.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!is) {
                                popup.hide();
                            }
                        });
    }

    /** Attaches the offer to a field. */
    static WordCompletion of(
            TextInputControl field, BiFunction<String, Set<String>, List<String>> words) {
        return new WordCompletion(field, words);
    }

    /** Whether words are offered now, so that arrows and Esc belong to them. */
    boolean isShowing() {
        return popup.isShowing();
    }

    /** What is offered now. */
    List<String> offered() {
        return List.copyOf(list.getItems());
    }

    private int wordStart() {
        String text = field.getText();
        int start = Math.min(field.getCaretPosition(), text.length());
        while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Looks at the word before the caret. */
    void offer() {
        int caret = Math.min(field.getCaretPosition(), field.getText().length());
        List<String> found =
                taking
                        ? List.of()
                        : words.apply(field.getText().substring(wordStart(), caret), others(caret));
        if (found.isEmpty() || field.getScene() == null || field.getScene().getWindow() == null) {
            popup.hide();
            return;
        }
        list.getItems().setAll(found);
        list.getSelectionModel().select(0);
        list.setPrefHeight(ROW * found.size() + 4);
        Bounds place = field.localToScreen(field.getBoundsInLocal());
        if (place != null && !popup.isShowing()) {
            popup.show(field, place.getMinX(), place.getMaxY() + 2);
        }
    }

    /**
     * The words of the field's line beside the one at the caret: another line is another picture.
     */
    private Set<String> others(int caret) {
        String text = field.getText();
        int start = wordStart();
        int line = text.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        int end = text.indexOf('\n', caret);
        String before = text.substring(Math.min(line, start), start);
        String behind = text.substring(caret, end < 0 ? text.length() : end);
        String all = (before + " " + behind).toLowerCase(Locale.ROOT);
        return new HashSet<>(List.of(all.split("[^\\p{L}\\p{N}]+")));
    }

    private void pressed(KeyEvent e) {
        if (!popup.isShowing()) {
            return;
        }
        int at = list.getSelectionModel().getSelectedIndex();
        if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.UP) {
            int by = e.getCode() == KeyCode.DOWN ? 1 : -1;
            list.getSelectionModel().select(Math.floorMod(at + by, list.getItems().size()));
        } else if (e.getCode() == KeyCode.TAB && !e.isShiftDown()) {
            take();
        } else if (e.getCode() == KeyCode.ESCAPE) {
            popup.hide();
        } else {
            if (!e.getCode().isLetterKey() && !e.getCode().isDigitKey()) {
                popup.hide();
            }
            return;
        }
        e.consume();
    }

    private void take() {
        String word = list.getSelectionModel().getSelectedItem();
        popup.hide();
        if (word != null) {
            taking = true;
            field.replaceText(wordStart(), field.getCaretPosition(), word);
            taking = false;
        }
    }
}
