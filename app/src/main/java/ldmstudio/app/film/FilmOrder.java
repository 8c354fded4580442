package ldmstudio.app.film;

import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;

/** A film as it is asked of a worker; the same order goes on with the frames of an earlier one. */
public sealed interface FilmOrder {
    /** File of the film, or folder for pictures. */
    String out();

    VideoConfig video();

    /** Whether the frames that a worker tells are shown once more in the other direction. */
    boolean pingPong();

    /** Whether a worker counts the frames of the film, not steps of several kinds. */
    boolean countsFrames();

    Request request(String id);

    /** A walk. */
    record Walk(WalkRecipe recipe) implements FilmOrder {
        @Override
        public String out() {
            return recipe.out();
        }

        @Override
        public VideoConfig video() {
            return recipe.video();
        }

        @Override
        public boolean pingPong() {
            return recipe.walk().pingPong();
        }

        @Override
        public boolean countsFrames() {
            return true;
        }

        @Override
        public Request request(String id) {
            return new Request.Render(
                    id, recipe.model(), recipe.walk(), recipe.video(), recipe.out());
        }
    }

    /**
     * A sampling or a training.
     *
     * @param from what the filmed picture began with
     */
    record Growth(FilmConfig film, BeginSettings from) implements FilmOrder {
        @Override
        public String out() {
            return film.out();
        }

        @Override
        public VideoConfig video() {
            return film.video();
        }

        @Override
        public boolean pingPong() {
            return film.video().pingPong();
        }

        @Override
        public boolean countsFrames() {
            return false;
        }

        @Override
        public Request request(String id) {
            return new Request.Film(
                    id,
                    film.kind(),
                    film.model(),
                    new SampleSettings(
                            film.classLabels().stream().filter(label -> label >= 0).toList(),
                            film.sampling().promptList(),
                            film.sampling(),
                            0,
                            film.out(),
                            from,
                            film.model()),
                    film.index(),
                    film.video(),
                    film.out());
        }
    }
}
