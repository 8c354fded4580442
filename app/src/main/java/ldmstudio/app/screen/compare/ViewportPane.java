package ldmstudio.app.screen.compare;

import javafx.geometry.Point2D;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * A picture as the shared {@link Viewport} shows it. The wheel zooms at the mouse, dragging moves,
 * and the keys do both; a cross marks in all panes what the mouse points at in one.
 */
public final class ViewportPane extends Region {
    private static final double CROSS = 6;

    private final Viewport viewport;
    private final ImageView view = new ImageView();
    private final MagnifiedPixels magnified = new MagnifiedPixels();
    private final Line across = new Line();
    private final Line down = new Line();
    private Point2D dragged = Point2D.ZERO;

    public ViewportPane(Viewport viewport) {
        this.viewport = viewport;
        getStyleClass().addAll("image-pane", "viewport-pane");
        setFocusTraversable(true);
        setMinSize(80, 80);
        setPrefSize(320, 320);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        across.getStyleClass().add("viewport-cross");
        down.getStyleClass().add("viewport-cross");
        getChildren().addAll(view, magnified, across, down);
        viewport.zoomProperty().addListener((o, was, is) -> requestLayout());
        viewport.middleProperty().addListener((o, was, is) -> requestLayout());
        viewport.pointedProperty().addListener((o, was, is) -> placeCross());
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        setOnMouseMoved(this::point);
        setOnMouseExited(e -> viewport.pointedProperty().set(null));
        setOnMousePressed(
                e -> {
                    requestFocus();
                    dragged = new Point2D(e.getX(), e.getY());
                });
        setOnMouseDragged(this::drag);
        setOnMouseClicked(
                e -> {
                    if (e.getClickCount() == 2) {
                        viewport.fit();
                    }
                });
    }

    public void setImage(@Nullable Image image) {
        if (view.getImage() != image) {
            view.setImage(image);
            requestLayout();
        }
    }

    @Nullable Image image() {
        return view.getImage();
    }

    /** Screen pixels a picture's pixel. */
    double scale() {
        Image image = view.getImage();
        return image == null
                ? 1
                : Math.min(getWidth() / image.getWidth(), getHeight() / image.getHeight())
                        * viewport.zoomProperty().get();
    }

    /** One screen pixel a picture's pixel, or as near as fits. */
    void actualSize() {
        viewport.zoomTo(viewport.zoomProperty().get() / scale());
    }

    @Override
    protected void layoutChildren() {
        Image image = view.getImage();
        if (image != null) {
            double scale = scale();
            Point2D middle = viewport.middleProperty().get();
            view.setFitWidth(image.getWidth() * scale);
            view.setFitHeight(image.getHeight() * scale);
            view.relocate(
                    Math.rint(getWidth() / 2 - middle.getX() * image.getWidth() * scale),
                    Math.rint(getHeight() / 2 - middle.getY() * image.getHeight() * scale));
            // Above two screen pixels each, pixels are squares: nothing may be invented by blur.
            boolean squares = scale >= 2;
            view.setVisible(!squares);
            magnified.setVisible(squares);
            if (squares) {
                magnified.show(
                        image,
                        (int) getWidth(),
                        (int) getHeight(),
                        scale,
                        view.getLayoutX(),
                        view.getLayoutY());
            }
        } else {
            magnified.setVisible(false);
        }
        placeCross();
    }

    private void placeCross() {
        Point2D at = viewport.pointedProperty().get();
        Image image = view.getImage();
        boolean shown = at != null && image != null && !isHover();
        across.setVisible(shown);
        down.setVisible(shown);
        if (at != null && image != null) {
            double x = view.getLayoutX() + at.getX() * view.getFitWidth();
            double y = view.getLayoutY() + at.getY() * view.getFitHeight();
            set(across, x - CROSS, y, x + CROSS, y);
            set(down, x, y - CROSS, x, y + CROSS);
        }
    }

    private static void set(Line line, double x1, double y1, double x2, double y2) {
        line.setStartX(x1);
        line.setStartY(y1);
        line.setEndX(x2);
        line.setEndY(y2);
    }

    private @Nullable Point2D place(double x, double y) {
        Image image = view.getImage();
        if (image == null || view.getFitWidth() == 0) {
            return null;
        }
        return new Point2D(
                (x - view.getLayoutX()) / view.getFitWidth(),
                (y - view.getLayoutY()) / view.getFitHeight());
    }

    private void wheel(ScrollEvent e) {
        Point2D at = place(e.getX(), e.getY());
        if (e.getDeltaY() != 0 && at != null) {
            viewport.zoomAt(e.getDeltaY() > 0 ? 1.25 : 0.8, at);
            e.consume();
        }
    }

    private void point(MouseEvent e) {
        Point2D at = place(e.getX(), e.getY());
        boolean inside =
                at != null && at.getX() >= 0 && at.getX() < 1 && at.getY() >= 0 && at.getY() < 1;
        viewport.pointedProperty().set(inside ? at : null);
    }

    private void drag(MouseEvent e) {
        if (view.getImage() != null) {
            viewport.move(
                    (dragged.getX() - e.getX()) / view.getFitWidth(),
                    (dragged.getY() - e.getY()) / view.getFitHeight());
        }
        dragged = new Point2D(e.getX(), e.getY());
    }

    private void key(KeyEvent e) {
        double step = 0.1 / viewport.zoomProperty().get();
        switch (e.getCode()) {
            case DIGIT0, NUMPAD0 -> viewport.fit();
            case DIGIT1, NUMPAD1 -> actualSize();
            case PLUS, ADD, EQUALS -> viewport.zoomAt(1.25, viewport.middleProperty().get());
            case MINUS, SUBTRACT -> viewport.zoomAt(0.8, viewport.middleProperty().get());
            case LEFT -> viewport.move(-step, 0);
            case RIGHT -> viewport.move(step, 0);
            case UP -> viewport.move(0, -step);
            case DOWN -> viewport.move(0, step);
            default -> {
                return;
            }
        }
        e.consume();
    }
}
