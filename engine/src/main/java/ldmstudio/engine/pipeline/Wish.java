package ldmstudio.engine.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What one picture is to show.
 *
 * @param classLabel -1: none
 * @param prompt empty: none
 * @param mask where which part belongs; null: nothing said
 */
public record Wish(int classLabel, String prompt, @Nullable Planes mask) {
    public static final Wish NOTHING = new Wish(-1, "", null);

    public static Wish ofClass(int label) {
        return new Wish(label, "", null);
    }

    public static Wish ofText(String prompt) {
        return new Wish(-1, prompt, null);
    }

    /** Whether it says anything that guidance could strengthen. */
    public boolean any() {
        return classLabel >= 0 || !prompt.isBlank() || mask != null;
    }
}
