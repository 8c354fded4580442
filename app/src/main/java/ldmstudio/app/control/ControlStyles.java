package ldmstudio.app.control;

import java.util.Objects;
import javafx.scene.Parent;

/** The style sheet of these controls and of the screens made of them. */
public final class ControlStyles {
    private ControlStyles() {}

    /** Adds the style sheet to a screen's root. */
    public static <T extends Parent> T on(T root) {
        root.getStylesheets()
                .add(
                        Objects.requireNonNull(
                                        ControlStyles.class.getResource("control.css"),
                                        "control.css is missing from the program's jar")
                                .toExternalForm());
        return root;
    }
}
