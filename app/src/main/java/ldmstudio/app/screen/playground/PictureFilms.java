package ldmstudio.app.screen.playground;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.app.AppContext;
import ldmstudio.app.film.FilmSubject;
import ldmstudio.app.film.GrowthFilms;
import ldmstudio.app.notify.Failures;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.PartedTexts;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.RecipeSettings;
import ldmstudio.engine.worker.SampleSettings;
import org.jspecify.annotations.Nullable;

/** Films of how finished pictures came about, by the recipes inside them. */
final class PictureFilms {
    private static final String TITLE = "Film this picture";

    private final AppContext context;
    private final ModelList models;
    private final GrowthFilms films;

    PictureFilms(AppContext context, ModelList models) {
        this.context = context;
        this.models = models;
        films = new GrowthFilms(context, "film-denoising.json");
    }

    GrowthFilms films() {
        return films;
    }

    /** Opens the panel for a picture; its recipe is read in the background. */
    void film(Path picture) {
        Path workspace = context.workspace().folder();
        Path chosen = models.weights().orElse(null);
        context.runner()
                .run(
                        "Read the recipe of " + picture.getFileName(),
                        p -> subject(picture, workspace, chosen))
                .onSuccess(films::open)
                .onFailure(e -> films.open(FilmSubject.impossible(TITLE, Failures.message(e))));
    }

    private static FilmSubject subject(Path picture, Path workspace, @Nullable Path chosen)
            throws Exception {
        ImageRecipe recipe = ImageRecipe.read(picture).orElse(null);
        if (recipe == null) {
            return FilmSubject.impossible(
                    TITLE,
                    "There is no recipe inside this picture, so nothing says how it was drawn."
                            + " Choose one that was drawn here.");
        }
        SampleSettings settings = RecipeSettings.of(recipe, workspace.toString());
        if (settings.from().extendsPicture()) {
            return FilmSubject.impossible(
                    TITLE,
                    "A picture that grew beyond its edges is many samplings, window by window,"
                            + " and has no one film. Choose another picture.");
        }
        Path own = workspace.resolve(recipe.modelPath());
        Path model = Files.exists(own) ? own : chosen;
        if (model == null) {
            return FilmSubject.impossible(
                    TITLE,
                    "Its model is not there any more: "
                            + recipe.modelPath()
                            + ". Put it back, or choose another model on the right.");
        }
        FilmConfig usual = FilmConfig.defaults();
        String shows = recipe.prompt().isEmpty() ? recipe.className() : recipe.prompt();
        return new FilmSubject(
                TITLE,
                shows.isEmpty() ? "denoising" : shows + " denoising",
                new FilmConfig(
                        "denoising",
                        model.toAbsolutePath().normalize().toString(),
                        "",
                        settings.classLabels(),
                        Math.max(0, recipe.index()),
                        settings.prompts().isEmpty()
                                ? settings.how()
                                : settings.how()
                                        .with(
                                                "prompts",
                                                PartedTexts.join(List.of(settings.prompt(0)))),
                        usual.video()),
                settings.from(),
                List.of(),
                "");
    }
}
