package ldmstudio.app.screen.playground.begin;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.data.PixelImage;
import org.jspecify.annotations.Nullable;

/**
 * A picture with the mask that is painted over it. The left button paints, the right one moves the
 * picture, Ctrl and the wheel zoom. By keyboard: arrows move the brush, Space paints, [ and ]
 * change its size, E erases, I inverts, + - 0 zoom, Ctrl+Z and Ctrl+Y undo and redo.
 */
final class MaskCanvas extends Region {
    /** Okabe and Ito's vermilion: seen on every picture and by every eye. */
    private static final Color PAINT = Color.web("#d55e00");

    private static final double COVER = 0.6;
    private static final double LARGEST_ZOOM = 32;
    private static final double ZOOM_STEP = 1.25;

    private final Canvas canvas = new Canvas();
    private final Runnable painted;
    private final DoubleProperty size = new SimpleDoubleProperty(this, "size", 12);
    private final DoubleProperty hardness = new SimpleDoubleProperty(this, "hardness", 1);
    private final BooleanProperty erase = new SimpleBooleanProperty(this, "erase", false);
    private @Nullable Image picture;
    private @Nullable MaskLevels mask;
    private @Nullable WritableImage veil;
    private int veiled = -1;
    private double zoom = 1;
    private double panX;
    private double panY;
    private double brushX = -1;
    private double brushY = -1;
    private double dragX;
    private double dragY;
    private boolean stroke;

