package ldmstudio.app.shell;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The way of the data, top to bottom; settings at the foot. */
final class NavigationRail extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");

    // What a button of the usual form is high.
    private static final double ROOM = 57;

    NavigationRail(ScreenHost host) {
        setId("rail");
        getStyleClass().add("rail");
        for (Screen screen : host.screens()) {
            if (screen.id().equals("settings")) {
                Region space = new Region();
                VBox.setVgrow(space, Priority.ALWAYS);
                getChildren().add(space);
            }
            getChildren().add(button(host, screen));
        }
        // Else a low window would be as high as the usual form, and never know.
        setMinHeight(0);
        heightProperty()
                .subscribe(
                        height ->
                                pseudoClassStateChanged(
                                        COMPACT,
                                        height.doubleValue() < ROOM * host.screens().size()));
    }

    private static Button button(ScreenHost host, Screen screen) {
        Button button = new Button(screen.title(), new FontIcon(screen.icon()));
        button.setId("rail-" + screen.id());
        button.getStyleClass().setAll("rail-button");
        button.setContentDisplay(ContentDisplay.TOP);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(event -> host.show(screen.id()));
        host.currentProperty()
                .addListener(
                        (property, old, now) ->
                                button.pseudoClassStateChanged(SELECTED, now == screen));
        return button;
    }
}
