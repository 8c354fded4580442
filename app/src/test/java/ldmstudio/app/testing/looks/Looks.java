package ldmstudio.app.testing.looks;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;

/** Everything that can be wrong with how a window looks, found by looking. On the FX thread. */
public final class Looks {
    private Looks() {}

    /**
     * @param painted what the scene shows
     */
    public static List<String> problems(Scene scene, BufferedImage painted) {
        List<String> problems = new ArrayList<>(ClippedText.in(scene));
        problems.addAll(Room.in(scene));
        problems.addAll(Names.in(scene));
        problems.addAll(Contrast.in(scene, painted));
        return problems;
    }

    /** Moves the focus; gives it back. */
    public static List<String> keyboard(Scene scene) {
        return new TabWalk(scene).problems();
    }
}
