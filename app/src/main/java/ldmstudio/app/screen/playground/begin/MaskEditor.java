package ldmstudio.app.screen.playground.begin;

import java.io.File;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** The mask over the picture with its brush, in the side panel. */
final class MaskEditor extends VBox {
    private final BeginModel model;
    private final Label share = new Label();

    MaskEditor(BeginModel model) {
        this.model = model;
        MaskCanvas canvas = new MaskCanvas(model, "begin-mask", false);
        canvas.setPrefHeight(260);
        MaskTools tools = new MaskTools(model, canvas, "begin-mask");
        Button open =
                tools.button(
                        "-open",
                        MaterialDesignF.FOLDER_OPEN_OUTLINE,
                        "Open a mask from a file",
                        this::open);
        Button large =
                tools.button(
                        "-large",
                        MaterialDesignA.ARROW_EXPAND_ALL,
                        "Paint on the large picture",
                        () -> model.largeProperty().set(true));
        FlowPane row = tools.deeds();
        row.getChildren().add(open);
        row.getChildren().addAll(tools.views().getChildren());
        row.getChildren().add(large);
        share.setId("begin-mask-share");
        share.getStyleClass().add("text-muted");
        share.setWrapText(true);
        share.setMinHeight(USE_PREF_SIZE);
        setSpacing(6);
        setPadding(new Insets(0, 0, 4, 0));
        getChildren()
                .addAll(
                        canvas,
                        row,
                        BeginRows.row("Brush", tools.size()),
                        BeginRows.row("Hardness", tools.hardness()),
                        BeginRows.row("Feather", tools.feather()),
                        share);
        model.changesProperty().addListener((o, was, is) -> tell());
        tell();
    }

    private void open() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("A mask: light where the picture is drawn anew");
        File chosen = chooser.showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            model.openMask(chosen.toPath());
        }
    }

    private void tell() {
        share.setText(MaskTools.share(model));
    }
}
