package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import ldmstudio.engine.worker.BeginSettings;
import org.jspecify.annotations.Nullable;

/**
 * The section "Start from" of the settings: a picture, a mask, room around it. All on the window's
 * thread.
 */
public interface BeginPart {
    /** The section's content; made once. */
    Node node();

    /**
     * What has the page's middle for itself while {@link #staged}: the picture large; made once.
     */
    Node stage();

    /** Whether the picture is shown large, so that its mask can be painted there. */
    BooleanProperty staged();

    /**
     * Paints a mask on a picture, large; on the one that is begun from, with the mask that it has,
     * where that is the same or none is given.
     */
    void paintOn(@Nullable Path picture);

    /** What the next drawing begins from; its size is that of {@link #node}, or 0. */
    BeginSettings begin();

    /** What is begun from, in a few words; empty: noise. */
    default String summary() {
        return "";
    }

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
