package ldmstudio.app.screen.playground;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.util.StringConverter;
import ldmstudio.app.control.ControlStyles;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's classes or attributes are drawn, in turn: a list that can be searched, for
 * four classes as for a thousand. None ticked means all of them.
 */
final class ClassChooser extends Button {
    private static final int NAMED = 3;

    private final SampleForm form;
    private final TextField search = new TextField();
    private final ListView<Integer> list = new ListView<>();
    private final Popup popup = new Popup();

    ClassChooser(SampleForm form) {
        this.form = form;
        setId("sample-class");
        getStyleClass().add("play-field");
        setMaxWidth(Double.MAX_VALUE);
        setTooltip(new Tooltip("Which classes are drawn, in turn"));
        search.setId("sample-class-search");
        search.setPromptText("Search the classes");
        search.setAccessibleText("Search the classes");
        search.textProperty().addListener((o, was, is) -> fill());
        list.setId("sample-class-list");
        list.setAccessibleText("Classes; space ticks one");
        list.setPrefSize(260, 300);
        list.getStyleClass().add("plain-list");
        list.setCellFactory(CheckBoxListCell.forListView(this::ticked, new Names()));
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        Button all = new Button("All in turn");
        all.setId("sample-class-all");
        all.getStyleClass().addAll("small", "flat");
        all.setOnAction(
                e -> {
                    form.classLabels().clear();
                    list.refresh();
                });
        VBox box = new VBox(6, search, list, all);
        box.setPadding(new Insets(8));
        box.getStyleClass().add("play-popup");
        popup.getContent().add(ControlStyles.on(box));
        popup.setAutoHide(true);
        setOnAction(e -> open());
        form.classes().addListener((ListChangeListener<String>) c -> show());
        form.classLabels().addListener((ListChangeListener<Integer>) c -> show());
        show();
    }

    private void show() {
        List<Integer> chosen = form.classLabels();
        int count = form.classes().size();
        setDisable(count == 0);
        String words =
                count == 0
                        ? "known once it is loaded"
                        : chosen.isEmpty()
                                ? "all " + count + " in turn"
                                : chosen.size() <= NAMED
                                        ? String.join(
                                                ", ", chosen.stream().map(this::name).toList())
                                        : chosen.size() + " of " + count;
        setText(words);
        setAccessibleText("Class: " + words);
    }

    private String name(int label) {
        return label < form.classes().size() ? form.classes().get(label) : "class " + label;
    }

    private void open() {
        search.clear();
        fill();
        Bounds place = localToScreen(getBoundsInLocal());
        if (place != null) {
            popup.show(this, place.getMinX(), place.getMaxY() + 2);
            search.requestFocus();
        }
    }

    private void fill() {
        String wanted = search.getText().toLowerCase(Locale.ROOT).strip();
        list.getItems()
                .setAll(
                        IntStream.range(0, form.classes().size())
                                .filter(i -> name(i).toLowerCase(Locale.ROOT).contains(wanted))
                                .boxed()
                                .toList());
    }

    private BooleanProperty ticked(Integer label) {
        BooleanProperty ticked = new SimpleBooleanProperty(form.classLabels().contains(label));
        ticked.addListener((o, was, is) -> tick(label, is));
        return ticked;
    }

    private void tick(Integer label, boolean on) {
        if (on && !form.classLabels().contains(label)) {
            form.classLabels().add(label);
            form.classLabels().sort(Integer::compare);
        } else if (!on) {
            form.classLabels().remove(label);
        }
    }

    private void pressed(KeyEvent e) {
        Integer at = list.getSelectionModel().getSelectedItem();
        if (e.getCode() == KeyCode.ESCAPE || e.getCode() == KeyCode.ENTER) {
            popup.hide();
            requestFocus();
        } else if (e.getCode() == KeyCode.DOWN && search.isFocused()) {
            list.requestFocus();
            list.getSelectionModel().select(0);
        } else if (e.getCode() == KeyCode.SPACE && list.isFocused() && at != null) {
            tick(at, !form.classLabels().contains(at));
            list.refresh();
        } else {
            return;
        }
        e.consume();
    }

    private final class Names extends StringConverter<Integer> {
        @Override
        public String toString(@Nullable Integer label) {
            return label == null ? "" : name(label);
        }

        @Override
        public Integer fromString(String typed) {
            throw new UnsupportedOperationException("the list is not editable");
        }
    }
}
