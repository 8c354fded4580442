package ldmstudio.app.screen.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import ldmstudio.app.text.Readable;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;

/** The table of runs. */
final class RunTable extends TableView<RunStatus> {
    private Consumer<RunStatus> open = run -> {};

    RunTable() {
        setId("runs-table");
        setAccessibleText("Runs");
        getStyleClass().addAll("edge-to-edge", "dense");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new Label("Reading the runs…"));
        getColumns()
                .setAll(
                        List.of(
                                stateColumn(),
                                text("Name", 190, Pos.CENTER_LEFT, RunStatus::name),
                                text(
                                        "Stage",
                                        100,
                                        Pos.CENTER_LEFT,
                                        run -> RunLook.stageName(run.stage())),
                                text(
                                        "Step",
                                        130,
                                        Pos.CENTER_RIGHT,
                                        run -> Readable.steps(run.step(), run.totalSteps())),
                                text("Numbers", 210, Pos.CENTER_LEFT, RunLook::numbers),
                                text(
                                        "Changed",
                                        90,
                                        Pos.CENTER_LEFT,
                                        run -> Readable.ago(run.updatedAt(), Instant.now()))));
        setOnMouseClicked(
                event -> {
                    if (event.getClickCount() == 2) {
                        openSelected();
                    }
                });
        setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.ENTER) {
                        openSelected();
                    }
                });
    }

    void setOnOpen(Consumer<RunStatus> open) {
        this.open = open;
    }

    void fill(List<RunStatus> runs) {
        getItems().setAll(runs);
    }

    void select(Path folder) {
        for (RunStatus run : getItems()) {
            if (run.folder().equals(folder)) {
                getSelectionModel().select(run);
                return;
            }
        }
    }

    /** The runs have been read; from now on an empty table is the filter's doing. */
    void read() {
        if (getPlaceholder() instanceof Label words) {
            words.setText("No run fits the filter.");
        }
    }

    private void openSelected() {
        RunStatus selected = getSelectionModel().getSelectedItem();
        if (selected != null) {
            open.accept(selected);
        }
    }

    private static TableColumn<RunStatus, RunStatus> stateColumn() {
        TableColumn<RunStatus, RunStatus> column = column("State", 110);
        column.setCellFactory(
                unused ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(@Nullable RunStatus run, boolean empty) {
                                super.updateItem(run, empty);
                                boolean blank = empty || run == null;
                                setText(
                                        blank
                                                ? ""
                                                : RunLook.word(
                                                        Objects.requireNonNull(run).state()));
                                setGraphic(
                                        blank
                                                ? null
                                                : RunLook.icon(
                                                        Objects.requireNonNull(run).state()));
                            }
                        });
        return column;
    }

    private static TableColumn<RunStatus, RunStatus> text(
            String title, double width, Pos alignment, Function<RunStatus, String> words) {
        TableColumn<RunStatus, RunStatus> column = column(title, width);
        column.setCellFactory(
                unused ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(@Nullable RunStatus run, boolean empty) {
                                super.updateItem(run, empty);
                                setAlignment(alignment);
                                setText(empty || run == null ? "" : words.apply(run));
                            }
                        });
        if (alignment == Pos.CENTER_RIGHT) {
            column.getStyleClass().add("right");
        }
        return column;
    }

    private static TableColumn<RunStatus, RunStatus> column(String title, double width) {
        TableColumn<RunStatus, RunStatus> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 110));
        column.setReorderable(false);
        // The order is by time; sorting texts such as "4,200 / 10,000" would be nonsense.
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        return column;
    }
}
