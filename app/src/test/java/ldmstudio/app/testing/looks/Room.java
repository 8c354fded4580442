package ldmstudio.app.testing.looks;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;

/** Whether the window gives everything in it the room that it cannot do without. */
final class Room {
    private static final double SLACK = 1;

    private Room() {}

    static List<String> in(Scene scene) {
        Parent root = scene.getRoot();
        Bounds window = root.getLayoutBounds();
        double width = root.minWidth(-1);
        double height = root.minHeight(window.getWidth());
        if (width > window.getWidth() + SLACK) {
            return List.of("needs %.0f px of width: %s".formatted(width, widest(root)));
        }
        if (height > window.getHeight() + SLACK) {
            return List.of("needs %.0f px of height: %s".formatted(height, highest(root)));
        }
        return List.of();
    }

    /** The way down to what wants most of the width. */
    private static String widest(Parent parent) {
        Node most = null;
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child.isManaged() && (most == null || child.minWidth(-1) > most.minWidth(-1))) {
                most = child;
            }
        }
        if (most == null || parent instanceof ScrollPane) {
            return "";
        }
        String below = most instanceof Parent inner ? widest(inner) : "";
        return "%s %.0f > %s".formatted(Shown.name(most), most.minWidth(-1), below);
    }

    private static String highest(Parent parent) {
        Node most = null;
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child.isManaged()
                    && (most == null
                            || child.minHeight(width(child)) > most.minHeight(width(most)))) {
                most = child;
            }
        }
        if (most == null || parent instanceof ScrollPane) {
            return "";
        }
        String below = most instanceof Parent inner ? highest(inner) : "";
        return "%s %.0f > %s".formatted(Shown.name(most), most.minHeight(width(most)), below);
    }

    private static double width(Node node) {
        return node.getLayoutBounds().getWidth();
    }
}