    /**
     * @param painted hears of every change of the mask
     */
    MaskCanvas(Runnable painted) {
        this.painted = painted;
        setId("begin-mask");
        setFocusTraversable(true);
        setAccessibleText(
                "Mask. Arrows move the brush, Space paints, brackets change its size, E erases");
        setCursor(Cursor.CROSSHAIR);
        setMinHeight(120);
        getChildren().add(canvas);
        for (var property : new DoubleProperty[] {size, hardness}) {
            property.addListener((o, was, is) -> draw());
        }
        erase.addListener((o, was, is) -> draw());
        focusedProperty().addListener((o, was, is) -> draw());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        addEventHandler(
                MouseEvent.MOUSE_EXITED,
                e -> {
                    brushX = -1;
                    draw();
                });
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Diameter of the brush in pixels of the picture. */
    DoubleProperty sizeProperty() {
        return size;
    }

    /** Share of the brush that paints fully. */
    DoubleProperty hardnessProperty() {
        return hardness;
    }

    BooleanProperty eraseProperty() {
        return erase;
    }

    /** Shows another picture with its mask. */
    void show(PixelImage pixels, MaskLevels levels) {
        picture = Pictures.image(pixels);
        mask = levels;
        veil = new WritableImage(levels.width(), levels.height());
        veiled = -1;
        size.set(Math.max(2, Math.round(Math.min(levels.width(), levels.height()) / 6.0)));
        fit();
    }

    /** The whole picture. */
    void fit() {
        zoom = 1;
        panX = 0;
        panY = 0;
        draw();
    }

    void zoomBy(double factor) {
        zoom = Math.max(1, Math.min(LARGEST_ZOOM, zoom * factor));
        if (zoom == 1) {
            panX = 0;
            panY = 0;
        }
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    /** Pixels of the screen a pixel of the picture. */
    private double scale() {
        Image shown = picture;
        return shown == null
                ? 1
                : zoom * Math.min(getWidth() / shown.getWidth(), getHeight() / shown.getHeight());
    }

    private double left() {
        Image shown = picture;
        return shown == null ? 0 : (getWidth() - shown.getWidth() * scale()) / 2 + panX;
    }

    private double top() {
        Image shown = picture;
        return shown == null ? 0 : (getHeight() - shown.getHeight() * scale()) / 2 + panY;
    }

    private MaskBrush brush() {
        return new MaskBrush(size.get(), hardness.get(), erase.get());
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        dragX = e.getX();
        dragY = e.getY();
        if (e.getButton() == MouseButton.PRIMARY && mask != null) {
            mask.begin();
            stroke = true;
            place(e);
            paint(brushX, brushY);
        }
        e.consume();
    }

    private void dragged(MouseEvent e) {
        if (stroke) {
            double fromX = brushX;
            double fromY = brushY;
            place(e);
            paint(fromX, fromY);
        } else if (e.isSecondaryButtonDown() || e.isMiddleButtonDown()) {
            panX += e.getX() - dragX;
            panY += e.getY() - dragY;
            dragX = e.getX();
            dragY = e.getY();
            draw();
        }
        e.consume();
    }

    private void released(MouseEvent e) {
        if (stroke && mask != null) {
            stroke = false;
            mask.end();
            painted.run();
        }
        e.consume();
    }

    private void moved(MouseEvent e) {
        place(e);
        draw();
    }

    private void place(MouseEvent e) {
        brushX = (e.getX() - left()) / scale();
        brushY = (e.getY() - top()) / scale();
    }

    private void paint(double fromX, double fromY) {
        if (mask != null) {
            mask.line(fromX, fromY, brushX, brushY, brush());
            draw();
        }
    }

    private void scrolled(ScrollEvent e) {
        if (e.isShortcutDown() && e.getDeltaY() != 0) {
            zoomBy(e.getDeltaY() > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
            e.consume();
        }
    }

    private void key(KeyEvent e) {
        MaskLevels levels = mask;
        if (levels == null) {
            return;
        }
        boolean taken = e.isShortcutDown() ? history(e, levels) : act(e, levels);
        if (taken) {
            draw();
            e.consume();
        }
    }

    private boolean history(KeyEvent e, MaskLevels levels) {
        switch (e.getCode()) {
            case Z -> {
                if (e.isShiftDown()) {
                    levels.redo();
                } else {
                    levels.undo();
                }
            }
            case Y -> levels.redo();
            default -> {
                return false;
            }
        }
        painted.run();
        return true;
    }

    private boolean act(KeyEvent e, MaskLevels levels) {
        switch (e.getCode()) {
            case OPEN_BRACKET -> size.set(Math.max(1, Math.floor(size.get() * 0.8)));
            case CLOSE_BRACKET -> size.set(Math.min(longest(), Math.ceil(size.get() * 1.25)));
            case E -> erase.set(!erase.get());
            case I -> {
                levels.invert();
                painted.run();
            }
            case LEFT -> move(-1, 0);
            case RIGHT -> move(1, 0);
            case UP -> move(0, -1);
            case DOWN -> move(0, 1);
            case SPACE -> {
                move(0, 0);
                levels.begin();
                paint(brushX, brushY);
                levels.end();
                painted.run();
            }
            case PLUS, EQUALS, ADD -> zoomBy(ZOOM_STEP);
            case MINUS, SUBTRACT -> zoomBy(1 / ZOOM_STEP);
            case DIGIT0, NUMPAD0 -> fit();
            default -> {
                return false;
            }
        }
        return true;
    }

    private double longest() {
        return mask == null ? 1 : Math.max(mask.width(), mask.height());
    }

    /** Moves the brush by a quarter of its size; into the picture where it is outside. */
    private void move(int dx, int dy) {
        if (mask == null) {
            return;
        }
        if (brushX < 0) {
            brushX = mask.width() / 2.0;
            brushY = mask.height() / 2.0;
        }
        double by = Math.max(1, size.get() / 4);
        brushX = Math.max(0, Math.min(mask.width(), brushX + dx * by));
        brushY = Math.max(0, Math.min(mask.height(), brushY + dy * by));
    }

    /** Draws all anew. */
    void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, getWidth(), getHeight());
        Image shown = picture;
        MaskLevels levels = mask;
        WritableImage over = veil;
        if (shown == null || levels == null || over == null || getWidth() <= 0) {
            return;
        }
        if (veiled != levels.revision()) {
            cover(levels, over);
            veiled = levels.revision();
        }
        double scale = scale();
        double width = shown.getWidth() * scale;
        double height = shown.getHeight() * scale;
        g.setImageSmoothing(scale < 1);
        g.drawImage(shown, left(), top(), width, height);
        g.drawImage(over, left(), top(), width, height);
        if (brushX >= 0) {
            double side = size.get() * scale;
            double x = left() + brushX * scale - side / 2;
            double y = top() + brushY * scale - side / 2;
            g.setStroke(Color.BLACK);
            g.strokeOval(x, y, side, side);
            g.setStroke(erase.get() ? PAINT : Color.WHITE);
            g.strokeOval(x - 1, y - 1, side + 2, side + 2);
        }
        if (isFocused()) {
            g.setStroke(PAINT);
            g.strokeRect(0.5, 0.5, getWidth() - 1, getHeight() - 1);
        }
    }

    private static void cover(MaskLevels levels, WritableImage over) {
        int[] argb = new int[levels.width() * levels.height()];
        int colour =
                (int) Math.round(PAINT.getRed() * 255) << 16
                        | (int) Math.round(PAINT.getGreen() * 255) << 8
                        | (int) Math.round(PAINT.getBlue() * 255);
        for (int i = 0; i < argb.length; i++) {
            int level = levels.level(i % levels.width(), i / levels.width());
            argb[i] = (int) Math.round(level * COVER) << 24 | colour;
        }
        over.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        levels.width(),
                        levels.height(),
                        PixelFormat.getIntArgbInstance(),
                        argb,
                        0,
                        levels.width());
    }
}
