package ldmstudio.app.testing.looks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Cell;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TabPane;
import javafx.scene.control.Toggle;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Goes through a scene by the Tab key alone; runs on the FX thread. */
final class TabWalk {
    private static final int LIMIT = 600;

    private final Scene scene;
    private final Set<Node> reached = new LinkedHashSet<>();

    TabWalk(Scene scene) {
        this.scene = scene;
    }

    /** In the order of the walk. */
    Set<Node> reached() {
        return reached;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Node before = scene.getFocusOwner();
        Node start = first();
        if (start == null) {
            return problems;
        }
        start.requestFocus();
        reached.add(start);
        for (int i = 0; i < LIMIT; i++) {
            Node from = scene.getFocusOwner();
            if (from == null) {
                problems.add("Tab leads nowhere after " + Shown.name(last()));
                break;
            }
            tab(from);
            Node to = scene.getFocusOwner();
            if (to == from && !(from instanceof Spinner<?>)) {
                problems.add("Tab does not leave " + Shown.name(from));
                break;
            }
            if (to == start || to == null) {
                break;
            }
            if (!reached.add(to) && i > LIMIT - 2) {
                problems.add("Tab goes round in a circle at " + Shown.name(to));
            }
        }
        for (Node node : Shown.nodes(scene.getRoot())) {
            if (wanted(node) && !reached.contains(node)) {
                problems.add("not reached by Tab: " + Shown.name(node));
            }
        }
        if (before != null) {
            before.requestFocus();
        }
        return problems;
    }

    private Node last() {
        Node last = null;
        for (Node node : reached) {
            last = node;
        }
        return last;
    }

    private Node first() {
        for (Node node : Shown.nodes(scene.getRoot())) {
            if (wanted(node)) {
                return node;
            }
        }
        return null;
    }

    private static boolean wanted(Node node) {
        return node.isFocusTraversable()
                && !node.isDisabled()
                && Shown.visiblePart(node) != null
                && !(node instanceof Cell<?>)
                && !(node instanceof ScrollBar)
                && !(node instanceof ScrollPane)
                && !inside(node)
                && !chosenByArrows(node);
    }

    /** Of a group of alternatives Tab reaches the chosen one; arrows go on from there. */
    private static boolean chosenByArrows(Node node) {
        return node instanceof Toggle toggle
                && toggle.getToggleGroup() != null
                && !toggle.isSelected();
    }

    /** The field of a spinner or an editable box has the focus on behalf of the whole. */
    private static boolean inside(Node node) {
        return node.getParent() instanceof Spinner<?>
                || node.getParent() instanceof ComboBoxBase<?>
                || node.getParent() instanceof TabPane;
    }

    private static void tab(Node target) {
        Event.fireEvent(
                target,
                new KeyEvent(
                        KeyEvent.KEY_PRESSED, "\t", "\t", KeyCode.TAB, false, false, false, false));
    }
}
