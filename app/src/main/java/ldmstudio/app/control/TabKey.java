package ldmstudio.app.control;

import javafx.event.Event;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Tab leaves a text area as it leaves every other field: nobody types tabs into a prompt. */
public final class TabKey {
    private TabKey() {}

    /** Returns the same area. */
    public static TextArea leaves(TextArea area) {
        area.addEventFilter(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.TAB && !key.isControlDown()) {
                        key.consume();
                        // The toolkit's own way out of an area, in the same direction.
                        Event.fireEvent(
                                area,
                                new KeyEvent(
                                        KeyEvent.KEY_PRESSED,
                                        "\t",
                                        "\t",
                                        KeyCode.TAB,
                                        key.isShiftDown(),
                                        true,
                                        false,
                                        false));
                    }
                });
        return area;
    }
}
