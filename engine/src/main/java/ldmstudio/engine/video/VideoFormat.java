package ldmstudio.engine.video;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What a video can be. */
public enum VideoFormat {
    MP4(".mp4"),
    GIF(".gif"),
    APNG(".apng", ".png"),
    /** A folder with one PNG a frame. */
    PNG("");

    /** More are shown slowly by programs that trust no shorter time. */
    static final int MOST_GIF_FPS = 50;

    private final String[] endings;

    VideoFormat(String... endings) {
        this.endings = endings;
    }

    /** By the word of {@link ldmstudio.engine.config.VideoConfig#format}. */
    public static VideoFormat of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What the name of a file of this format ends with; empty for a folder. */
    public String ending() {
        return endings[0];
    }

    /** Refuses a name that promises another format. */
    void check(Path out) throws VideoException {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        if (this == PNG) {
            boolean otherFile =
                    Arrays.stream(values())
                            .flatMap(format -> Arrays.stream(format.endings))
                            .anyMatch(ending -> !ending.isEmpty() && name.endsWith(ending));
            if (otherFile) {
                throw new VideoException(
                        out + " is the name of a file, but a PNG sequence is a folder",
                        "Leave the ending away, or choose the format mp4, gif or apng.");
            }
            return;
        }
        if (Arrays.stream(endings).noneMatch(name::endsWith)) {
            throw new VideoException(
                    out
                            + " does not end in "
                            + String.join(" or ", endings)
                            + ", as the format "
                            + name().toLowerCase(Locale.ROOT)
                            + " does",
                    "Change the name or the format.");
        }
    }
}
