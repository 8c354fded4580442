package ldmstudio.app.film;

import java.util.List;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.worker.BeginSettings;

/**
 * What could be filmed.
 *
 * @param title of the panel: "Film this picture"
 * @param name short words for the film's file
 * @param film what is filmed; how it becomes a video is said in the panel
 * @param from what the filmed picture began with
 * @param kinds of film that there are of it, if there is a choice
 * @param trouble why it cannot be filmed; empty: it can
 */
public record FilmSubject(
        String title,
        String name,
        FilmConfig film,
        BeginSettings from,
        List<String> kinds,
        String trouble) {
    /** Kinds of films of a training. */
    static final List<String> OF_TRAINING = List.of("training", "checkpoints");

    public FilmSubject {
        kinds = List.copyOf(kinds);
    }

    /** What cannot be filmed, with the reason and the way out. */
    public static FilmSubject impossible(String title, String trouble) {
        return new FilmSubject(
                title, "", FilmConfig.defaults(), BeginSettings.NOISE, List.of(), trouble);
    }

    /** Whether it shows how a model came about, not a picture. */
    boolean ofTraining() {
        return OF_TRAINING.contains(film.kind());
    }

    FilmSubject with(String key, Object value) {
        return new FilmSubject(title, name, film.with(key, value), from, kinds, trouble);
    }

    /** What the film will show, in words. */
    String words() {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        return switch (film.kind()) {
            case "training" ->
                    "The pictures that the run drew while it trained, always with the same seeds,"
                            + " one after the other.";
            case "checkpoints" ->
                    "Each checkpoint of the run draws the same noise anew: "
                            + film.sampling().count()
                            + (film.sampling().count() == 1 ? " picture, " : " pictures, ")
                            + film.sampling().steps()
                            + " steps, seed "
                            + film.sampling().seed()
                            + ".";
            default ->
                    "Every step of its sampling: the latent channels (more than three mixed to"
                            + " colours along their principal components), the noisy picture and"
                            + " what the model takes it for, side by side. "
                            + film.sampling().steps()
                            + " steps, seed "
                            + film.sampling().seed()
                            + (film.index() == 0 ? "" : ", picture " + (film.index() + 1))
                            + ".";
        };
    }
}
