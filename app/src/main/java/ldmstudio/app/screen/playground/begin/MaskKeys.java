package ldmstudio.app.screen.playground.begin;

import javafx.scene.input.KeyEvent;

/** What the keys do over a mask, the same in every view of it. */
final class MaskKeys {
    /** For screen readers and tooltips. */
    static final String WORDS =
            "Arrows move the brush, Space paints, Shift and arrows paint on the way, brackets"
                    + " change its size, E erases, I inverts, Delete clears, Ctrl+Z undoes";

    private static final double ZOOM_STEP = 1.25;

    private MaskKeys() {}

    /** Does to brush or mask what the key says; whether it said anything. */
    static boolean act(KeyEvent e, MaskTool tool) {
        return tool.mask() != null && (e.isShortcutDown() ? history(e, tool) : brush(e, tool));
    }

    private static boolean history(KeyEvent e, MaskTool tool) {
        switch (e.getCode()) {
            case Z -> {
                if (e.isShiftDown()) {
                    tool.redo();
                } else {
                    tool.undo();
                }
            }
            case Y -> tool.redo();
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean brush(KeyEvent e, MaskTool tool) {
        switch (e.getCode()) {
            case OPEN_BRACKET -> tool.smaller();
            case CLOSE_BRACKET -> tool.larger();
            case E -> tool.eraseProperty().set(!tool.eraseProperty().get());
            case I -> tool.invert();
            case DELETE -> tool.clear();
            case LEFT -> step(e, tool, -1, 0);
            case RIGHT -> step(e, tool, 1, 0);
            case UP -> step(e, tool, 0, -1);
            case DOWN -> step(e, tool, 0, 1);
            case SPACE -> tool.dab();
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void step(KeyEvent e, MaskTool tool, int dx, int dy) {
        if (e.isShiftDown()) {
            tool.paintOn(dx, dy);
        } else {
            tool.move(dx, dy);
        }
    }

    /** Widens the room around the picture, or narrows it with Shift. */
    static boolean grow(KeyEvent e, BeginModel model) {
        int edge =
                switch (e.getCode()) {
                    case LEFT -> 0;
                    case UP -> 1;
                    case RIGHT -> 2;
                    case DOWN -> 3;
                    default -> -1;
                };
        if (edge < 0 || e.isShortcutDown() || model.wayProperty().get() != BeginModel.Way.BEYOND) {
            return false;
        }
        int by = e.isShiftDown() ? -MarginEditor.STEP : MarginEditor.STEP;
        int now = model.margin(edge).get();
        model.margin(edge).set(Math.max(0, Math.min(MarginEditor.WIDEST, now + by)));
        return true;
    }

    /** Zooms. */
    static boolean look(KeyEvent e, MaskWindow window) {
        if (e.isShortcutDown()) {
            return false;
        }
        switch (e.getCode()) {
            case PLUS, EQUALS, ADD -> window.zoomBy(ZOOM_STEP);
            case MINUS, SUBTRACT -> window.zoomBy(1 / ZOOM_STEP);
            case DIGIT0, NUMPAD0 -> window.fit();
            case DIGIT1, NUMPAD1 -> window.pixelByPixel();
            default -> {
                return false;
            }
        }
        return true;
    }
}
