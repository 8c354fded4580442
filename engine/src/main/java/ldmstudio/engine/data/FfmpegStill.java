package ldmstudio.engine.data;

import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One picture through one of FFmpeg's decoders. Nothing is repaired: whatever FFmpeg has a doubt
 * about gets no answer, and another decoder says what is wrong with it.
 */
final class FfmpegStill {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegStill.class);

    /** False once the libraries turned out to be missing. */
    private static volatile boolean available = true;

    private FfmpegStill() {}

    /**
     * Decodes a file.
     *
     * @param codecId one of FFmpeg's {@code AV_CODEC_ID} constants
     * @param halvings how often the decoder itself halves the sides
     * @param taken makes something of the frame while it is there; null: it is of no use
     * @return null when FFmpeg is missing, found a fault, or the frame has another size
     */
    static <T> @Nullable T decode(
            int codecId,
            byte[] file,
            int halvings,
            int width,
            int height,
            Function<AVFrame, @Nullable T> taken) {
        if (!available) {
            return null;
        }
        try {
            FfmpegFolder.choose();
            return decoded(codecId, file, halvings, width, height, taken);
        } catch (LinkageError e) {
            available = false;
            LOG.warn("FFmpeg is missing, so pictures are decoded more slowly: {}", e.toString());
            return null;
        }
    }

    private static <T> @Nullable T decoded(
            int codecId,
            byte[] file,
            int halvings,
            int width,
            int height,
            Function<AVFrame, @Nullable T> taken) {
        AVCodec codec = avcodec.avcodec_find_decoder(codecId);
        AVCodecContext context = codec == null ? null : avcodec.avcodec_alloc_context3(codec);
        AVPacket packet = avcodec.av_packet_alloc();
        AVFrame frame = avutil.av_frame_alloc();
        try {
            if (context == null || packet == null || frame == null) {
                return null;
            }
            context.thread_count(1);
            context.lowres(halvings);
            context.max_pixels(PictureDecoder.MOST_PIXELS);
            context.err_recognition(avcodec.AV_EF_EXPLODE);
            if (avcodec.avcodec_open2(context, codec, (AVDictionary) null) < 0
                    || avcodec.av_new_packet(packet, file.length) < 0) {
                return null;
            }
            packet.data().put(file, 0, file.length);
            boolean whole =
                    avcodec.avcodec_send_packet(context, packet) >= 0
                            && avcodec.avcodec_receive_frame(context, frame) >= 0
                            && frame.decode_error_flags() == 0
                            && frame.width() == width
                            && frame.height() == height;
            return whole ? taken.apply(frame) : null;
        } finally {
            avutil.av_frame_free(frame);
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }

    /** A plane's bytes without what pads its lines. */
    static byte[] plane(AVFrame frame, int which, int lineBytes, int height) {
        byte[] values = new byte[lineBytes * height];
        int stride = frame.linesize(which);
        BytePointer from = frame.data(which);
        if (stride == lineBytes) {
            from.get(values, 0, values.length);
            return values;
        }
        for (int y = 0; y < height; y++) {
            from.position((long) y * stride).get(values, y * lineBytes, lineBytes);
        }
        return values;
    }
}
