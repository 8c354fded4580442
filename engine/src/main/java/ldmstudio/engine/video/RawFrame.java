package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import ldmstudio.engine.data.PixelImage;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Pictures as FFmpeg's frames of red, green and blue bytes, and back. */
final class RawFrame {
    private RawFrame() {}

    /** A new frame, to be freed by the caller. */
    static AVFrame of(PixelImage picture, long index) throws VideoException {
        AVFrame frame = Ffmpeg.made(av_frame_alloc(), "a frame");
        frame.format(AV_PIX_FMT_RGB24).width(picture.width()).height(picture.height());
        frame.pts(index).duration(1);
        try {
            Ffmpeg.check(av_frame_get_buffer(frame, 0), "get memory for a frame");
        } catch (VideoException e) {
            av_frame_free(frame);
            throw e;
        }
        int stride = frame.linesize(0);
        byte[] rows = new byte[stride * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
            int at = y * stride;
            for (int x = 0; x < picture.width(); x++) {
                int argb = picture.argb()[y * picture.width() + x];
                rows[at++] = (byte) (argb >> 16);
                rows[at++] = (byte) (argb >> 8);
                rows[at++] = (byte) argb;
            }
        }
        new BytePointer(frame.data(0)).position(0).put(rows, 0, rows.length);
        return frame;
    }

    /** The pixels of a frame in {@code RGB24}. */
    static PixelImage read(AVFrame frame) {
        int width = frame.width();
        int height = frame.height();
        int stride = frame.linesize(0);
        byte[] rows = new byte[stride * (height - 1) + width * 3];
        new BytePointer(frame.data(0)).position(0).get(rows, 0, rows.length);
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            int at = y * stride;
            for (int x = 0; x < width; x++) {
                argb[y * width + x] =
                        0xff000000
                                | (rows[at++] & 255) << 16
                                | (rows[at++] & 255) << 8
                                | rows[at++] & 255;
            }
        }
        return new PixelImage(width, height, argb);
    }
}
