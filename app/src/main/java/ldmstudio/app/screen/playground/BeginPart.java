package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import ldmstudio.engine.worker.BeginSettings;

/**
 * The section "Start from" of the settings: a picture, a mask, room around it. All on the window's
 * thread.
 */
public interface BeginPart {
    /** The section's content; made once. */
    Node node();

    /** What the next drawing begins from; its size is that of {@link #node}, or 0. */
    BeginSettings begin();

    /** Why {@link #begin} cannot be drawn from, in words; empty: it can. */
    Optional<String> problem();

    /** Another model was chosen or loaded; {@code description} as the worker gives it, or empty. */
    void modelChanged(Map<String, Object> description);

    /** A person chose to begin from this picture; shows it. */
    void startFrom(Path picture);

    /** Takes over what a recipe or a remembered state says. */
    void show(BeginSettings begin);

    /** Grows with every change of {@link #begin}, so that it can be remembered. */
    ObservableIntegerValue changes();
}
