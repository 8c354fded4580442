package ldmstudio.app.testing.looks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TitledPane;

/** What a screen reader would say, and what a pointer that rests on an icon is told. */
final class Names {
    private static final Set<String> OTHERWISE =
            Set.of("ChartOverlay", "KeyframeLane", "ViewportPane");

    private Names() {}

    static List<String> in(Scene scene) {
        List<Node> nodes = Shown.nodes(scene.getRoot());
        Set<Node> labelled = new HashSet<>();
        for (Node node : nodes) {
            if (node instanceof Label label && label.getLabelFor() != null) {
                labelled.add(label.getLabelFor());
            }
        }
        List<String> problems = new ArrayList<>();
        for (Node node : nodes) {
            if (interactive(node) && !named(node) && !labelled.contains(node)) {
                problems.add("no name for a screen reader: " + Shown.name(node));
            }
            if (node instanceof ButtonBase button
                    && blank(button.getText())
                    && button.getGraphic() instanceof javafx.scene.text.Text
                    && ClippedText.tooltip(button) == null) {
                problems.add("an icon without a tooltip: " + Shown.name(node));
            }
            if (node.getOnMouseClicked() != null && !byKeyboard(node)) {
                problems.add("clicked but not reached by keyboard: " + Shown.name(node));
            }
            if (node instanceof Button button
                    && !button.isDisabled()
                    && button.getOnAction() == null
                    && button.getOnMouseClicked() == null
                    && button.getOnMousePressed() == null
                    && button.getId() != null) {
                problems.add("a dead button: " + Shown.name(node));
            }
        }
        return problems;
    }

    /** Whether it or what it is part of has the keyboard's focus when asked. */
    private static boolean byKeyboard(Node node) {
        // A click there moves the cursor that the step slider moves, too; the palette's list is
        // led by the arrow keys of its field; a lane's keyframes are reached one by one; beside
        // a viewport lies the border that the keyboard moves.
        if (OTHERWISE.contains(node.getClass().getSimpleName())
                || "palette-list".equals(node.getId())) {
            return true;
        }
        for (Node up = node; up != null; up = up.getParent()) {
            if (up.isFocusTraversable() || up.isDisabled()) {
                return true;
            }
        }
        return false;
    }

    static boolean interactive(Node node) {
        return node.isFocusTraversable()
                && !node.isDisabled()
                && !(node instanceof Cell<?>)
                && !(node instanceof ScrollBar)
                && !(node instanceof ScrollPane)
                && !(node instanceof TabPane)
                && Shown.visiblePart(node) != null;
    }

    private static boolean named(Node node) {
        return !blank(node.getAccessibleText())
                || node instanceof Labeled labeled && !blank(labeled.getText())
                || node instanceof TitledPane pane && !blank(pane.getText())
                || node.getParent() != null
                        && node.getParent() instanceof javafx.scene.control.ComboBoxBase<?>
                || node.getParent() instanceof javafx.scene.control.Spinner<?>;
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
