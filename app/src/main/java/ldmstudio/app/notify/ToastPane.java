package ldmstudio.app.notify;

import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * The newest notifications at the lower right. Notes go after some seconds; warnings, errors and
 * whatever offers a choice stay until they are closed.
 */
public final class ToastPane extends VBox {
    private static final int MOST = 3;
    private static final Duration SHOWN = Duration.seconds(6);

    public ToastPane(Notifications notifications) {
        setId("toasts");
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        notifications
                .history()
                .addListener(
                        (ListChangeListener<Notification>)
                                change -> {
                                    while (change.next()) {
                                        if (change.getFrom() == 0) {
                                            change.getAddedSubList().forEach(this::toast);
                                        }
                                    }
                                });
    }

    private void toast(Notification notification) {
        NotificationCard[] self = new NotificationCard[1];
        NotificationCard card =
                new NotificationCard(notification, () -> getChildren().remove(self[0]));
        self[0] = card;
        card.getStyleClass().add("toast");
        card.setMaxHeight(USE_PREF_SIZE);
        getChildren().add(card);
        if (getChildren().size() > MOST) {
            getChildren().remove(0);
        }
        boolean stays =
                !notification.choices().isEmpty()
                        || notification.kind() == Notification.Kind.ERROR
                        || notification.kind() == Notification.Kind.WARNING;
        if (!stays) {
            PauseTransition pause = new PauseTransition(SHOWN);
            pause.setOnFinished(event -> getChildren().remove(card));
            pause.play();
        }
    }
}
