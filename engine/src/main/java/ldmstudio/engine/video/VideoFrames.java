package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.nio.file.Path;
import ldmstudio.engine.data.PixelImage;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** The frames of a video file as pictures, one after another. */
public final class VideoFrames {
    /** Takes frames in order. */
    public interface Sink {
        /**
         * Frame {@code index}, counted from 0.
         *
         * @return whether to go on
         */
        boolean frame(PixelImage picture, int index) throws IOException;
    }

    private final AVCodecContext decoder;
    private final Sink sink;
    private @Nullable FilterChain toRgb;
    private int count;
    private boolean wanted = true;

    private VideoFrames(AVCodecContext decoder, Sink sink) {
        this.decoder = decoder;
        this.sink = sink;
    }

    /**
     * Decodes a file from its beginning.
     *
     * @return how many frames the sink was given
     * @throws VideoException when it is no video
     */
    public static int read(Path file, Sink sink) throws IOException {
        try (VideoInput input = new VideoInput(file)) {
            AVCodec codec =
                    Ffmpeg.made(
                            avcodec_find_decoder(input.stream().codecpar().codec_id()),
                            "a decoder");
            AVCodecContext decoder = Ffmpeg.made(avcodec_alloc_context3(codec), "a decoder");
            VideoFrames frames = new VideoFrames(decoder, sink);
            AVPacket packet = Ffmpeg.made(av_packet_alloc(), "a packet");
            try {
                Ffmpeg.check(
                        avcodec_parameters_to_context(decoder, input.stream().codecpar()),
                        "decode " + file);
                decoder.thread_count(1);
                Ffmpeg.check(avcodec_open2(decoder, codec, (AVDictionary) null), "decode " + file);
                while (frames.wanted && av_read_frame(input.format(), packet) >= 0) {
                    if (packet.stream_index() == input.stream().index()) {
                        frames.decode(packet);
                    }
                    av_packet_unref(packet);
                }
                frames.decode(null);
                return frames.count;
            } finally {
                av_packet_free(packet);
                avcodec_free_context(decoder);
                frames.close();
            }
        }
    }

    private void decode(@Nullable AVPacket packet) throws IOException {
        Ffmpeg.check(avcodec_send_packet(decoder, packet), "decode a frame");
        while (wanted) {
            AVFrame frame = Ffmpeg.made(av_frame_alloc(), "a frame");
            try {
                int result = avcodec_receive_frame(decoder, frame);
                if (Ffmpeg.again(result)) {
                    return;
                }
                Ffmpeg.check(result, "decode a frame");
                give(frame);
            } finally {
                av_frame_free(frame);
            }
        }
    }

    private void give(AVFrame frame) throws IOException {
        if (toRgb == null) {
            toRgb =
                    new FilterChain(
                            "[in0]scale=flags=accurate_rnd+full_chroma_int,format=rgb24[out]",
                            new FilterChain.Input(
                                    frame.width(), frame.height(), frame.format(), 25));
        }
        frame.pts(count);
        PixelImage[] picture = new PixelImage[1];
        toRgb.push(0, frame);
        toRgb.drain(rgb -> picture[0] = RawFrame.read(rgb));
        if (picture[0] != null) {
            wanted = sink.frame(picture[0], count++);
        }
    }

    private void close() {
        if (toRgb != null) {
            toRgb.close();
        }
    }
}
