package ldmstudio.app.film;

import java.nio.file.Path;
import ldmstudio.app.AppContext;
import ldmstudio.app.notify.Failures;

/** Films of runs: opens the panel for what a run has to show. */
public final class TrainingFilms {
    private final AppContext context;
    private final GrowthFilms films;

    /**
     * @param name of the file in the workspace that remembers an unfinished film
     */
    public TrainingFilms(AppContext context, String name) {
        this.context = context;
        films = new GrowthFilms(context, name);
    }

    public GrowthFilms films() {
        return films;
    }

    /** Opens the panel for a run, whose folder is read in the background. */
    public void film(Path run) {
        context.runner()
                .run("Look at " + run.getFileName(), p -> TrainingSubject.of(run))
                .onSuccess(films::open)
                .onFailure(
                        e ->
                                films.open(
                                        FilmSubject.impossible(
                                                TrainingSubject.TITLE, Failures.message(e))));
    }
}
