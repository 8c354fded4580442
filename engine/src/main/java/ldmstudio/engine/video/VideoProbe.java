package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What a video file is, read from the file itself.
 *
 * @param format FFmpeg's name of the file format
 * @param codec FFmpeg's name of the coding, such as {@code h264}
 * @param pixelFormat such as {@code yuv420p}
 * @param frames counted one by one
 * @param seconds that they last
 */
public record VideoProbe(
        String format,
        String codec,
        String pixelFormat,
        int frames,
        double seconds,
        int width,
        int height) {
    /**
     * Reads a file.
     *
     * @throws VideoException when it is no video
     */
    public static VideoProbe of(Path file) throws VideoException {
        try (VideoInput input = new VideoInput(file)) {
            AVStream stream = input.stream();
            int frames = 0;
            long end = 0;
            AVPacket packet = Ffmpeg.made(av_packet_alloc(), "a packet");
            try {
                while (av_read_frame(input.format(), packet) >= 0) {
                    if (packet.stream_index() == stream.index()) {
                        frames++;
                        end = Math.max(end, packet.pts() + packet.duration());
                    }
                    av_packet_unref(packet);
                }
            } finally {
                av_packet_free(packet);
            }
            double unit = (double) stream.time_base().num() / stream.time_base().den();
            return new VideoProbe(
                    input.format().iformat().name().getString(),
                    avcodec_get_name(stream.codecpar().codec_id()).getString(),
                    av_get_pix_fmt_name(stream.codecpar().format()).getString(),
                    frames,
                    end * unit,
                    stream.codecpar().width(),
                    stream.codecpar().height());
        }
    }
}
