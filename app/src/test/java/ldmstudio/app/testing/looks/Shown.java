package ldmstudio.app.testing.looks;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.text.Text;
import ldmstudio.app.control.ImageGrid;

/** What a person can see of a scene, and how it is called in a report. */
final class Shown {
    private Shown() {}

    /** Every visible node with an area, parents before children. */
    static List<Node> nodes(Node root) {
        List<Node> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        if (!node.isVisible() || node.getOpacity() == 0) {
            return;
        }
        // Cells beyond the end of a list are there but say nothing.
        if (node instanceof IndexedCell<?> cell && cell.isEmpty()) {
            return;
        }
        found.add(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
        }
    }

    /** Whether what lies beyond an edge can be brought into view by scrolling. */
    static boolean scrolls(Node node) {
        for (Node up = node.getParent(); up != null; up = up.getParent()) {
            if (up instanceof ScrollPane
                    || up instanceof VirtualFlow<?>
                    || up instanceof ImageGrid
                    // Its headings move with its rows, but are no part of them.
                    || up instanceof TableView<?>) {
                return true;
            }
        }
        return false;
    }

    /** The part of it that is not cut off by a viewport or the window; null: none. */
    static Bounds visiblePart(Node node) {
        Bounds all = node.localToScene(node.getLayoutBounds());
        double x0 = all.getMinX();
        double y0 = all.getMinY();
        double x1 = all.getMaxX();
        double y1 = all.getMaxY();
        for (Node up = node; up != null; up = up.getParent()) {
            Node clip = up.getClip();
            if (clip != null) {
                Bounds b = up.localToScene(clip.getBoundsInParent());
                x0 = Math.max(x0, b.getMinX());
                y0 = Math.max(y0, b.getMinY());
                x1 = Math.min(x1, b.getMaxX());
                y1 = Math.min(y1, b.getMaxY());
            }
        }
        x0 = Math.max(x0, 0);
        y0 = Math.max(y0, 0);
        Bounds window = node.getScene().getRoot().getLayoutBounds();
        x1 = Math.min(x1, window.getWidth());
        y1 = Math.min(y1, window.getHeight());
        return x1 - x0 < 1 || y1 - y0 < 1
                ? null
                : new javafx.geometry.BoundingBox(x0, y0, x1 - x0, y1 - y0);
    }

    static boolean disabled(Node node) {
        return node.isDisabled();
    }

    /** Kind, id or words, and the nearest ancestor with an id. */
    static String name(Node node) {
        StringBuilder name = new StringBuilder(node.getClass().getSimpleName());
        if (node.getId() != null) {
            name.append(" #").append(node.getId());
        } else if (!node.getStyleClass().isEmpty()) {
            name.append(" .").append(String.join(".", node.getStyleClass()));
        }
        String words =
                node instanceof javafx.scene.control.Labeled labeled
                        ? labeled.getText()
                        : node instanceof Text text ? text.getText() : "";
        if (words != null && !words.isBlank()) {
            name.append(" \"").append(words.replace('\n', ' ')).append('"');
        }
        for (Node up = node.getParent(); up != null; up = up.getParent()) {
            if (up.getId() != null) {
                return name.append(" in #").append(up.getId()).toString();
            }
        }
        return name.toString();
    }
}
