package ldmstudio.app.action;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Every command by name, with its shortcut: type some letters, Enter runs it, Esc closes. */
public final class CommandPalette extends StackPane {
    private static final int ROW = 36;
    private static final int ROWS = 10;

    private final ActionRegistry registry;
    private final TextField query = new TextField();
    private final ListView<Action> list = new ListView<>();
    private @Nullable Node focusBefore;

    public CommandPalette(ActionRegistry registry) {
        this.registry = registry;
        setId("command-palette");
        getStyleClass().add("palette-veil");
        setAlignment(Pos.TOP_CENTER);

        query.setId("palette-query");
        query.setAccessibleText("Search commands");
        query.setPromptText("Type the name of a command");
        query.textProperty().addListener((property, old, now) -> filter(now));
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);

        list.setId("palette-list");
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Row());
        list.setOnMouseClicked(event -> runSelected());
        list.setPlaceholder(new Label("No command of that name."));

        VBox box = new VBox(query, list);
        box.getStyleClass().add("palette");
        box.setMaxWidth(560);
        box.setMaxHeight(Region.USE_PREF_SIZE);
        getChildren().add(box);
        setOnMousePressed(
                event -> {
                    if (event.getTarget() == this) {
                        close();
                    }
                });
        setVisible(false);
        setManaged(false);
    }

    /** Opens it with an empty query. */
    public void open() {
        if (isVisible()) {
            close();
            return;
        }
        focusBefore = getScene() == null ? null : getScene().getFocusOwner();
        setManaged(true);
        setVisible(true);
        query.clear();
        filter("");
        query.requestFocus();
    }

    public void close() {
        setVisible(false);
        setManaged(false);
        if (focusBefore != null) {
            focusBefore.requestFocus();
        }
    }

    /** What fits the letters, best first; commands that cannot run now come last. */
    static List<Action> matches(List<Action> all, String letters) {
        Comparator<Action> byScore =
                Comparator.comparingInt((Action a) -> score(letters, a)).reversed();
        return all.stream()
                .filter(a -> score(letters, a) != FuzzyMatch.NONE)
                .sorted(
                        Comparator.comparing((Action a) -> !a.enabled().get())
                                .thenComparing(byScore))
                .toList();
    }

    private static int score(String letters, Action action) {
        int name = FuzzyMatch.score(letters, action.name());
        int whole = FuzzyMatch.score(letters, action.group() + " " + action.name());
        return Math.max(name, whole == FuzzyMatch.NONE ? whole : whole - 4);
    }

    private void filter(String letters) {
        list.getItems().setAll(matches(registry.all(), letters));
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
        int rows = Math.max(1, Math.min(ROWS, list.getItems().size()));
        list.setPrefHeight(rows * ROW + 2);
    }

    private void onKey(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.ESCAPE) {
            close();
        } else if (code == KeyCode.ENTER) {
            runSelected();
        } else if (code == KeyCode.DOWN) {
            move(1);
        } else if (code == KeyCode.UP) {
            move(-1);
        } else {
            return;
        }
        event.consume();
    }

    private void move(int by) {
        int count = list.getItems().size();
        if (count > 0) {
            int next = Math.floorMod(list.getSelectionModel().getSelectedIndex() + by, count);
            list.getSelectionModel().select(next);
            list.scrollTo(Math.max(0, next - ROWS + 1));
        }
    }

    private void runSelected() {
        Action chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null && chosen.enabled().get()) {
            close();
            chosen.fire();
        }
    }

    private static final class Row extends ListCell<Action> {
        private final FontIcon icon = new FontIcon();
        private final Label name = new Label();
        private final Label group = new Label();
        private final Label keys = new Label();
        private final HBox row;

        Row() {
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            group.getStyleClass().add("palette-group");
            keys.getStyleClass().add("keys");
            row = new HBox(8, icon, name, group, space, keys);
            row.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable Action action, boolean empty) {
            super.updateItem(action, empty);
            if (empty || action == null) {
                setGraphic(null);
                setDisable(false);
                return;
            }
            icon.setIconCode(action.icon());
            name.setText(action.name());
            group.setText(action.group());
            keys.setText(action.shortcutText());
            keys.setVisible(!action.shortcutText().isEmpty());
            setDisable(!action.enabled().get());
            setGraphic(row);
        }
    }
}
