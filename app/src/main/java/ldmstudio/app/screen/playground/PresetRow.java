package ldmstudio.app.screen.playground;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** Presets: applied from a menu, saved under a name that is typed in place, deleted. */
final class PresetRow extends VBox {
    private final PlaygroundViewModel model;
    private final MenuButton menu = new MenuButton("Presets");
    private final TextField name = new TextField();
    private final HBox naming;
    private final IconButton delete;
    private String applied = "";

    PresetRow(PlaygroundViewModel model) {
        super(6);
        this.model = model;
        menu.setId("sample-presets");
        menu.getStyleClass().add("play-field");
        menu.setMaxWidth(Double.MAX_VALUE);
        menu.setAccessibleText("Presets");
        HBox.setHgrow(menu, Priority.ALWAYS);
        IconButton save =
                new IconButton(
                        "sample-preset-save",
                        MaterialDesignP.PLUS,
                        "Save the settings as a preset",
                        this::ask);
        delete =
                new IconButton(
                        "sample-preset-delete",
                        MaterialDesignT.TRASH_CAN_OUTLINE,
                        "Delete the preset",
                        this::delete);
        delete.setDisable(true);
        HBox row = new HBox(4, menu, save, delete);
        row.setAlignment(Pos.CENTER_LEFT);
        name.setId("sample-preset-name");
        name.setPromptText("Name of the preset");
        name.setAccessibleText("Name of the preset");
        name.setOnAction(e -> save());
        name.addEventFilter(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE) {
                        showNaming(false);
                        e.consume();
                    }
                });
        HBox.setHgrow(name, Priority.ALWAYS);
        Button ok = new Button("Save");
        ok.setId("sample-preset-ok");
        ok.disableProperty().bind(name.textProperty().isEmpty());
        ok.setOnAction(e -> save());
        naming =
                new HBox(
                        4,
                        name,
                        ok,
                        new IconButton(
                                "sample-preset-cancel",
                                MaterialDesignC.CLOSE,
                                "Do not save",
                                () -> showNaming(false)));
        naming.setAlignment(Pos.CENTER_LEFT);
        showNaming(false);
        getChildren().addAll(row, naming);
        model.presets().all().addListener((ListChangeListener<Presets.Preset>) c -> fill());
        fill();
    }

    private void fill() {
        menu.getItems().clear();
        for (Presets.Preset preset : model.presets().all()) {
            MenuItem item = new MenuItem(preset.name());
            item.setOnAction(
                    e -> {
                        model.edits().apply(preset);
                        applied(preset.name());
                    });
            menu.getItems().add(item);
        }
        if (menu.getItems().isEmpty()) {
            MenuItem none = new MenuItem("None yet: + keeps the present settings under a name");
            none.setDisable(true);
            menu.getItems().add(none);
        }
        applied(model.presets().find(applied).isPresent() ? applied : "");
    }

    private void applied(String preset) {
        applied = preset;
        menu.setText(preset.isEmpty() ? "Presets" : preset);
        delete.setDisable(preset.isEmpty());
    }

    private void ask() {
        name.setText(applied);
        showNaming(true);
        name.requestFocus();
        name.selectAll();
    }

    private void save() {
        if (!name.getText().isBlank()) {
            String chosen = name.getText().strip();
            model.edits().savePreset(chosen);
            applied(chosen);
            showNaming(false);
            menu.requestFocus();
        }
    }

    private void delete() {
        model.presets().find(applied).ifPresent(model.edits()::deletePreset);
    }

    private void showNaming(boolean show) {
        naming.setVisible(show);
        naming.setManaged(show);
    }
}
