package ldmstudio.app.action;

import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/**
 * A command as a value.
 *
 * @param id stable name, {@code jobs.pause}
 * @param name what it does, as the palette shows it: "Pause training"
 * @param group where it belongs: "Jobs", "Go to", "View"
 * @param shortcut null: none
 * @param enabled false: shown grey in the palette, and its shortcut does nothing
 */
public record Action(
        String id,
        String name,
        String group,
        Ikon icon,
        @Nullable KeyCombination shortcut,
        ObservableBooleanValue enabled,
        Runnable run) {
    public Action {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(run);
    }

    /** An action that is always possible; {@code shortcut} like {@code Shortcut+Shift+P} or "". */
    public static Action of(
            String id, String name, String group, Ikon icon, String shortcut, Runnable run) {
        return of(id, name, group, icon, shortcut, Bindings.createBooleanBinding(() -> true), run);
    }

    public static Action of(
            String id,
            String name,
            String group,
            Ikon icon,
            String shortcut,
            ObservableBooleanValue enabled,
            Runnable run) {
        return new Action(
                id,
                name,
                group,
                icon,
                shortcut.isEmpty() ? null : KeyCombination.valueOf(shortcut),
                enabled,
                run);
    }

    /** The shortcut as people read it, {@code Ctrl+Shift+P}; empty: none. */
    public String shortcutText() {
        return shortcut == null ? "" : shortcut.getDisplayText();
    }

    /** Runs it when it is enabled. */
    public void fire() {
        if (enabled.get()) {
            run.run();
        }
    }
}
