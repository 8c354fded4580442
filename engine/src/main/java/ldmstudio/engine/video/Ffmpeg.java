package ldmstudio.engine.video;

import java.nio.charset.StandardCharsets;
import ldmstudio.engine.data.FfmpegFolder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** FFmpeg in this process: its libraries unpacked once, its voice off, its errors in words. */
final class Ffmpeg {
    private Ffmpeg() {}

    /**
     * Gets the libraries ready; cheap after the first time.
     *
     * @throws VideoException when this machine has none that fit or they cannot be unpacked
     */
    static void load() throws VideoException {
        try {
            FfmpegFolder.choose();
        } catch (LinkageError | RuntimeException e) {
            throw new VideoException(
                    "FFmpeg, which makes videos, cannot be loaded: " + e.getMessage(),
                    "Is there a build for this system in the installation, and can "
                            + FfmpegFolder.chosen()
                            + " be written? A PNG sequence needs no FFmpeg.",
                    e);
        }
    }

    /** The first encoder of this build that there is. */
    static AVCodec encoder(String format, String... names) throws VideoException {
        for (String name : names) {
            AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
            if (codec != null) {
                return codec;
            }
        }
        throw new VideoException(
                "this build of FFmpeg has no encoder for "
                        + format
                        + " (looked for "
                        + String.join(", ", names)
                        + ")",
                "Choose another format, such as apng or png.");
    }

    /** Passes a result on, or says what failed. */
    static int check(int result, String action) throws VideoException {
        if (result >= 0) {
            return result;
        }
        byte[] reason = new byte[256];
        avutil.av_strerror(result, reason, reason.length);
        int end = 0;
        while (end < reason.length && reason[end] != 0) {
            end++;
        }
        String words = new String(reason, 0, end, StandardCharsets.UTF_8);
        throw new VideoException(
                "cannot " + action + ": " + words,
                words.contains("No space")
                        ? "Free some space and go on: the frames are kept."
                        : "Is the folder writable and the file not open elsewhere? The frames are"
                                + " kept.");
    }

    static <T> T made(@Nullable T pointer, String what) throws VideoException {
        if (pointer == null) {
            throw new VideoException(
                    "no memory for " + what, "Close other programs, or make a smaller video.");
        }
        return pointer;
    }

    static boolean again(int result) {
        return result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF;
    }
}
