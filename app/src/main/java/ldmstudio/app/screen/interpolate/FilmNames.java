package ldmstudio.app.screen.interpolate;

import java.nio.file.Path;
import java.util.stream.Collectors;
import ldmstudio.app.film.FilmPlace;
import ldmstudio.app.text.CommandWords;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;

/** Names of a walk's films: what stands at its ends. */
final class FilmNames {
    private FilmNames() {}

    /** When and what, without an ending. */
    static String stamp(WalkConfig walk) {
        return FilmPlace.stamp(words(walk));
    }

    /** A name that no film has yet. */
    static Path free(Path workspace, WalkConfig walk, VideoConfig video) {
        return FilmPlace.free(workspace, words(walk), video);
    }

    private static String words(WalkConfig walk) {
        String ends =
                walk.keyframes().stream()
                        .map(k -> k.prompt().strip())
                        .filter(p -> !p.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(" to "));
        return ends.isEmpty() ? walk.mode().replace('_', '-') : ends;
    }

    /** What renders a saved walk in a terminal. */
    static String command(Path yaml) {
        return "ldm interpolate " + CommandWords.quoted(yaml.toString());
    }
}
