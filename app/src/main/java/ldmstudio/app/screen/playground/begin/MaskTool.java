package ldmstudio.app.screen.playground.begin;

import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.jspecify.annotations.Nullable;

/**
 * The brush over a mask: where it is, how large, and what it does. One brush is shared by every
 * view of the mask, so that they show the same. Places are in pixels of the picture; knows no
 * controls.
 */
final class MaskTool {
    private static final double SMALLER = 0.8;
    private static final double LARGER = 1.25;

    private final Runnable painted;
    private final DoubleProperty size = new SimpleDoubleProperty(this, "size", 12);
    private final DoubleProperty hardness = new SimpleDoubleProperty(this, "hardness", 1);
    private final BooleanProperty erase = new SimpleBooleanProperty(this, "erase", false);
    private final ReadOnlyIntegerWrapper looks = new ReadOnlyIntegerWrapper(this, "looks", 0);
    private @Nullable MaskLevels mask;
    private double x = -1;
    private double y = -1;
    private boolean over;
    private boolean stroke;

    /**
     * @param painted hears of every change of the mask that is done, not of a stroke's parts
     */
    MaskTool(Runnable painted) {
        this.painted = painted;
        size.addListener((o, was, is) -> look());
        hardness.addListener((o, was, is) -> look());
        erase.addListener((o, was, is) -> look());
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

    /** Grows whenever brush or mask look otherwise than before, within a stroke too. */
    ReadOnlyIntegerProperty looksProperty() {
        return looks.getReadOnlyProperty();
    }

    /** Something else that the views show has changed. */
    void look() {
        looks.set(looks.get() + 1);
    }

    @Nullable MaskLevels mask() {
        return mask;
    }

    /** Takes another mask in hand, or none; the brush gets a size that fits it. */
    void hold(@Nullable MaskLevels levels) {
        mask = levels;
        stroke = false;
        over = false;
        x = -1;
        y = -1;
        if (levels != null) {
            size.set(Math.max(2, Math.rint(Math.min(levels.width(), levels.height()) / 6.0)));
        }
        look();
    }

    /** Whether the brush is over the picture, so that its outline is to be seen. */
    boolean isOver() {
        return over;
    }

    /** Whether a stroke is being painted. */
    boolean isStroke() {
        return stroke;
    }

    double x() {
        return x;
    }

    double y() {
        return y;
    }

    /** The brush is held there without painting. */
    void hover(double toX, double toY) {
        x = toX;
        y = toY;
        over = true;
        look();
    }

    /** The brush is taken away; by keyboard it comes back where it was. */
    void leave() {
        if (!stroke) {
            over = false;
            look();
        }
    }

    /** A stroke begins with a dab. */
    void press(double atX, double atY) {
        MaskLevels levels = mask;
        if (levels != null) {
            levels.begin();
            stroke = true;
            hover(atX, atY);
            line(levels, atX, atY);
        }
    }

    /** The stroke goes on to a place. */
    void drag(double toX, double toY) {
        MaskLevels levels = mask;
        if (levels != null && stroke) {
            double fromX = x;
            double fromY = y;
            hover(toX, toY);
            line(levels, fromX, fromY);
        }
    }

    /** The stroke is done: one step of undo. */
    void release() {
        MaskLevels levels = mask;
        if (levels != null && stroke) {
            stroke = false;
            levels.end();
            done();
        }
    }

    private void line(MaskLevels levels, double fromX, double fromY) {
        levels.line(fromX, fromY, x, y, new MaskBrush(size.get(), hardness.get(), erase.get()));
        look();
    }

    /** Paints a dab where the brush is; in the middle when it is nowhere yet. */
    void dab() {
        move(0, 0);
        press(x, y);
        release();
    }

    /** Moves the brush by quarters of its size, never off the picture. */
    void move(int dx, int dy) {
        MaskLevels levels = mask;
        if (levels == null) {
            return;
        }
        boolean nowhere = x < 0 && y < 0;
        double by = Math.max(1, size.get() / 4);
        double fromX = nowhere ? levels.width() / 2.0 : x;
        double fromY = nowhere ? levels.height() / 2.0 : y;
        hover(
                Math.max(0, Math.min(levels.width(), fromX + dx * by)),
                Math.max(0, Math.min(levels.height(), fromY + dy * by)));
    }

    /** Moves the brush and paints on the way: one step of undo. */
    void paintOn(int dx, int dy) {
        move(0, 0);
        press(x, y);
        double fromX = x;
        double fromY = y;
        move(dx, dy);
        MaskLevels levels = mask;
        if (levels != null) {
            line(levels, fromX, fromY);
        }
        release();
    }

    void smaller() {
        size.set(Math.max(1, Math.floor(size.get() * SMALLER)));
    }

    void larger() {
        MaskLevels levels = mask;
        double longest = levels == null ? 1 : Math.max(levels.width(), levels.height());
        size.set(Math.max(1, Math.min(longest, Math.ceil(size.get() * LARGER))));
    }

    void undo() {
        act(MaskLevels::undo);
    }

    void redo() {
        act(MaskLevels::redo);
    }

    void invert() {
        act(MaskLevels::invert);
    }

    void clear() {
        act(MaskLevels::clear);
    }

    private void act(Consumer<MaskLevels> deed) {
        MaskLevels levels = mask;
        if (levels != null && !stroke) {
            deed.accept(levels);
            done();
        }
    }

    private void done() {
        look();
        painted.run();
    }
}
