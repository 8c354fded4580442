package ldmstudio.app.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * One picture, large: the wheel zooms at the mouse, dragging moves, {@code 0} fits it in, {@code 1}
 * shows it pixel by pixel, and the value under the mouse is written below.
 */
public final class ImagePane extends Region {
    private static final double SMALLEST = 0.05;
    private static final double LARGEST = 64;

    private final ImageView view = new ImageView();
    private final Label values = new Label();
    private Supplier<@Nullable Path> file = () -> null;
    private boolean fitted = true;
    private double zoom = 1;
    private double offsetX;
    private double offsetY;
    private Point2D dragged = Point2D.ZERO;

    /** An empty pane. */
    public ImagePane() {
        getStyleClass().add("image-pane");
        setFocusTraversable(true);
        setMinSize(60, 60);
        setPrefSize(320, 320);
        values.getStyleClass().add("image-values");
        values.setMouseTransparent(true);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        getChildren().addAll(view, values);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        setOnMouseMoved(this::point);
        setOnMouseExited(e -> values.setVisible(false));
        setOnMousePressed(
                e -> {
                    requestFocus();
                    dragged = new Point2D(e.getX(), e.getY());
                });
        setOnMouseDragged(this::drag);
        setOnDragDetected(this::dragOut);
        setOnMouseClicked(
                e -> {
                    if (e.getClickCount() == 2) {
                        fit();
                    }
                });
        values.setVisible(false);
    }

    /** Shows a picture, or none. The zoom stays when the size is the same, else it fits. */
    public void setImage(@Nullable Image image) {
        Image before = view.getImage();
        view.setImage(image);
        if (before == null
                || image == null
                || before.getWidth() != image.getWidth()
                || before.getHeight() != image.getHeight()) {
            fitted = true;
        }
        requestLayout();
    }

    /** Which file the picture becomes when it is dragged out of the window; null: none. */
    public void setFile(Supplier<@Nullable Path> file) {
        this.file = file;
    }

    public @Nullable Image image() {
        return view.getImage();
    }

    /** Screen pixels a picture's pixel. */
    public double zoom() {
        return zoom;
    }

    /** As large as the pane allows. */
    public void fit() {
        fitted = true;
        requestLayout();
    }

    /** {@code factor} screen pixels a picture's pixel, in the middle. */
    public void zoomTo(double factor) {
        zoomAt(factor, getWidth() / 2, getHeight() / 2);
    }

    /** What stands at a place of the pane: position and value; empty beside the picture. */
    public String describe(double x, double y) {
        Image image = view.getImage();
        if (image == null) {
            return "";
        }
        int px = (int) Math.floor((x - offsetX) / zoom);
        int py = (int) Math.floor((y - offsetY) / zoom);
        if (px < 0 || py < 0 || px >= image.getWidth() || py >= image.getHeight()) {
            return "";
        }
        int argb = image.getPixelReader().getArgb(px, py);
        return String.format(
                Locale.ROOT,
                "x %d  y %d   R %d  G %d  B %d   %.0f %%",
                px,
                py,
                argb >> 16 & 0xFF,
                argb >> 8 & 0xFF,
                argb & 0xFF,
                zoom * 100);
    }

    @Override
    protected void layoutChildren() {
        Image image = view.getImage();
        if (image != null) {
            if (fitted) {
                zoom = Math.min(getWidth() / image.getWidth(), getHeight() / image.getHeight());
                offsetX = (getWidth() - image.getWidth() * zoom) / 2;
                offsetY = (getHeight() - image.getHeight() * zoom) / 2;
            }
            // Above two screen pixels each, pixels are squares: nothing may be invented by blur.
            view.setSmooth(zoom < 2);
            view.setFitWidth(image.getWidth() * zoom);
            view.setFitHeight(image.getHeight() * zoom);
            view.relocate(Math.rint(offsetX), Math.rint(offsetY));
        }
        values.autosize();
        values.relocate(6, getHeight() - values.getHeight() - 6);
    }

    private void zoomAt(double factor, double x, double y) {
        double to = Math.max(SMALLEST, Math.min(LARGEST, factor));
        offsetX = x - (x - offsetX) * to / zoom;
        offsetY = y - (y - offsetY) * to / zoom;
        zoom = to;
        fitted = false;
        requestLayout();
    }

    private void wheel(ScrollEvent e) {
        if (e.getDeltaY() != 0) {
            zoomAt(zoom * (e.getDeltaY() > 0 ? 1.25 : 0.8), e.getX(), e.getY());
            e.consume();
        }
    }

    private void key(KeyEvent e) {
        if (e.getCode() == KeyCode.DIGIT0 || e.getCode() == KeyCode.NUMPAD0) {
            fit();
        } else if (e.getCode() == KeyCode.DIGIT1 || e.getCode() == KeyCode.NUMPAD1) {
            zoomTo(1);
        } else if (e.getCode() == KeyCode.PLUS || e.getCode() == KeyCode.ADD) {
            zoomTo(zoom * 1.25);
        } else if (e.getCode() == KeyCode.MINUS || e.getCode() == KeyCode.SUBTRACT) {
            zoomTo(zoom * 0.8);
        } else {
            return;
        }
        e.consume();
    }

    /** As a whole the picture goes to another window; magnified it is moved in its own. */
    private void dragOut(MouseEvent e) {
        Path out = fitted ? file.get() : null;
        if (out != null) {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(List.of(out.toFile()));
            startDragAndDrop(TransferMode.COPY).setContent(content);
            e.consume();
        }
    }

    private void drag(MouseEvent e) {
        if (fitted && file.get() != null) {
            return;
        }
        offsetX += e.getX() - dragged.getX();
        offsetY += e.getY() - dragged.getY();
        dragged = new Point2D(e.getX(), e.getY());
        fitted = false;
        requestLayout();
    }

    private void point(MouseEvent e) {
        String text = describe(e.getX(), e.getY());
        values.setText(text);
        values.setVisible(!text.isEmpty());
        requestLayout();
    }
}
