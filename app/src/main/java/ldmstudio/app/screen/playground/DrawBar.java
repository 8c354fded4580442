package ldmstudio.app.screen.playground;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Draw and cancel, the script beside them, and why a press had no effect. */
final class DrawBar extends VBox {
    private final PlaygroundViewModel model;
    private final Button draw = new Button("Draw", new FontIcon(MaterialDesignP.PLAY));
    private final Button cancel = new Button("Cancel", new FontIcon(MaterialDesignC.CLOSE));

    DrawBar(PlaygroundViewModel model, PlaygroundParts parts) {
        super(8);
        this.model = model;
        getStyleClass().add("settings-start");
        setPadding(new Insets(10));
        Label complaint = new Label();
        complaint.setId("sample-complaint");
        complaint.setWrapText(true);
        complaint.setMinHeight(USE_PREF_SIZE);
        complaint.getStyleClass().add("play-complaint");
        complaint.textProperty().bind(model.complaintProperty());
        complaint.visibleProperty().bind(model.complaintProperty().isNotEmpty());
        complaint.managedProperty().bind(complaint.visibleProperty());
        if (parts.script() != null) {
            getChildren().add(parts.script().node());
        }
        draw.setId("sample");
        draw.getStyleClass().add("accent");
        draw.setMinWidth(USE_PREF_SIZE);
        draw.setOnAction(e -> model.draw());
        cancel.setId("sample-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setTooltip(new Tooltip("Esc: ends within a step; finished pictures stay"));
        cancel.setOnAction(e -> model.draws().cancel());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(8, more(), gap, cancel, draw);
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(complaint, buttons);
        model.draws().phaseProperty().addListener((o, was, is) -> show());
        model.models().chosenProperty().addListener((o, was, is) -> show());
        show();
    }

    private void show() {
        boolean busy = model.draws().isBusy();
        boolean any = model.models().chosenProperty().get() != null;
        draw.setDisable(!any);
        draw.setText(busy ? "Queue" : "Draw");
        draw.setTooltip(
                new Tooltip(
                        busy
                                ? "Ctrl+Enter: drawn with these settings when it is its turn"
                                : "Ctrl+Enter"));
        cancel.setDisable(!busy);
    }

    private MenuButton more() {
        MenuItem command = new MenuItem("Copy as command");
        command.setId("sample-copy-command");
        command.setOnAction(
                e ->
                        model.command()
                                .ifPresent(
                                        line -> {
                                            ClipboardContent text = new ClipboardContent();
                                            text.putString(line);
                                            Clipboard.getSystemClipboard().setContent(text);
                                        }));
        MenuItem unload = new MenuItem("Free the model's memory");
        unload.setId("sample-unload");
        unload.setOnAction(e -> model.unload());
        MenuButton menu =
                new MenuButton("", new FontIcon(MaterialDesignD.DOTS_HORIZONTAL), command, unload);
        menu.setId("sample-more-actions");
        menu.getStyleClass().addAll("flat", "button-icon");
        menu.setAccessibleText("More");
        menu.setTooltip(new Tooltip("Copy as command, free memory"));
        menu.setOnShowing(e -> unload.setDisable(model.draws().isBusy()));
        return menu;
    }
}
