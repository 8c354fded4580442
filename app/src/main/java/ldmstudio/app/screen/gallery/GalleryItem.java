package ldmstudio.app.screen.gallery;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A picture or video of the workspace with what its recipe says.
 *
 * @param path below the workspace, with forward slashes
 * @param video whether it moves
 * @param changed milliseconds since 1970; together with {@code bytes} the sign that a file is
 *     another one
 * @param what a video's kind in words, empty for pictures
 * @param prompts what it shows; empty: not by text
 * @param settings the recipe in one line, or a video's whole settings; empty: no recipe inside
 * @param modelPath run or checkpoint as the recipe names it
 * @param fingerprint of the weights
 * @param version of LDM Studio that made it
 */
record GalleryItem(
        String path,
        boolean video,
        long changed,
        long bytes,
        String what,
        List<String> prompts,
        String settings,
        String modelPath,
        long modelStep,
        String fingerprint,
        int width,
        int height,
        int frames,
        int fps,
        String version) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    GalleryItem {
        what = orEmpty(what);
        prompts = prompts == null ? List.of() : List.copyOf(prompts);
        settings = orEmpty(settings);
        modelPath = orEmpty(modelPath);
        fingerprint = orEmpty(fingerprint);
        version = orEmpty(version);
    }

    Path in(Path workspace) {
        return workspace.resolve(path);
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it says how it was made. */
    boolean hasRecipe() {
        return !settings.isEmpty();
    }

    /** The run or model in one word, for lists. */
    String modelName() {
        String place = modelPath.replace('\\', '/').replaceAll("/+$", "");
        int checkpoint = place.indexOf("/checkpoints/");
        String run = checkpoint > 0 ? place.substring(0, checkpoint) : place;
        return run.substring(run.lastIndexOf('/') + 1);
    }

    /** Day and time of the file, {@code 2026-11-22 14:05}. */
    String date() {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(changed), ZoneId.systemDefault())
                .format(DAY);
    }

    double seconds() {
        return fps < 1 ? 0 : (double) frames / fps;
    }

    /** What it shows in a few words. */
    String title() {
        return prompts.isEmpty() ? what.isEmpty() ? name() : what : String.join(" → ", prompts);
    }

    /** Everything that a search looks at, in lower case. */
    String searched() {
        return (path + ' ' + title() + ' ' + what + ' ' + modelPath + ' ' + date() + ' ' + settings)
                .toLowerCase(Locale.ROOT);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
