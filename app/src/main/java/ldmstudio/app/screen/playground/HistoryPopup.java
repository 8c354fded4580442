package ldmstudio.app.screen.playground;

import java.util.Locale;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import ldmstudio.app.control.ControlStyles;
import org.jspecify.annotations.Nullable;

/** The prompts of the workspace in a list that can be searched. */
final class HistoryPopup {
    private final PromptHistory history;
    private final ObservableList<String> examples;
    private final Consumer<PromptHistory.Entry> take;
    private final TextField search = new TextField();
    private final ListView<PromptHistory.Entry> list = new ListView<>();
    private final Popup popup = new Popup();

    /**
     * @param examples prompts that show what the model can do, offered behind one's own
     */
    HistoryPopup(
            PromptHistory history,
            ObservableList<String> examples,
            Consumer<PromptHistory.Entry> take) {
        this.history = history;
        this.examples = examples;
        this.take = take;
        search.setId("sample-history-search");
        search.setPromptText("Search your prompts");
        search.setAccessibleText("Search your prompts");
        list.setId("sample-history-list");
        list.setAccessibleText("Earlier prompts, newest first");
        list.setPrefSize(420, 300);
        list.getStyleClass().add("plain-list");
        list.setPlaceholder(new Label("No prompt with these words was drawn here yet"));
        list.setCellFactory(view -> new Line());
        list.setOnMouseClicked(e -> choose());
        search.textProperty().addListener((o, was, is) -> fill());
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        VBox box = new VBox(6, search, list);
        box.setPadding(new Insets(8));
        box.getStyleClass().add("play-popup");
        popup.getContent().add(ControlStyles.on(box));
        popup.setAutoHide(true);
    }

    void open(Node below) {
        search.clear();
        fill();
        Bounds place = below.localToScreen(below.getBoundsInLocal());
        if (place != null) {
            popup.show(below, place.getMaxX() - 440, place.getMaxY() + 2);
            search.requestFocus();
        }
    }

    private void fill() {
        list.getItems().setAll(history.search(search.getText()));
        String wanted = search.getText().toLowerCase(Locale.ROOT).strip();
        for (String example : examples) {
            PromptHistory.Entry entry = new PromptHistory.Entry(example, "");
            if (example.toLowerCase(Locale.ROOT).contains(wanted)
                    && !list.getItems().contains(entry)) {
                list.getItems().add(entry);
            }
        }
        list.getSelectionModel().select(0);
    }

    private void pressed(KeyEvent e) {
        int at = list.getSelectionModel().getSelectedIndex();
        if (e.getCode() == KeyCode.ENTER) {
            choose();
        } else if (e.getCode() == KeyCode.ESCAPE) {
            popup.hide();
        } else if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.UP) {
            int to = at + (e.getCode() == KeyCode.DOWN ? 1 : -1);
            list.getSelectionModel().select(Math.max(0, to));
            list.scrollTo(Math.max(0, to - 3));
        } else {
            return;
        }
        e.consume();
    }

    private void choose() {
        PromptHistory.Entry chosen = list.getSelectionModel().getSelectedItem();
        popup.hide();
        if (chosen != null) {
            take.accept(chosen);
        }
    }

    private static final class Line extends ListCell<PromptHistory.Entry> {
        @Override
        protected void updateItem(PromptHistory.@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(entry == null || empty ? "" : entry.line());
        }
    }
}
