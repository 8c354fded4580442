package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** A video file opened for reading, at its one stream of pictures. */
final class VideoInput implements AutoCloseable {
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVStream stream;

    VideoInput(Path file) throws VideoException {
        if (!Files.isRegularFile(file)) {
            throw new VideoException("there is no video " + file, "Was it moved or deleted?");
        }
        Ffmpeg.load();
        try {
            Ffmpeg.check(
                    avformat_open_input(
                            format, file.toAbsolutePath().toString(), null, (AVDictionary) null),
                    "read it");
            Ffmpeg.check(avformat_find_stream_info(format, (AVDictionary) null), "read it");
            int best =
                    Ffmpeg.check(
                            av_find_best_stream(
                                    format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0),
                            "find pictures in it");
            stream = format.streams(best);
        } catch (VideoException e) {
            close();
            throw new VideoException(
                    file + " is no video that can be read (" + e.getMessage() + ")",
                    "Is the file whole?",
                    e);
        }
    }

    AVFormatContext format() {
        return format;
    }

    AVStream stream() {
        return stream;
    }

    @Override
    public void close() {
        if (!format.isNull()) {
            avformat_close_input(format);
        }
    }
}
