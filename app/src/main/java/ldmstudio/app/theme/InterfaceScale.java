package ldmstudio.app.theme;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.Scene;

/** How large everything in the window is, in percent. */
public final class InterfaceScale {
    /** What can be chosen. */
    public static final List<Integer> CHOICES = List.of(100, 125, 150);

    private static final double TEXT = 13;

    private final ReadOnlyIntegerWrapper percent =
            new ReadOnlyIntegerWrapper(this, "percent", CHOICES.get(0));

    public int percent() {
        return percent.get();
    }

    public ReadOnlyIntegerProperty percentProperty() {
        return percent.getReadOnlyProperty();
    }

    /** By how much lengths are multiplied. */
    public double factor() {
        return percent() / 100.0;
    }

    /**
     * Chooses a size.
     *
     * @throws IllegalArgumentException when it is none of {@link #CHOICES}
     */
    public void choose(int wanted) {
        if (!CHOICES.contains(wanted)) {
            throw new IllegalArgumentException(
                    "the interface can be " + CHOICES + " percent large, not " + wanted);
        }
        percent.set(wanted);
    }

    /** The next larger size; nothing changes when there is none. */
    public void larger() {
        step(1);
    }

    /** The next smaller size; nothing changes when there is none. */
    public void smaller() {
        step(-1);
    }

    private void step(int by) {
        int at = CHOICES.indexOf(percent()) + by;
        if (at >= 0 && at < CHOICES.size()) {
            choose(CHOICES.get(at));
        }
    }

    /** As {@link #choose}, from words in a settings file; others than those there are no use. */
    public void restore(String words) {
        for (int choice : CHOICES) {
            if (words.equals(String.valueOf(choice))) {
                choose(choice);
            }
        }
    }

    /** Makes what opens above a scene (menus, tooltips) as large as the scene's own content. */
    void style(Scene scene) {
        List<String> mine = new ArrayList<>();
        percent.subscribe(
                now -> {
                    // Popups are windows of their own, and so are not scaled with the content.
                    scene.getStylesheets().removeAll(mine);
                    mine.clear();
                    if (factor() > 1) {
                        mine.add(popupSheet(factor()));
                        scene.getStylesheets().addAll(mine);
                    }
                });
    }

    private static String popupSheet(double factor) {
        String rules = ".root.popup, .context-menu, .tooltip { -fx-font-size: %spx; }";
        return "data:text/css,"
                + rules.formatted(TEXT * factor)
                        .replace(" ", "%20")
                        .replace("{", "%7B")
                        .replace("}", "%7D");
    }
}
