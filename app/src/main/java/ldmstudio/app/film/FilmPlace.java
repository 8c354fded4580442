package ldmstudio.app.film;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.config.VideoConfig;

/** Where films lie: in the workspace's videos, by when they were made and what they show. */
public final class FilmPlace {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);
    private static final int LONGEST = 40;

    private FilmPlace() {}

    /** When and what, without an ending. */
    public static String stamp(String words) {
        String plain = words.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
        return LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
                + "_"
                + cut.replaceAll("^-+|-+$", "");
    }

    /** A place that no film has yet. */
    public static Path free(Path workspace, String words, VideoConfig video) {
        String base = stamp(words);
        Path first = WorkspaceFiles.videos(workspace).resolve(file(base, video));
        Path made = first;
        for (int i = 2; Files.exists(made); i++) {
            made = first.resolveSibling(file(base + "-" + i, video));
        }
        return made;
    }

    /** Why no film can be made there, as far as a look tells; empty: it can. */
    static String obstacle(Path file, VideoConfig video) {
        String ending = ending(video.format());
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            return "The name must end in " + ending + ", as the format does.";
        }
        return Files.exists(file) ? "A film of this name is there already." : "";
    }

    /** The file of a name; pictures of a sequence lie in a folder. */
    public static String file(String name, VideoConfig video) {
        return name + ending(video.format());
    }

    /** The ending of a format's files; empty for a folder. */
    static String ending(String format) {
        return format.equals("png") ? "" : "." + format;
    }
}
