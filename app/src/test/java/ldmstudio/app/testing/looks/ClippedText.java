package ldmstudio.app.testing.looks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.text.Text;

/**
 * Words that cannot be read: ellipsised ones whose whole is in no tooltip, those that stick out of
 * the window, prompts wider than their field. A button's words may never be cut.
 */
final class ClippedText {
    private static final double SLACK = 1.5;

    // A run's name is as long as somebody made it: it may be cut where a tooltip tells it.
    private static final Set<String> NAMES_GIVEN = Set.of("jobs-name");

    private ClippedText() {}

    static List<String> in(Scene scene) {
        List<String> problems = new ArrayList<>();
        for (Node node : Shown.nodes(scene.getRoot())) {
            if (node instanceof Labeled labeled && labeled.getText() != null) {
                ellipsis(labeled, problems);
            }
            if (node instanceof TextField field) {
                prompt(field, problems);
            }
            if (node instanceof Control || node instanceof Text) {
                outside(node, scene, problems);
            }
        }
        return problems;
    }

    private static void ellipsis(Labeled labeled, List<String> problems) {
        Text shown = null;
        for (Node child : labeled.getChildrenUnmodifiable()) {
            if (child instanceof Text text
                    && text.isVisible()
                    && !(child instanceof org.kordamp.ikonli.javafx.FontIcon)) {
                shown = text;
            }
        }
        if (shown == null || labeled.getText().isBlank() || Shown.visiblePart(labeled) == null) {
            return;
        }
        // The words of a closed choice are all there when it opens; columns are drawn wider.
        if (labeled instanceof IndexedCell<?> || labeled.getParent() instanceof TableColumnHeader) {
            return;
        }
        String whole = labeled.getText();
        if (shown.getText().equals(whole) || !cut(shown.getText(), whole, labeled)) {
            return;
        }
        boolean button =
                labeled instanceof Button
                        && !(labeled.getMaxWidth() == 0)
                        && !NAMES_GIVEN.contains(String.valueOf(labeled.getId()));
        if (button || !told(labeled, whole)) {
            problems.add("cut to \"" + shown.getText() + "\": " + Shown.name(labeled));
        }
    }

    private static boolean cut(String shown, String whole, Labeled labeled) {
        String ellipsis = labeled.getEllipsisString();
        return shown.contains(ellipsis) && !whole.contains(shown);
    }

    /** Whether it or what it is part of tells the whole in a tooltip. */
    private static boolean told(Node node, String whole) {
        for (Node up = node; up != null; up = up.getParent()) {
            Tooltip tooltip = tooltip(up);
            if (tooltip != null) {
                return tooltip.getText() != null && tooltip.getText().contains(whole);
            }
            if (up instanceof ButtonBase && up != node) {
                return false;
            }
        }
        return false;
    }

    static Tooltip tooltip(Node node) {
        if (node instanceof Control control && control.getTooltip() != null) {
            return control.getTooltip();
        }
        return (Tooltip) node.getProperties().get("javafx.scene.control.Tooltip");
    }

    private static void prompt(TextField field, List<String> problems) {
        String words =
                field.getText() == null || field.getText().isEmpty() ? field.getPromptText() : "";
        if (words == null || words.isBlank()) {
            return;
        }
        Text measured = new Text(words);
        measured.setFont(field.getFont());
        double room = field.getWidth() - field.snappedLeftInset() - field.snappedRightInset();
        if (measured.getLayoutBounds().getWidth() > room + SLACK) {
            problems.add(
                    "hint \""
                            + words
                            + "\" does not fit in "
                            + (int) room
                            + " px: "
                            + Shown.name(field));
        }
    }

    private static void outside(Node node, Scene scene, List<String> problems) {
        Bounds b = node.localToScene(node.getLayoutBounds());
        boolean out =
                b.getMinX() < -SLACK
                        || b.getMinY() < -SLACK
                        || b.getMaxX() > scene.getRoot().getLayoutBounds().getWidth() + SLACK
                        || b.getMaxY() > scene.getRoot().getLayoutBounds().getHeight() + SLACK;
        if (out && b.getWidth() > 0 && b.getHeight() > 0 && !Shown.scrolls(node)) {
            problems.add(
                    "outside the window at %.0f,%.0f to %.0f,%.0f: %s"
                            .formatted(
                                    b.getMinX(),
                                    b.getMinY(),
                                    b.getMaxX(),
                                    b.getMaxY(),
                                    Shown.name(node)));
        }
    }
}
