package ldmstudio.app.screen.playground.begin;

import java.util.Arrays;
import ldmstudio.engine.data.PixelImage;

/**
 * A mask that is painted: one level a pixel, 0 stays, 255 is drawn anew. Knows no controls; every
 * stroke can be undone.
 */
final class MaskLevels {
    private static final int FULL = 255;

    private final int width;
    private final int height;
    private final byte[] levels;
    private final StrokeHistory history = new StrokeHistory();
    private int revision;
    private byte[] before = new byte[0];

    MaskLevels(int width, int height) {
        this.width = width;
        this.height = height;
        levels = new byte[Math.multiplyExact(width, height)];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Grows with every change. */
    int revision() {
        return revision;
    }

    int level(int x, int y) {
        return levels[y * width + x] & FULL;
    }

    boolean isEmpty() {
        for (byte level : levels) {
            if (level != 0) {
                return false;
            }
        }
        return true;
    }

    /** Share of the picture that is drawn anew, 0 to 1. */
    double share() {
        long sum = 0;
        for (byte level : levels) {
            sum += level & FULL;
        }
        return sum / (double) FULL / levels.length;
    }

    /** A stroke begins: what is painted until {@link #end} is one step of undo. */
    void begin() {
        before = levels.clone();
    }

    /** The stroke is done. */
    void end() {
        history.add(before, levels);
        before = new byte[0];
    }

    /** Paints from one point to another, in pixels. */
    void line(double x0, double y0, double x1, double y1, MaskBrush brush) {
        double length = Math.hypot(x1 - x0, y1 - y0);
        // A quarter of the radius apart, dabs look like one stroke.
        double apart = Math.max(0.5, brush.size() / 8);
        int dabs = (int) Math.max(1, Math.ceil(length / apart));
        for (int i = 0; i <= dabs; i++) {
            double t = (double) i / dabs;
            dab(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, brush);
        }
        revision++;
    }

    private void dab(double cx, double cy, MaskBrush brush) {
        double radius = brush.size() / 2;
        int left = (int) Math.max(0, Math.floor(cx - radius - 1));
        int right = (int) Math.min(width - 1, Math.ceil(cx + radius + 1));
        int top = (int) Math.max(0, Math.floor(cy - radius - 1));
        int bottom = (int) Math.min(height - 1, Math.ceil(cy + radius + 1));
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double distance = Math.hypot(x + 0.5 - cx, y + 0.5 - cy);
                int painted = (int) Math.round(FULL * brush.strengthAt(distance));
                int i = y * width + x;
                int old = levels[i] & FULL;
                // Dabs of a stroke overlap: the strongest counts, so that soft edges stay soft.
                levels[i] =
                        (byte)
                                (brush.erase()
                                        ? Math.min(old, FULL - painted)
                                        : Math.max(old, painted));
            }
        }
    }

    /** What stayed is drawn anew, and the other way round. */
    void invert() {
        change(
                () -> {
                    for (int i = 0; i < levels.length; i++) {
                        levels[i] = (byte) (FULL - (levels[i] & FULL));
                    }
                });
    }

    /** Nothing is drawn anew. */
    void clear() {
        change(() -> Arrays.fill(levels, (byte) 0));
    }

    /** Takes the levels of a picture: where it is light is drawn anew. */
    void take(PixelImage picture) {
        change(
                () -> {
                    for (int i = 0; i < levels.length; i++) {
                        int x = i % width * picture.width() / width;
                        int y = i / width * picture.height() / height;
                        levels[i] = (byte) (picture.pixel(x, y) >> 8 & FULL);
                    }
                });
    }

    private void change(Runnable work) {
        begin();
        work.run();
        revision++;
        end();
    }

    boolean canUndo() {
        return history.canUndo();
    }

    boolean canRedo() {
        return history.canRedo();
    }

    void undo() {
        if (history.undo(levels)) {
            revision++;
        }
    }

    void redo() {
        if (history.redo(levels)) {
            revision++;
        }
    }

    /**
     * The mask as a grey picture, its edges running out over some pixels.
     *
     * @param feather pixels; 0: as it is painted
     */
    PixelImage picture(int feather) {
        float[] soft = new float[levels.length];
        for (int i = 0; i < soft.length; i++) {
            soft[i] = levels[i] & FULL;
        }
        // Two running means are nearly a bell curve.
        for (int pass = 0; pass < 2 && feather > 0; pass++) {
            soft = blurred(soft, width, height, 1, width, feather);
            soft = blurred(soft, height, width, width, 1, feather);
        }
        int[] argb = new int[soft.length];
        for (int i = 0; i < argb.length; i++) {
            int grey = Math.round(soft[i]);
            argb[i] = 0xff000000 | grey << 16 | grey << 8 | grey;
        }
        return new PixelImage(width, height, argb);
    }

    /** Running means along lines of {@code length} values that lie {@code next} apart. */
    private static float[] blurred(
            float[] values, int length, int lines, int next, int nextLine, int feather) {
        int radius = Math.max(1, feather / 2);
        float[] out = new float[values.length];
        for (int line = 0; line < lines; line++) {
            int start = line * nextLine;
            double sum = 0;
            for (int i = -radius; i <= radius; i++) {
                sum += values[start + Math.max(0, Math.min(length - 1, i)) * next];
            }
            for (int i = 0; i < length; i++) {
                out[start + i * next] = (float) (sum / (2 * radius + 1));
                int gone = Math.max(0, i - radius);
                int come = Math.min(length - 1, i + radius + 1);
                sum += values[start + come * next] - values[start + gone * next];
            }
        }
        return out;
    }
}
