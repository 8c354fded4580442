package ldmstudio.app.screen.playground;

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
}
