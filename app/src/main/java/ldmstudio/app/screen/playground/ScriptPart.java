package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import ldmstudio.engine.config.GridConfig;

/**
 * The choice "Script" beside the draw button: one press becomes many drawings, such as a prompt
 * matrix or a grid over two parameters.
 */
public interface ScriptPart {
    /** Choice and editor, shown above the draw button; made once. */
    Node node();

    /**
     * What a press of the draw button becomes; {@code asked} itself when no script is chosen. On
     * the window's thread.
     *
     * @throws IllegalArgumentException saying in words what is wrong with the script
     */
    Drawing expand(Drawing asked);

    /**
     * Puts the sheet together when every part is drawn; in the background.
     *
     * @param pictures a list a part, each in order
     * @return the sheet; empty where the drawing needs none
     */
    Optional<Path> finish(Drawing drawn, List<List<Path>> pictures) throws IOException;

    /** The choice and its fields as text, to be remembered; empty: none. */
    String state();

    /** Takes over a remembered {@link #state}; what cannot be read is ignored. */
    void restore(String state);

    /** Grows with every change of {@link #state}. */
    ObservableIntegerValue changes();

    /** Takes over the axes of a grid, such as that of a sheet that was dropped. */
    default void take(GridConfig grid) {}

    /** Another model was chosen or loaded; {@code description} as the worker gives it, or empty. */
    default void modelChanged(Map<String, Object> description) {}

    /** Where to look up what a press of the draw button would ask for, without a script. */
    default void asking(Supplier<Drawing> asked) {}

    /** A drawing has taken so long, loading left out: what the next one's time is told by. */
    default void took(Drawing drawing, double seconds) {}

    /** Who takes over the settings of a picture. */
    default void onApply(Consumer<Path> apply) {}

    /** What lies over the whole page while it is visible, such as a result's own view. */
    default Optional<Node> overlay() {
        return Optional.empty();
    }
}
