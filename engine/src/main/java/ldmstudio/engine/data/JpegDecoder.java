package ldmstudio.engine.data;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ordinary JPEGs with FFmpeg, three times as fast as ImageIO; all others are left to it.
 *
 * <p>Where far fewer pixels are wanted, the inverse transform makes only a half or a quarter of
 * them along each side, never less than twice as many as wanted (what Pillow calls {@code draft}).
 */
final class JpegDecoder {
    /** Larger pictures would need too much memory as numbers. */
    private static final long MOST_PIXELS = 8_000_000;

    /** Decoding leaves at least this many times the pixels wanted along a side. */
    private static final int KEPT_FOR_SCALING = 2;

    private static final int MOST_HALVINGS = 2;

    private JpegDecoder() {}

    /**
     * Decodes a file.
     *
     * @param shortSide the result's short side is at least this where the file's is
     * @return null when it is not an ordinary picture, or FFmpeg is missing or found a fault
     */
    static @Nullable YccPicture decode(byte[] file, JpegLayout layout, int shortSide) {
        int halvings = halvings(Math.min(layout.width(), layout.height()), shortSide);
        int width = -(-layout.width() >> halvings);
        int height = -(-layout.height() >> halvings);
        if ((long) width * height > MOST_PIXELS) {
            return null;
        }
        return FfmpegStill.decode(
                avcodec.AV_CODEC_ID_MJPEG,
                file,
                halvings,
                width,
                height,
                frame -> copied(frame, layout.components()));
    }

    static int halvings(int fileSide, int wantedSide) {
        int halvings = 0;
        while (halvings < MOST_HALVINGS
                && fileSide >> (halvings + 1) >= (long) KEPT_FOR_SCALING * wantedSide) {
            halvings++;
        }
        return halvings;
    }

    private static @Nullable YccPicture copied(AVFrame frame, int components) {
        int width = frame.width();
        int height = frame.height();
        int format = frame.format();
        if (format == avutil.AV_PIX_FMT_GRAY8 && components == 1) {
            return new YccPicture(
                    width,
                    height,
                    FfmpegStill.plane(frame, 0, width, height),
                    new byte[0],
                    new byte[0],
                    false,
                    false);
        }
        boolean halfRows = format == avutil.AV_PIX_FMT_YUVJ420P;
        boolean halfColumns = halfRows || format == avutil.AV_PIX_FMT_YUVJ422P;
        if (components != 3 || !halfColumns && format != avutil.AV_PIX_FMT_YUVJ444P) {
            return null;
        }
        int chromaWidth = halfColumns ? (width + 1) / 2 : width;
        int chromaHeight = halfRows ? (height + 1) / 2 : height;
        return new YccPicture(
                width,
                height,
                FfmpegStill.plane(frame, 0, width, height),
                FfmpegStill.plane(frame, 1, chromaWidth, chromaHeight),
                FfmpegStill.plane(frame, 2, chromaWidth, chromaHeight),
                halfColumns,
                halfRows);
    }
}
