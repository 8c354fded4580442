package ldmstudio.app.screen.models;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** The free text of a file, key by key. */
final class MetadataTable extends TableView<Map.Entry<String, String>> {
    private static final int ROW = 32;
    private static final int HEADER = 37;
    private static final int MAX_ROWS = 8;

    MetadataTable(Map<String, String> metadata) {
        setId("model-metadata");
        setAccessibleText("Metadata of the file");
        getStyleClass().add("dense");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns()
                .setAll(
                        List.of(
                                column("Key", 150, Map.Entry::getKey),
                                column("Value", 260, Map.Entry::getValue)));
        getItems().setAll(metadata.entrySet());
        int rows = Math.min(MAX_ROWS, metadata.size());
        setPrefHeight(ROW * rows + HEADER);
        setMinHeight(USE_PREF_SIZE);
    }

    private static TableColumn<Map.Entry<String, String>, String> column(
            String title, double width, Function<Map.Entry<String, String>, String> words) {
        TableColumn<Map.Entry<String, String>, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(words.apply(cell.getValue())));
        column.setCellFactory(
                unused ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(@Nullable String text, boolean empty) {
                                super.updateItem(text, empty);
                                boolean blank = empty || text == null;
                                setText(blank ? "" : text);
                                setTooltip(blank ? null : whole(String.valueOf(text)));
                            }
                        });
        return column;
    }

    /** A long value is cut in its cell. */
    private static Tooltip whole(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(560);
        return tooltip;
    }
}
