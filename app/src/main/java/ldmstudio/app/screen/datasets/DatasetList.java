package ldmstudio.app.screen.datasets;

import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The workspace's datasets on the left, with adding and removing. */
final class DatasetList extends VBox {
    DatasetList(DatasetsViewModel model, Runnable chooseFolder) {
        getStyleClass().add("side-list");
        setSpacing(8);
        setPadding(new Insets(12));
        setMinWidth(180);
        ListView<SavedDataset> list = new ListView<>(model.datasets());
        list.setId("dataset-list");
        list.setAccessibleText("Datasets");
        list.getStyleClass().addAll("dense", "plain-list");
        list.setCellFactory(view -> new Cell(model));
        VBox.setVgrow(list, Priority.ALWAYS);
        list.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is != null && !is.equals(model.selectedProperty().get())) {
                                model.selectedProperty().set(is);
                            }
                        });
        model.selectedProperty().addListener((o, was, is) -> list.getSelectionModel().select(is));
        list.setOnKeyPressed(
                e -> {
                    SavedDataset chosen = list.getSelectionModel().getSelectedItem();
                    if (e.getCode() == KeyCode.DELETE && chosen != null) {
                        model.remove(chosen);
                    }
                });

        Button add = new Button("Add folder…", new FontIcon(MaterialDesignF.FOLDER_PLUS_OUTLINE));
        add.setId("dataset-add");
        add.setMinWidth(USE_PREF_SIZE);
        add.setTooltip(new Tooltip("Choose a folder of pictures, or drop one anywhere here"));
        add.setOnAction(e -> chooseFolder.run());
        add.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(add, Priority.ALWAYS);
        Button remove = new Button("", new FontIcon(MaterialDesignT.TRASH_CAN_OUTLINE));
        remove.setId("dataset-remove");
        remove.getStyleClass().add("button-icon");
        remove.setTooltip(new Tooltip("Take from the list; the files stay (Delete)"));
        remove.setAccessibleText("Take from the list");
        remove.setOnAction(
                e -> {
                    SavedDataset chosen = model.selectedProperty().get();
                    if (chosen != null) {
                        model.remove(chosen);
                    }
                });
        model.selectedProperty()
                .addListener((o, was, is) -> remove.setDisable(is == null || is.isBuiltIn()));
        remove.setDisable(true);
        Label title = new Label("Datasets");
        title.getStyleClass().add("text-bold");
        getChildren().addAll(title, list, new HBox(6, add, remove));
    }

    /** Name, kind and place. */
    private static final class Cell extends ListCell<SavedDataset> {
        private final Label name = new Label();
        private final Label place = new Label();
        private final FontIcon icon = new FontIcon();
        private final HBox row = new HBox(8, icon, new VBox(name, place));
        private final DatasetsViewModel model;

        Cell(DatasetsViewModel model) {
            this.model = model;
            place.getStyleClass().addAll("text-muted", "text-small");
            row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable SavedDataset item, boolean empty) {
            super.updateItem(item, empty);
            if (item == null || empty) {
                setGraphic(null);
                setContextMenu(null);
                setTooltip(null);
                return;
            }
            name.setText(item.name());
            place.setText(item.kind().label());
            icon.setIconCode(
                    item.isBuiltIn()
                            ? MaterialDesignS.SHAPE_OUTLINE
                            : MaterialDesignI.IMAGE_MULTIPLE_OUTLINE);
            setTooltip(new Tooltip(item.isBuiltIn() ? "Built in" : item.path()));
            MenuItem remove = new MenuItem("Take from the list");
            remove.setDisable(item.isBuiltIn());
            remove.setOnAction(e -> model.remove(item));
            setContextMenu(new ContextMenu(remove));
            setGraphic(row);
        }
    }
}
