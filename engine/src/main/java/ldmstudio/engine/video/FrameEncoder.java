package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Frames of one size and rate into one file; the same frames give the same bytes. */
final class FrameEncoder implements AutoCloseable {
    /**
     * What is written.
     *
     * @param container FFmpeg's name of the file format
     * @param pixelFormat FFmpeg's number of what the encoder takes
     * @param codecOptions of the encoder, by FFmpeg's names
     * @param fileOptions of the file format
     * @param comment text inside the file where the format has a place for it
     */
    record Target(
            String container,
            AVCodec codec,
            int pixelFormat,
            int width,
            int height,
            int fps,
            Map<String, String> codecOptions,
            Map<String, String> fileOptions,
            String comment) {}

    private final Path file;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVIOContext out = new AVIOContext(null);
    private final AVPacket packet;
    private final AVCodecContext codec;
    private @Nullable AVStream stream;
    private boolean begun;

    FrameEncoder(Path file, Target target) throws VideoException {
        this.file = file;
        packet = Ffmpeg.made(av_packet_alloc(), "a packet");
        codec = Ffmpeg.made(avcodec_alloc_context3(target.codec()), "an encoder");
        try {
            open(target);
        } catch (VideoException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(Target target) throws VideoException {
        Ffmpeg.check(
                avformat_alloc_output_context2(format, null, target.container(), file.toString()),
                "prepare " + file);
        codec.width(target.width()).height(target.height()).pix_fmt(target.pixelFormat());
        codec.time_base(av_make_q(1, target.fps())).framerate(av_make_q(target.fps(), 1));
        codec.gop_size(2 * target.fps()).thread_count(1);
        codec.flags(codec.flags() | AV_CODEC_FLAG_BITEXACT);
        if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        AVDictionary codecOptions = dictionary(target.codecOptions());
        Ffmpeg.check(avcodec_open2(codec, target.codec(), codecOptions), "start the encoder");
        av_dict_free(codecOptions);
        stream = Ffmpeg.made(avformat_new_stream(format, null), "a stream");
        Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), codec), "describe it");
        stream.time_base(codec.time_base()).avg_frame_rate(codec.framerate());
        format.flags(format.flags() | AVFMT_FLAG_BITEXACT);
        if (!target.comment().isEmpty()) {
            format.metadata(dictionary(Map.of("comment", target.comment())));
        }
        Ffmpeg.check(avio_open(out, file.toString(), AVIO_FLAG_WRITE), "write " + file);
        format.pb(out);
        AVDictionary fileOptions = dictionary(target.fileOptions());
        Ffmpeg.check(avformat_write_header(format, fileOptions), "write " + file);
        av_dict_free(fileOptions);
        begun = true;
    }

    /** Encodes a frame with its time in frames. */
    void frame(@Nullable AVFrame frame) throws VideoException {
        if (frame != null) {
            // A key frame is the encoder's choice, not the filters'.
            frame.pict_type(0);
        }
        Ffmpeg.check(avcodec_send_frame(codec, frame), "encode a frame");
        while (true) {
            int result = avcodec_receive_packet(codec, packet);
            if (Ffmpeg.again(result)) {
                return;
            }
            Ffmpeg.check(result, "encode a frame");
            AVStream into = Ffmpeg.made(stream, "a stream");
            packet.stream_index(into.index());
            if (packet.duration() == 0) {
                packet.duration(1);
            }
            av_packet_rescale_ts(packet, codec.time_base(), into.time_base());
            try {
                Ffmpeg.check(av_interleaved_write_frame(format, packet), "write " + file);
            } finally {
                av_packet_unref(packet);
            }
        }
    }

    /** The last frames and the end of the file. */
    void finish() throws VideoException {
        frame(null);
        Ffmpeg.check(av_write_trailer(format), "finish " + file);
        begun = false;
        Ffmpeg.check(closeFile(), "finish " + file);
    }

    /** Once: closing leaves a pointer to freed memory behind. */
    private int closeFile() {
        int result = out.isNull() ? 0 : avio_close(out);
        out.setNull();
        format.pb(null);
        return result;
    }

    @Override
    public void close() {
        if (!format.isNull()) {
            if (begun) {
                av_write_trailer(format);
            }
            closeFile();
            avformat_free_context(format);
        }
        avcodec_free_context(codec);
        av_packet_free(packet);
    }

    private static AVDictionary dictionary(Map<String, String> entries) {
        AVDictionary dictionary = new AVDictionary(null);
        entries.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        return dictionary;
    }
}
