package ldmstudio.app.screen.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.screen.models.InspectedModel.Tensor;
import ldmstudio.app.text.Readable;
import org.jspecify.annotations.Nullable;

/** Every tensor of a file: name, shape, type, size; filtered by words, sorted by a click. */
final class TensorTable extends VBox {
    private final ObservableList<Tensor> tensors = FXCollections.observableArrayList();
    private final FilteredList<Tensor> filtered = new FilteredList<>(tensors);
    private final TextField filter = new TextField();
    private final Label count = new Label();

    TensorTable() {
        TableView<Tensor> table = new TableView<>();
        table.setId("tensors");
        table.setAccessibleText("Tensors");
        table.getStyleClass().addAll("edge-to-edge", "dense");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.setPlaceholder(new Label("No tensor fits the filter."));
        table.getColumns()
                .setAll(
                        List.of(
                                column("Tensor", 430, Pos.CENTER_LEFT, Tensor::name, Tensor::name),
                                column(
                                        "Shape",
                                        120,
                                        Pos.CENTER_LEFT,
                                        Tensor::shapeText,
                                        Tensor::shapeText),
                                column("Type", 56, Pos.CENTER_LEFT, Tensor::type, Tensor::type),
                                numbers()));
        SortedList<Tensor> sorted = new SortedList<>(filtered);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        filter.setId("models-filter");
        filter.setPromptText("Filter by name, type or shape");
        filter.setAccessibleText("Filter of the tensors");
        filter.setPrefWidth(280);
        filter.setMinWidth(210);
        filter.textProperty().addListener((property, old, now) -> refilter());
        count.setId("models-count");
        count.getStyleClass().add("row-text");
        count.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox tools = new HBox(8, filter, space, count);
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.getStyleClass().add("toolbar");
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(tools, table);
    }

    void show(List<Tensor> all) {
        filter.clear();
        tensors.setAll(all);
        refilter();
    }

    private void refilter() {
        List<String> words =
                Arrays.stream(filter.getText().toLowerCase(Locale.ROOT).strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
        filtered.setPredicate(tensor -> tensor.matches(words));
        long numbers = filtered.stream().mapToLong(Tensor::size).sum();
        count.setText(
                (words.isEmpty()
                                ? Readable.count(tensors.size())
                                : Readable.count(filtered.size())
                                        + " of "
                                        + Readable.count(tensors.size()))
                        + (tensors.size() == 1 ? " tensor" : " tensors")
                        + "  ·  "
                        + Readable.count(numbers)
                        + " numbers");
    }

    private static TableColumn<Tensor, Long> numbers() {
        TableColumn<Tensor, Long> column =
                column(
                        "Numbers",
                        96,
                        Pos.CENTER_RIGHT,
                        Tensor::size,
                        tensor -> Readable.count(tensor.size()));
        column.getStyleClass().add("right");
        return column;
    }

    private static <V> TableColumn<Tensor, V> column(
            String title,
            double width,
            Pos alignment,
            Function<Tensor, V> value,
            Function<Tensor, String> words) {
        TableColumn<Tensor, V> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        column.setCellFactory(
                unused ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(@Nullable V item, boolean empty) {
                                super.updateItem(item, empty);
                                Tensor tensor =
                                        getTableRow() == null ? null : getTableRow().getItem();
                                String text = empty || tensor == null ? "" : words.apply(tensor);
                                setAlignment(alignment);
                                // The block at the front and the weight at the end tell a name.
                                setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
                                setText(text);
                                setTooltip(text.length() < 40 ? null : new Tooltip(text));
                            }
                        });
        return column;
    }
}
