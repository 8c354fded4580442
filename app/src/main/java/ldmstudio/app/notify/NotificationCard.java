package ldmstudio.app.notify;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.TabKey;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** One notification as a card: icon, word, text, what can be done, raw details folded away. */
final class NotificationCard extends HBox {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /**
     * @param close what the cross does; null: no cross
     */
    NotificationCard(Notification notification, @Nullable Runnable close) {
        getStyleClass()
                .addAll("notice", "notice-" + notification.kind().name().toLowerCase(Locale.ROOT));
        FontIcon icon = new FontIcon(icon(notification.kind()));
        icon.getStyleClass().add("notice-icon");

        Label title = new Label(notification.title());
        title.getStyleClass().add("notice-title");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Label time =
                new Label(
                        notification.kind().word()
                                + " · "
                                + CLOCK.format(notification.time().atZone(ZoneId.systemDefault())));
        time.getStyleClass().add("notice-time");
        time.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, title, time);
        head.setAlignment(Pos.BASELINE_LEFT);

        VBox body = new VBox(4, head);
        HBox.setHgrow(body, Priority.ALWAYS);
        if (!notification.text().isBlank()) {
            Label text = new Label(notification.text());
            text.getStyleClass().add("notice-text");
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            body.getChildren().add(text);
        }
        FlowPane buttons = buttons(notification, body, close);
        if (!buttons.getChildren().isEmpty()) {
            body.getChildren().add(buttons);
        }
        getChildren().addAll(icon, body);
        if (close != null) {
            Button cross = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
            cross.getStyleClass().addAll("flat", "icon-button");
            cross.setTooltip(new Tooltip("Close"));
            cross.setAccessibleText("Close " + notification.title());
            cross.setOnAction(event -> close.run());
            getChildren().add(cross);
        }
    }

    private static FlowPane buttons(
            Notification notification, VBox body, @Nullable Runnable close) {
        FlowPane buttons = new FlowPane(8, 8);
        for (Notification.Choice choice : notification.choices()) {
            Button button = new Button(choice.label());
            button.getStyleClass().addAll("small", "notice-choice");
            if (choice == notification.choices().get(0)) {
                button.getStyleClass().add("accent");
            }
            button.setOnAction(
                    event -> {
                        choice.action().run();
                        if (close != null) {
                            close.run();
                        }
                    });
            buttons.getChildren().add(button);
        }
        if (!notification.details().isBlank()) {
            buttons.getChildren().addAll(detailButtons(notification, body));
        }
        return buttons;
    }

    private static java.util.List<Button> detailButtons(Notification notification, VBox body) {
        TextArea raw = TabKey.leaves(new TextArea(notification.details()));
        raw.setAccessibleText("Details of " + notification.title());
        raw.setEditable(false);
        raw.setPrefRowCount(8);
        raw.getStyleClass().add("details-text");
        Button details = new Button("Details");
        details.getStyleClass().addAll("small", "flat");
        details.setOnAction(
                event -> {
                    if (!body.getChildren().remove(raw)) {
                        body.getChildren().add(raw);
                    }
                });
        Button copy = new Button("Copy");
        copy.getStyleClass().addAll("small", "flat");
        copy.setOnAction(
                event -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(
                            notification.title()
                                    + "\n"
                                    + notification.text()
                                    + "\n\n"
                                    + notification.details());
                    Clipboard.getSystemClipboard().setContent(content);
                });
        return java.util.List.of(details, copy);
    }

    private static Ikon icon(Notification.Kind kind) {
        return switch (kind) {
            case INFO -> MaterialDesignI.INFORMATION_OUTLINE;
            case SUCCESS -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case WARNING -> MaterialDesignA.ALERT_OUTLINE;
            case ERROR -> MaterialDesignA.ALERT_CIRCLE_OUTLINE;
        };
    }
}
