package ldmstudio.app.screen.playground;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sections of the page that are packages of their own.
 *
 * @param begin "Start from"; null: there is none
 * @param script "Script"; null: there is none
 */
public record PlaygroundParts(@Nullable BeginPart begin, @Nullable ScriptPart script) {
    /** The page alone. */
    public static final PlaygroundParts NONE = new PlaygroundParts(null, null);

    /** Another model was chosen or loaded; {@code description} as the worker gives it, or empty. */
    void modelChanged(Map<String, Object> description) {
        if (begin != null) {
            begin.modelChanged(description);
        }
        if (script != null) {
            script.modelChanged(description);
        }
    }
}
