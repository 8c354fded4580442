package ldmstudio.app.control;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** One picture of an {@link ImageGrid}: thumbnail, or why there is none, and a line below. */
final class ImageCell extends Region {
    static final double CAPTION_HEIGHT = 18;
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final Region frame = new Region();
    private final ImageView view = new ImageView();
    private final FontIcon broken = new FontIcon(MaterialDesignI.IMAGE_BROKEN_VARIANT);
    private final Label caption = new Label();
    private final Tooltip reason = new Tooltip();
    private int index = -1;
    private boolean explained;

    ImageCell() {
        getStyleClass().add("image-cell");
        frame.getStyleClass().add("image-frame");
        caption.getStyleClass().add("image-caption");
        WholeText.told(caption);
        view.setPreserveRatio(true);
        view.setSmooth(true);
        getChildren().addAll(frame, view, broken, caption);
    }

    int index() {
        return index;
    }

    void show(int newIndex, @Nullable Image image, String failure, String text, boolean selected) {
        index = newIndex;
        view.setImage(image);
        broken.setVisible(!failure.isEmpty());
        caption.setText(text);
        if (!failure.isEmpty() && !explained) {
            Tooltip.install(this, reason);
        } else if (failure.isEmpty() && explained) {
            Tooltip.uninstall(this, reason);
        }
        explained = !failure.isEmpty();
        reason.setText(failure);
        pseudoClassStateChanged(SELECTED, selected);
        setAccessibleText(text.isEmpty() ? "Picture " + (newIndex + 1) : text);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double side = getWidth();
        frame.resizeRelocate(0, 0, side, side);
        Image image = view.getImage();
        double inner = side - 4;
        // Small pictures grow by whole numbers without blur: pixels stay pixels.
        boolean small = image != null && Math.max(image.getWidth(), image.getHeight()) <= inner / 2;
        view.setSmooth(!small);
        view.setFitWidth(inner);
        view.setFitHeight(inner);
        double w = view.getLayoutBounds().getWidth();
        double h = view.getLayoutBounds().getHeight();
        view.relocate(Math.rint((side - w) / 2), Math.rint((side - h) / 2));
        broken.relocate(
                (side - broken.getLayoutBounds().getWidth()) / 2,
                (side - broken.getLayoutBounds().getHeight()) / 2);
        caption.setVisible(getHeight() > side + 4);
        caption.resizeRelocate(0, side, side, CAPTION_HEIGHT);
    }
}
