package ldmstudio.app.screen.playground;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.util.StringConverter;
import ldmstudio.app.control.ControlStyles;
import org.jspecify.annotations.Nullable;

/**
 * A list of names to tick, opened below a button: for four names as for a thousand. Typing searches
 * it, Down goes into it, Space ticks, Enter and Esc close it.
 */
final class TickList {
    private final Button owner;
    private final List<String> names;
    private final Predicate<Integer> ticked;
    private final BiConsumer<Integer, Boolean> tick;
    private final TextField search = new TextField();
    private final ListView<Integer> list = new ListView<>();
    private final Popup popup = new Popup();

    /**
     * @param owner opens it; its id begins those of the list's controls
     * @param what is ticked, in plural
     * @param names that there are, which may change
     * @param clear what the button below the list says and does
     */
    TickList(
            Button owner,
            String what,
            List<String> names,
            Predicate<Integer> ticked,
            BiConsumer<Integer, Boolean> tick,
            String clearWords,
            Runnable clear) {
        this.owner = owner;
        this.names = names;
        this.ticked = ticked;
        this.tick = tick;
        search.setId(owner.getId() + "-search");
        search.setPromptText("Search the " + what);
        search.setAccessibleText("Search the " + what);
        search.textProperty().addListener((o, was, is) -> fill());
        list.setId(owner.getId() + "-list");
        list.setAccessibleText(
                what.substring(0, 1).toUpperCase(Locale.ROOT)
                        + what.substring(1)
                        + "; Space ticks one");
        list.setPrefSize(260, 300);
        list.getStyleClass().add("plain-list");
        list.setCellFactory(CheckBoxListCell.forListView(this::property, new Names()));
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        Button all = new Button(clearWords);
        all.setId(owner.getId() + "-all");
        all.getStyleClass().addAll("small", "flat");
        all.setOnAction(
                e -> {
                    clear.run();
                    list.refresh();
                });
        VBox box = new VBox(6, search, list, all);
        box.setPadding(new Insets(8));
        box.getStyleClass().add("play-popup");
        popup.getContent().add(ControlStyles.on(box));
        popup.setAutoHide(true);
        owner.setOnAction(e -> open());
    }

    private void open() {
        search.clear();
        fill();
        Bounds place = owner.localToScreen(owner.getBoundsInLocal());
        if (place != null) {
            popup.show(owner, place.getMinX(), place.getMaxY() + 2);
            search.requestFocus();
        }
    }

    /** Numbers of the names that hold what is searched. */
    List<Integer> found() {
        return List.copyOf(list.getItems());
    }

    /** Searches as if it was typed. */
    void search(String words) {
        search.setText(words);
        fill();
    }

    private void fill() {
        String wanted = search.getText().toLowerCase(Locale.ROOT).strip();
        list.getItems()
                .setAll(
                        IntStream.range(0, names.size())
                                .filter(i -> name(i).toLowerCase(Locale.ROOT).contains(wanted))
                                .boxed()
                                .toList());
    }

    private String name(int number) {
        return number < names.size() ? names.get(number) : "";
    }

    private BooleanProperty property(Integer number) {
        BooleanProperty on = new SimpleBooleanProperty(ticked.test(number));
        on.addListener((o, was, is) -> tick.accept(number, is));
        return on;
    }

    private void pressed(KeyEvent e) {
        Integer at = list.getSelectionModel().getSelectedItem();
        if (e.getCode() == KeyCode.ESCAPE || e.getCode() == KeyCode.ENTER) {
            popup.hide();
            owner.requestFocus();
        } else if (e.getCode() == KeyCode.DOWN && search.isFocused()) {
            list.requestFocus();
            list.getSelectionModel().select(0);
        } else if (e.getCode() == KeyCode.SPACE && list.isFocused() && at != null) {
            tick.accept(at, !ticked.test(at));
            list.refresh();
        } else {
            return;
        }
        e.consume();
    }

    private final class Names extends StringConverter<Integer> {
        @Override
        public String toString(@Nullable Integer number) {
            return number == null ? "" : name(number);
        }

        @Override
        public Integer fromString(String typed) {
            throw new UnsupportedOperationException("the list is not editable");
        }
    }
}
