package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/** Operators on rows of one large picture {@code (1, C, H, W)} that is computed band by band. */
public final class RowOps {
    private final Ops ops;

    public RowOps(Ops ops) {
        this.ops = ops;
    }

    /**
     * A picture of zeros whose rows are to be written, in the memory format of what is computed.
     */
    public NDArray blank(long channels, long height, long width) {
        return ops.memoryFormat() == Layout.PLAIN
                ? ops.zeros(1, channels, height, width)
                : ops.permute(ops.zeros(1, height, width, channels), 0, 3, 1, 2);
    }

    /** Writes rows over those of a picture from {@code top} on. */
    public void write(NDArray picture, long top, NDArray rows) {
        ops.script().update("write_rows", picture, Math.toIntExact(top), rows);
    }

    /** Adds rows to those of a picture from {@code top} on. */
    public void add(NDArray picture, long top, NDArray rows) {
        ops.script().update("add_rows", picture, Math.toIntExact(top), rows);
    }
}
