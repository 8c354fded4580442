package ldmstudio.engine.data;

import org.bytedeco.ffmpeg.global.avutil;

/** Where FFmpeg's libraries are unpacked: once, in the user's cache folder. */
public final class FfmpegFolder {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private FfmpegFolder() {}

    /** Chooses the folder and silences the library; to be called before anything of FFmpeg. */
    public static void choose() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, CacheFolder.resolve("ffmpeg").toString());
        }
        if (avutil.av_log_get_level() != avutil.AV_LOG_QUIET) {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        }
    }

    /** The folder that was chosen. */
    public static String chosen() {
        return System.getProperty(PROPERTY, "");
    }
}
