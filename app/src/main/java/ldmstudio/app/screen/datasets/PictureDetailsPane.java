package ldmstudio.app.screen.datasets;

import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.ImagePane;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.data.PictureDetails;

/** The chosen picture, large, with everything that is known of it. */
final class PictureDetailsPane extends VBox {
    private final ImagePane image = new ImagePane();
    private final GridPane facts = new GridPane();
    private final Label hint = new Label("Choose a picture to see it large.");

    PictureDetailsPane() {
        getStyleClass().add("side-panel-plain");
        setId("picture-details");
        setSpacing(10);
        setPadding(new Insets(12));
        setMinWidth(196);
        image.setAccessibleText("The chosen picture");
        hint.getStyleClass().add("text-muted");
        hint.setWrapText(true);
        facts.setHgap(10);
        facts.setVgap(4);
        // A square as wide as the panel, whatever the picture's shape: nothing jumps.
        image.minHeightProperty().bind(widthProperty().subtract(24));
        image.prefHeightProperty().bind(widthProperty().subtract(24));
        clear();
    }

    /** Nothing is chosen. */
    void clear() {
        image.setImage(null);
        getChildren().setAll(hint);
    }

    /** Why the picture cannot be shown. */
    void failed(String reason) {
        Label why = new Label(reason);
        why.setWrapText(true);
        getChildren().setAll(why);
    }

    void show(DatasetsViewModel.Picture picture) {
        PictureDetails details = picture.details();
        image.setImage(Pictures.image(picture.image()));
        facts.getChildren().clear();
        fact("Name", details.entry().id());
        fact(
                "Size",
                details.width()
                        + " × "
                        + details.height()
                        + " px"
                        + (details.format().isEmpty() ? "" : "  ·  " + details.format()));
        if (details.fileBytes() >= 0) {
            fact("File", bytes(details.fileBytes()));
        }
        fact("Class", details.className().isEmpty() ? "none" : details.className());
        fact("Caption", details.entry().caption().isEmpty() ? "none" : details.entry().caption());
        if (details.path() != null) {
            fact("Path", details.path().toString());
        }
        getChildren().setAll(image, facts);
    }

    private void fact(String name, String value) {
        Label left = new Label(name);
        left.getStyleClass().add("text-muted");
        left.setMinWidth(USE_PREF_SIZE);
        Label right = new Label(value);
        right.setWrapText(true);
        right.setMinHeight(USE_PREF_SIZE);
        GridPane.setHgrow(right, Priority.ALWAYS);
        GridPane.setValignment(left, javafx.geometry.VPos.TOP);
        facts.addRow(facts.getRowCount(), left, right);
    }

    private static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
