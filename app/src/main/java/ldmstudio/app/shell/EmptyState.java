package ldmstudio.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import ldmstudio.app.control.TabKey;
import ldmstudio.app.notify.Notification;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A place with nothing to show yet: what belongs here, and how it gets here. */
public final class EmptyState extends VBox {
    public EmptyState(Ikon icon, String title, String text) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        Label heading = new Label(title);
        heading.getStyleClass().add("empty-title");
        Label words = new Label(text);
        words.getStyleClass().add("empty-text");
        words.setWrapText(true);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setAlignment(Pos.CENTER);
        words.setMaxWidth(440);
        words.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(new FontIcon(icon), heading, words);
    }

    /** Adds the way out: a button. */
    public EmptyState withButton(String id, String label, Runnable action) {
        Button button = new Button(label);
        button.setId(id);
        button.setOnAction(event -> action.run());
        getChildren().add(button);
        return this;
    }

    /** Adds the raw text of a failure, folded. */
    public EmptyState withDetails(Notification failure) {
        TextArea text = TabKey.leaves(new TextArea(failure.details()));
        text.setEditable(false);
        text.getStyleClass().add("details-text");
        TitledPane details = new TitledPane("Details", text);
        details.setExpanded(false);
        details.setMaxWidth(640);
        getChildren().add(details);
        return this;
    }
}
