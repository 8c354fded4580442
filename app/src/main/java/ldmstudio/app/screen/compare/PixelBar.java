package ldmstudio.app.screen.compare;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.FlowPane;
import ldmstudio.app.control.WholeText;
import org.jspecify.annotations.Nullable;

/** The values of one place in all pictures: what the mouse points at in one of them. */
final class PixelBar extends FlowPane {
    /** A picture and what it is called. */
    record Entry(String name, @Nullable Image image) {}

    PixelBar() {
        super(14, 2);
        setId("compare-pixels");
        getStyleClass().add("pixel-bar");
        setAlignment(Pos.CENTER_LEFT);
        setPadding(new Insets(4, 12, 4, 12));
        setMinSize(0, 28);
    }

    /**
     * Writes the values.
     *
     * @param at relative to the pictures; null: none
     */
    void show(List<Entry> entries, @Nullable Point2D at) {
        getChildren().clear();
        if (at == null) {
            Label hint =
                    new Label(
                            "Point at a picture for the values of all. Wheel zooms, dragging moves,"
                                    + " 0 fits, 1 is 100 %.");
            hint.getStyleClass().add("text-muted");
            hint.maxWidthProperty().bind(widthProperty().subtract(24));
            WholeText.told(hint);
            getChildren().add(hint);
            return;
        }
        String place = "";
        for (Entry entry : entries) {
            Image image = entry.image();
            if (image == null) {
                continue;
            }
            int x = (int) Math.floor(at.getX() * image.getWidth());
            int y = (int) Math.floor(at.getY() * image.getHeight());
            if (x < 0 || y < 0 || x >= image.getWidth() || y >= image.getHeight()) {
                continue;
            }
            String here = "x " + x + "  y " + y;
            if (!here.equals(place)) {
                // Pictures of one size say the place once.
                place = here;
                Label where = new Label(here);
                where.getStyleClass().add("text-muted");
                getChildren().add(where);
            }
            getChildren().add(new Label(values(entry.name(), image, x, y)));
        }
    }

    private static String values(String name, Image image, int x, int y) {
        int argb = image.getPixelReader().getArgb(x, y);
        return String.format(
                Locale.ROOT,
                "%s  %d %d %d",
                name,
                argb >> 16 & 0xFF,
                argb >> 8 & 0xFF,
                argb & 0xFF);
    }
}
