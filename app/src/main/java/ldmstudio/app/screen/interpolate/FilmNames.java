package ldmstudio.app.screen.interpolate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import ldmstudio.app.text.CommandWords;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;

/** Names of films: when they were made and what they show. */
final class FilmNames {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);
    private static final int LONGEST = 40;

    private FilmNames() {}

    /** When and what, without an ending. */
    static String stamp(WalkConfig walk) {
        return LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + words(walk);
    }

    /** A name that no film has yet. */
    static Path free(Path workspace, WalkConfig walk, VideoConfig video) {
        String base = stamp(walk);
        Path first = WorkspaceFiles.videos(workspace).resolve(file(base, video));
        Path made = first;
        for (int i = 2; Files.exists(made); i++) {
            made = first.resolveSibling(file(base + "-" + i, video));
        }
        return made;
    }

    /** The file of a name; pictures of a sequence lie in a folder. */
    static String file(String name, VideoConfig video) {
        return switch (video.format()) {
            case "png" -> name;
            case "apng" -> name + ".apng";
            default -> name + "." + video.format();
        };
    }

    private static String words(WalkConfig walk) {
        String ends =
                walk.keyframes().stream()
                        .map(k -> k.prompt().strip())
                        .filter(p -> !p.isEmpty())
                        .distinct()
                        .map(p -> p.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-"))
                        .collect(Collectors.joining("-to-"));
        String words = ends.isEmpty() ? walk.mode().replace('_', '-') : ends;
        String cut = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
        return "_" + cut.replaceAll("^-+|-+$", "");
    }

    /** What renders a saved walk in a terminal. */
    static String command(Path yaml) {
        return "ldm interpolate " + CommandWords.quoted(yaml.toString());
    }
}
