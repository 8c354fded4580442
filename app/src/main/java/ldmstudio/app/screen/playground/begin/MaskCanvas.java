package ldmstudio.app.screen.playground.begin;

import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import ldmstudio.app.control.Pictures;
import org.jspecify.annotations.Nullable;

/**
 * The picture to start from with the mask over it, or with the room around it that is painted. The
 * left button paints, the right one moves the picture, the wheel zooms or, with Shift, changes the
 * brush; keys as in {@link MaskKeys}. In a panel that scrolls the wheel zooms with Ctrl only.
 */
final class MaskCanvas extends Region {
    private static final double ZOOM_STEP = 1.25;

    private final BeginModel model;
    private final MaskTool tool;
    private final boolean large;
    private final MaskWindow window = new MaskWindow();
    private final Canvas canvas = new Canvas();
    private @Nullable MaskLevels shown;
    private @Nullable Image picture;
    private @Nullable MaskVeil veil;
    private double dragX;
    private double dragY;

    /**
     * @param large whether it has the page for itself
     */
    MaskCanvas(BeginModel model, String id, boolean large) {
        this.model = model;
        this.tool = model.tool();
        this.large = large;
        setId(id);
        setFocusTraversable(true);
        setMinSize(60, 120);
        getChildren().add(canvas);
        focusedProperty().addListener((o, was, is) -> draw());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(
                MouseEvent.MOUSE_RELEASED,
                e -> {
                    tool.release();
                    e.consume();
                });
        addEventHandler(
                MouseEvent.MOUSE_MOVED,
                e -> tool.hover(window.pictureX(e.getX()), window.pictureY(e.getY())));
        addEventHandler(MouseEvent.MOUSE_EXITED, e -> tool.leave());
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        tool.looksProperty().addListener((o, was, is) -> draw());
        model.changesProperty().addListener((o, was, is) -> show());
        show();
    }

    /** The whole picture. */
    void fit() {
        window.fit();
        draw();
    }

    void zoomBy(double factor) {
        window.zoomBy(factor);
        draw();
    }

    /** Which part is seen, for tests. */
    MaskWindow window() {
        return window;
    }

    private boolean paints() {
        return model.wayProperty().get() == BeginModel.Way.PAINTED;
    }

    private void show() {
        BeginModel.Start start = model.startProperty().get();
        MaskLevels mask = model.mask();
        if (mask != shown) {
            shown = mask;
            picture = start == null ? null : Pictures.image(start.picture());
            veil = mask == null ? null : new MaskVeil(mask);
            window.fit();
        }
        setCursor(paints() ? Cursor.CROSSHAIR : Cursor.DEFAULT);
        setAccessibleText(paints() ? "Mask. " + MaskKeys.WORDS : "The picture and its new frame");
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        window.resize(getWidth(), getHeight());
        draw();
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        dragX = e.getX();
        dragY = e.getY();
        if (e.getButton() == MouseButton.PRIMARY && paints()) {
            tool.press(window.pictureX(e.getX()), window.pictureY(e.getY()));
        }
        e.consume();
    }

    private void dragged(MouseEvent e) {
        if (tool.isStroke()) {
            tool.drag(window.pictureX(e.getX()), window.pictureY(e.getY()));
        } else if (!e.isPrimaryButtonDown() || !paints()) {
            window.pan(e.getX() - dragX, e.getY() - dragY);
            dragX = e.getX();
            dragY = e.getY();
            draw();
        }
        e.consume();
    }

    private void scrolled(ScrollEvent e) {
        // With Shift the wheel is told as a sideways one.
        double by = e.getDeltaY() == 0 ? e.getDeltaX() : e.getDeltaY();
        if (by == 0) {
            return;
        }
        if (e.isShiftDown() || e.isAltDown()) {
            if (by > 0) {
                tool.larger();
            } else {
                tool.smaller();
            }
        } else if (large || e.isShortcutDown()) {
            window.zoomAt(by > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, e.getX(), e.getY());
            draw();
        } else {
            return;
        }
        e.consume();
    }

    private void key(KeyEvent e) {
        boolean brush = paints() && MaskKeys.act(e, tool);
        if (brush && e.getCode().isArrowKey()) {
            window.reveal(tool.x(), tool.y());
        }
        if (brush || MaskKeys.grow(e, model) || MaskKeys.look(e, window)) {
            draw();
            e.consume();
        }
    }

    /** Draws all anew. */
    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, getWidth(), getHeight());
        Image under = picture;
        if (under == null || getWidth() <= 0) {
            return;
        }
        boolean beyond = model.wayProperty().get() == BeginModel.Way.BEYOND;
        int[] margins = new int[4];
        for (int i = 0; i < margins.length; i++) {
            margins[i] = beyond ? model.margin(i).get() : 0;
        }
        double wide = margins[0] + under.getWidth() + margins[2];
        double high = margins[1] + under.getHeight() + margins[3];
        window.frame(-margins[0], -margins[1], wide, high);
        double scale = window.scale();
        if (beyond) {
            frame(g, -margins[0], -margins[1], wide * scale, high * scale);
        }
        double x = window.canvasX(0);
        double y = window.canvasY(0);
        g.setImageSmoothing(scale < 1);
        g.drawImage(under, x, y, under.getWidth() * scale, under.getHeight() * scale);
        MaskVeil over = veil;
        if (paints() && over != null) {
            int feather = tool.isStroke() ? 0 : model.featherProperty().get();
            Image cover = over.image(feather);
            g.drawImage(cover, x, y, under.getWidth() * scale, under.getHeight() * scale);
            outline(g, scale);
        }
        if (isFocused()) {
            g.setStroke(MaskVeil.PAINT);
            g.strokeRect(0.5, 0.5, getWidth() - 1, getHeight() - 1);
        }
    }

    private void frame(GraphicsContext g, double left, double top, double width, double height) {
        double x = window.canvasX(left);
        double y = window.canvasY(top);
        g.setFill(MaskVeil.PAINT.deriveColor(0, 1, 1, 0.25));
        g.fillRect(x, y, width, height);
        g.setStroke(MaskVeil.PAINT);
        g.setLineDashes(4, 3);
        g.strokeRect(x, y, width, height);
        g.setLineDashes();
    }

    private void outline(GraphicsContext g, double scale) {
        if (!tool.isOver()) {
            return;
        }
        double side = tool.sizeProperty().get() * scale;
        double x = window.canvasX(tool.x()) - side / 2;
        double y = window.canvasY(tool.y()) - side / 2;
        g.setStroke(Color.BLACK);
        g.strokeOval(x, y, side, side);
        g.setStroke(tool.eraseProperty().get() ? MaskVeil.PAINT : Color.WHITE);
        g.strokeOval(x - 1, y - 1, side + 2, side + 2);
    }
}
