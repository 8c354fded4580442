package ldmstudio.app.notify;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The history of notifications; slides out at the right edge. */
public final class NotificationPanel extends VBox {
    private final VBox cards = new VBox();
    private final Notifications notifications;

    public NotificationPanel(Notifications notifications, Runnable close) {
        this.notifications = notifications;
        setId("notification-panel");
        getStyleClass().add("side-panel");
        Label title = new Label("Notifications");
        title.getStyleClass().add("panel-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button clear = new Button("Clear");
        clear.setId("notifications-clear");
        clear.getStyleClass().addAll("small", "flat");
        clear.setOnAction(event -> notifications.clear());
        Button hide = new Button("Close");
        hide.getStyleClass().addAll("small", "flat");
        hide.setOnAction(event -> close.run());
        HBox head = new HBox(8, title, space, clear, hide);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");

        cards.getStyleClass().add("cards");
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll);
        notifications
                .history()
                .addListener((ListChangeListener<Notification>) change -> rebuildIfShown());
        visibleProperty().addListener((property, old, now) -> rebuildIfShown());
    }

    private void rebuildIfShown() {
        if (!isVisible()) {
            return;
        }
        cards.getChildren().clear();
        for (Notification notification : notifications.history()) {
            cards.getChildren().add(new NotificationCard(notification, null));
        }
        if (cards.getChildren().isEmpty()) {
            Label none =
                    new Label(
                            "Nothing has happened yet. Runs that end, fail or crash say so here.");
            none.getStyleClass().add("empty-text");
            none.setWrapText(true);
            cards.getChildren().add(none);
        }
    }
}
