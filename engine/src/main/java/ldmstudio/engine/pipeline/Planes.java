package ldmstudio.engine.pipeline;

/**
 * Numbers of one picture in planes.
 *
 * @param values {@code (C, H, W)} in row-major order
 */
public record Planes(float[] values, int channels, int height, int width) {
    public Planes {
        if ((long) channels * height * width != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + channels + "x" + height + "x" + width);
        }
    }
}
