package ldmstudio.engine.data;

/**
 * The lines of a picture that a target line is made of, while the target lines are gone through
 * from above: each is read once, and only as many are held as one of them needs, so that they stay
 * in the cache.
 */
final class LineWindow {
    private final PlaneScaler.Lines source;
    private final Kernel down;
    private final int top;

    /** By their place in the picture; those that are over are another line's by now. */
    private final int[][] lines;

    private final int[][] held;
    private int read;

    /**
     * @param levels of a line
     */
    LineWindow(PlaneScaler.Lines source, int levels, Kernel down) {
        this.source = source;
        this.down = down;
        top = down.start();
        int most = 0;
        int end = top;
        for (int y = 0; y < down.targetPixels(); y++) {
            end = Math.max(end, end(y));
            most = Math.max(most, end - down.first(y));
        }
        lines = new int[end - top][];
        held = new int[most][levels];
    }

    private int end(int y) {
        return down.first(y) + down.fixed(y).length;
    }

    /** Reads what target line {@code y} needs; it must not be above the one before. */
    void moveTo(int y) {
        for (int end = end(y) - top; read < end; read++) {
            int[] line = held[read % held.length];
            source.read(top + read, line);
            lines[read] = line;
        }
    }

    int[][] lines() {
        return lines;
    }

    /** Where the first line of target line {@code y} is. */
    int first(int y) {
        return down.first(y) - top;
    }
}
