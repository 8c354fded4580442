package ldmstudio.app.shell;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import ldmstudio.app.theme.InterfaceScale;

/**
 * Lets a part of the window scroll when everything is drawn larger and the window has no room for
 * the smallest form of it any more.
 */
final class RoomToScroll extends StackPane {
    private final Node part;
    private final ScrollPane scroll = new ScrollPane();
    private final InterfaceScale scale;

    RoomToScroll(Node part, InterfaceScale scale) {
        this.part = part;
        this.scale = scale;
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().addAll("edge-to-edge", "room-to-scroll");
        scale.percentProperty().subscribe(now -> show());
    }

    private void show() {
        boolean scrolls = scale.factor() > 1;
        // At its usual size every part fits; a pane that never scrolls would only take its keys.
        scroll.setContent(null);
        getChildren().clear();
        if (scrolls) {
            scroll.setContent(part);
        }
        getChildren().setAll(scrolls ? scroll : part);
    }
}
