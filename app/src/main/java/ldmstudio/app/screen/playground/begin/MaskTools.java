package ldmstudio.app.screen.playground.begin;

import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import ldmstudio.app.control.NumberSlider;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** Buttons and sliders of the mask, the same beside the small view of it and above the large. */
final class MaskTools {
    private static final double LARGEST_BRUSH = 256;
    private static final double WIDEST_FEATHER = 64;
    private static final double ZOOM_STEP = 1.5;

    private final BeginModel model;
    private final MaskTool tool;
    private final MaskCanvas canvas;
    private final String prefix;

    /**
     * @param prefix of the controls' ids
     */
    MaskTools(BeginModel model, MaskCanvas canvas, String prefix) {
        this.model = model;
        this.tool = model.tool();
        this.canvas = canvas;
        this.prefix = prefix;
    }

    /** What is done to the mask as a whole. */
    FlowPane deeds() {
        ToggleButton erase = new ToggleButton("", new FontIcon(MaterialDesignE.ERASER));
        erase.setId(prefix + "-erase");
        erase.getStyleClass().addAll("button-icon", "small");
        erase.setTooltip(new Tooltip("Erase instead of painting (E)"));
        erase.setAccessibleText("Erase instead of painting");
        erase.selectedProperty().bindBidirectional(tool.eraseProperty());
        Button undo = button("-undo", MaterialDesignU.UNDO, "Undo (Ctrl+Z)", tool::undo);
        Button redo = button("-redo", MaterialDesignR.REDO, "Redo (Ctrl+Y)", tool::redo);
        Button invert =
                button("-invert", MaterialDesignI.INVERT_COLORS, "Invert (I)", tool::invert);
        Button clear =
                button("-clear", MaterialDesignC.CLOSE, "Clear the mask (Delete)", tool::clear);
        Runnable tell =
                () -> {
                    MaskLevels mask = model.mask();
                    undo.setDisable(mask == null || !mask.canUndo());
                    redo.setDisable(mask == null || !mask.canRedo());
                };
        model.changesProperty().addListener((o, was, is) -> tell.run());
        tell.run();
        return new FlowPane(4, 4, erase, undo, redo, invert, clear);
    }

    /** How the picture is looked at. */
    FlowPane views() {
        return new FlowPane(
                4,
                4,
                button(
                        "-in",
                        MaterialDesignM.MAGNIFY_PLUS_OUTLINE,
                        "Larger (+)",
                        () -> canvas.zoomBy(ZOOM_STEP)),
                button(
                        "-out",
                        MaterialDesignM.MAGNIFY_MINUS_OUTLINE,
                        "Smaller (-)",
                        () -> canvas.zoomBy(1 / ZOOM_STEP)),
                button("-fit", MaterialDesignF.FIT_TO_PAGE_OUTLINE, "Fit (0)", canvas::fit));
    }

    NumberSlider size() {
        NumberSlider size =
                new NumberSlider(
                                1,
                                LARGEST_BRUSH,
                                1,
                                12,
                                "Width of the brush in pixels: [ and ], or Shift and the wheel")
                        .withId(prefix + "-size");
        size.valueProperty().bindBidirectional(tool.sizeProperty());
        return size;
    }

    NumberSlider hardness() {
        NumberSlider hardness =
                new NumberSlider(0, 1, 0.05, 1, "1: sharp edges; 0: soft from the middle on")
                        .withId(prefix + "-hardness");
        hardness.valueProperty().bindBidirectional(tool.hardnessProperty());
        return hardness;
    }

    NumberSlider feather() {
        NumberSlider feather =
                new NumberSlider(
                                0,
                                WIDEST_FEATHER,
                                1,
                                0,
                                "Pixels over which the painted part runs out into the picture")
                        .withId(prefix + "-feather");
        feather.valueProperty().bindBidirectional(model.featherProperty());
        return feather;
    }

    /** How much is painted, in words. */
    static String share(BeginModel model) {
        MaskLevels mask = model.mask();
        return mask == null || mask.isEmpty()
                ? "Paint over what is to be drawn anew. The right button moves the picture, the"
                        + " wheel with Ctrl zooms, with Shift changes the brush."
                : Math.round(100 * mask.share()) + " % of the picture is drawn anew.";
    }

    Button button(String id, org.kordamp.ikonli.Ikon icon, String words, Runnable deed) {
        Button button = BeginRows.icon(prefix + id, icon, words);
        button.setOnAction(e -> deed.run());
        return button;
    }
}
