package ldmstudio.engine.tensor;

import java.util.Locale;

/**
 * How the numbers of a picture {@code (B, C, H, W)} follow each other in memory. Shapes and results
 * are the same; the speed is not.
 */
public enum Layout {
    /**
     * Whatever was measured as faster: {@link #NHWC} on a GPU, and on a CPU where nothing is
     * recorded or a wide network is trained in FP32 ({@link Ops#forPictures}); {@link #NCHW} where
     * a CPU trains others.
     */
    AUTO(-1),
    /** Channel by channel. */
    NCHW(0),
    /** The channels of a pixel beside each other ("channels last"). */
    NHWC(2);

    /** The memory format of arrays that are no pictures. */
    static final int PLAIN = 0;

    /** ATen's number of the memory format. */
    private final int memoryFormat;

    Layout(int memoryFormat) {
        this.memoryFormat = memoryFormat;
    }

    /** What {@link #AUTO} is on such a device, for a training or for drawing. */
    public Layout chosen(boolean gpu, boolean training) {
        if (this != AUTO) {
            return this;
        }
        return gpu || !training ? NHWC : NCHW;
    }

    /** ATen's number for what is computed now. */
    int memoryFormat(boolean gpu, boolean differentiated) {
        return chosen(gpu, differentiated).memoryFormat;
    }

    /**
     * The layout that a configuration word names.
     *
     * @throws IllegalArgumentException for another word
     */
    public static Layout of(String word) {
        for (Layout layout : values()) {
            if (layout.word().equals(word)) {
                return layout;
            }
        }
        throw new IllegalArgumentException(
                "layout is '" + word + "', allowed are auto, nchw and nhwc");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
