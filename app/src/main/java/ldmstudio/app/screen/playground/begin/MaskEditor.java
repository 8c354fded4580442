package ldmstudio.app.screen.playground.begin;

import java.io.File;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.control.NumberSlider;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The mask over the picture with its brush, and what is done to the whole of it. */
final class MaskEditor extends VBox {
    private static final double LARGEST_BRUSH = 256;
    private static final double WIDEST_FEATHER = 64;

    private final BeginModel model;
    private final MaskCanvas canvas;
    private final Button undo;
    private final Button redo;
    private final Label share = new Label();

    MaskEditor(BeginModel model) {
        this.model = model;
        canvas = new MaskCanvas(model::painted);
        canvas.setPrefHeight(260);
        undo = button("begin-mask-undo", MaterialDesignU.UNDO, "Undo (Ctrl+Z)");
        redo = button("begin-mask-redo", MaterialDesignR.REDO, "Redo (Ctrl+Y)");
        undo.setOnAction(e -> act(MaskLevels::undo));
        redo.setOnAction(e -> act(MaskLevels::redo));
        ToggleButton erase = new ToggleButton("", new FontIcon(MaterialDesignE.ERASER));
        erase.setId("begin-mask-erase");
        erase.getStyleClass().addAll("button-icon", "small");
        erase.setTooltip(new Tooltip("Erase instead of painting (E)"));
        erase.setAccessibleText("Erase instead of painting");
        erase.selectedProperty().bindBidirectional(canvas.eraseProperty());
        Button invert = button("begin-mask-invert", MaterialDesignI.INVERT_COLORS, "Invert (I)");
        invert.setOnAction(e -> act(MaskLevels::invert));
        Button clear = button("begin-mask-clear", MaterialDesignC.CLOSE, "Clear the mask");
        clear.setOnAction(e -> act(MaskLevels::clear));
        Button open = button("begin-mask-open", MaterialDesignF.FOLDER_OPEN_OUTLINE, "Open a mask");
        open.setOnAction(e -> open());
        Button in = button("begin-mask-in", MaterialDesignM.MAGNIFY_PLUS_OUTLINE, "Larger (+)");
        in.setOnAction(e -> canvas.zoomBy(1.5));
        Button out = button("begin-mask-out", MaterialDesignM.MAGNIFY_MINUS_OUTLINE, "Smaller (-)");
        out.setOnAction(e -> canvas.zoomBy(1 / 1.5));
        Button fit = button("begin-mask-fit", MaterialDesignF.FIT_TO_PAGE_OUTLINE, "Fit (0)");
        fit.setOnAction(e -> canvas.fit());
        FlowPane tools = new FlowPane(4, 4, erase, undo, redo, invert, clear, open, in, out, fit);
        NumberSlider size =
                new NumberSlider(1, LARGEST_BRUSH, 1, 12, "Width of the brush in pixels: [ and ]")
                        .withId("begin-brush-size");
        size.valueProperty().bindBidirectional(canvas.sizeProperty());
        NumberSlider hardness =
                new NumberSlider(0, 1, 0.05, 1, "1: sharp edges; 0: soft from the middle on")
                        .withId("begin-brush-hardness");
        hardness.valueProperty().bindBidirectional(canvas.hardnessProperty());
        NumberSlider feather =
                new NumberSlider(
                                0,
                                WIDEST_FEATHER,
                                1,
                                0,
                                "Pixels over which the painted part runs out into the picture")
                        .withId("begin-feather");
        feather.valueProperty().bindBidirectional(model.featherProperty());
        share.setId("begin-mask-share");
        share.getStyleClass().add("text-muted");
        share.setWrapText(true);
        share.setMinHeight(USE_PREF_SIZE);
        setSpacing(6);
        setPadding(new Insets(0, 0, 4, 0));
        getChildren()
                .addAll(
                        canvas,
                        tools,
                        row("Brush", size),
                        row("Hardness", hardness),
                        row("Feather", feather),
                        share);
        model.startProperty().addListener((o, was, is) -> show());
        model.changesProperty().addListener((o, was, is) -> tell());
        show();
    }

    private static Node row(String words, NumberSlider slider) {
        return BeginRows.row(words, slider);
    }

    private static Button button(String id, Ikon icon, String words) {
        return BeginRows.icon(id, icon, words);
    }

    private interface Deed {
        void on(MaskLevels mask);
    }

    private void act(Deed deed) {
        MaskLevels mask = model.mask();
        if (mask != null) {
            deed.on(mask);
            model.painted();
            canvas.draw();
        }
    }

    private void open() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("A mask: light where the picture is drawn anew");
        File chosen = chooser.showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            model.openMask(chosen.toPath());
        }
    }

    private void show() {
        BeginModel.Start start = model.startProperty().get();
        MaskLevels mask = model.mask();
        if (start != null && mask != null) {
            canvas.show(start.picture(), mask);
        }
        tell();
    }

    private void tell() {
        MaskLevels mask = model.mask();
        undo.setDisable(mask == null || !mask.canUndo());
        redo.setDisable(mask == null || !mask.canRedo());
        share.setText(
                mask == null || mask.isEmpty()
                        ? "Paint over what is to be drawn anew. Right button moves, Ctrl and the"
                                + " wheel zoom."
                        : Math.round(100 * mask.share()) + " % of the picture is drawn anew.");
        canvas.draw();
    }
}
