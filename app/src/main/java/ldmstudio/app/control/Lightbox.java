package ldmstudio.app.control;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * A large view over a screen: one picture of a list with zoom and pixel values. Arrows go through
 * the list, Esc or the cross closes it.
 */
public final class Lightbox extends BorderPane {
    /** A picture and what it is. */
    public record Picture(Image image, String title) {}

    private final ImagePane pane = new ImagePane();
    private final Label title = new Label();
    private List<Picture> pictures = List.of();
    private int at;

    /** Closed. Put it last into the screen's {@link StackPane}. */
    public Lightbox() {
        getStyleClass().add("lightbox");
        setId("lightbox");
        title.getStyleClass().add("text-bold");
        Label keys = new Label("wheel zooms · 0 fit · 1 100 % · ← → · Esc");
        keys.getStyleClass().add("text-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button close = new Button("", new FontIcon(MaterialDesignC.CLOSE));
        close.setId("lightbox-close");
        close.getStyleClass().addAll("button-icon", "flat");
        close.setTooltip(new Tooltip("Close (Esc)"));
        close.setAccessibleText("Close");
        close.setOnAction(e -> close());
        HBox top = new HBox(12, title, gap, keys, close);
        top.setAlignment(Pos.CENTER_LEFT);
        top.setPadding(new Insets(8, 8, 8, 12));
        setTop(top);
        setCenter(pane);
        setVisible(false);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Shows one of these pictures. */
    public void open(List<Picture> newPictures, int index) {
        if (newPictures.isEmpty()) {
            return;
        }
        pictures = List.copyOf(newPictures);
        at = Math.max(0, Math.min(pictures.size() - 1, index));
        show();
        setVisible(true);
        pane.fit();
        pane.requestFocus();
    }

    public void close() {
        setVisible(false);
        pictures = List.of();
    }

    private void show() {
        Picture picture = pictures.get(at);
        pane.setImage(picture.image());
        title.setText(
                picture.title()
                        + (pictures.size() > 1 ? "   " + (at + 1) + "/" + pictures.size() : ""));
    }

    private void key(KeyEvent e) {
        if (pictures.isEmpty()) {
            return;
        }
        if (e.getCode() == KeyCode.ESCAPE || e.getCode() == KeyCode.SPACE) {
            close();
        } else if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
            int by = e.getCode() == KeyCode.LEFT ? -1 : 1;
            at = Math.floorMod(at + by, pictures.size());
            show();
        } else {
            return;
        }
        e.consume();
    }
}
