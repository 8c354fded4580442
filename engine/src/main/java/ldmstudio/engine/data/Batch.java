package ldmstudio.engine.data;

import java.util.List;

/**
 * The pictures of one step, ready for a network.
 *
 * @param pixels {@code size * channels * height * width} values in [-1, 1], NCHW
 * @param size number of pictures B
 * @param channels 1 (grey) or 3 (RGB)
 * @param height rows H
 * @param width columns W
 * @param classLabels a label for each picture, -1 where there are no classes
 * @param captions a caption for each picture, empty where there is none
 * @param indices which picture of the data set each is; where one was unreadable, the index of the
 *     picture that took its place
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: batches are never compared
public record Batch(
        float[] pixels,
        int size,
        int channels,
        int height,
        int width,
        int[] classLabels,
        List<String> captions,
        int[] indices) {}
