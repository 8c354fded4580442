package ldmstudio.app.shell;

import java.util.Arrays;
import java.util.stream.Collectors;
import javafx.scene.control.SplitPane;
import ldmstudio.app.workspace.Preferences;

/** Remembers where a person dragged the dividers of a split pane. */
public final class DividerMemory {
    private DividerMemory() {}

    /**
     * Sets the remembered positions, or {@code first}, and keeps them under {@code key}; call it
     * when the pane has its items.
     */
    public static void attach(
            SplitPane pane, Preferences preferences, String key, double... first) {
        String name = "divider." + key;
        double[] positions = preferences.value(name).map(text -> parse(text, first)).orElse(first);
        pane.setDividerPositions(positions);
        for (SplitPane.Divider divider : pane.getDividers()) {
            divider.positionProperty()
                    .addListener(
                            (property, old, now) -> {
                                // Layout moves dividers too while the window opens; only what a
                                // shown pane settles on is worth keeping.
                                if (isShowing(pane) && pane.getWidth() > 0) {
                                    preferences.setValue(name, format(pane));
                                }
                            });
        }
    }

    private static boolean isShowing(SplitPane pane) {
        return pane.getScene() != null
                && pane.getScene().getWindow() != null
                && pane.getScene().getWindow().isShowing();
    }

    private static String format(SplitPane pane) {
        return Arrays.stream(pane.getDividerPositions())
                .mapToObj(position -> String.valueOf(Math.round(position * 1000) / 1000.0))
                .collect(Collectors.joining(" "));
    }

    private static double[] parse(String text, double[] first) {
        try {
            double[] parsed =
                    Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
            return parsed.length == first.length ? parsed : first;
        } catch (NumberFormatException e) {
            // A hand-edited settings file: the usual positions are better than no screen.
            return first;
        }
    }
}
