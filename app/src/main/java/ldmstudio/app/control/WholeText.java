package ldmstudio.app.control;

import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;

/** Tells the whole of words that a narrow window may cut. */
public final class WholeText {
    private WholeText() {}

    /** A tooltip with the text as it stands; returns the same node. */
    public static <L extends Labeled> L told(L labeled) {
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(480);
        tooltip.textProperty().bind(labeled.textProperty());
        labeled.setTooltip(tooltip);
        return labeled;
    }
}
