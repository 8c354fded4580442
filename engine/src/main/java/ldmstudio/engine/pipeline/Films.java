package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.FilmConfigs;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.video.VideoWriter;
import ldmstudio.engine.video.VideoWriters;

/**
 * Films of a sampling or of a training. The same settings give the same frames, byte for byte; a
 * film that was stopped goes on with the frames that it has.
 */
public final class Films {
    private static final int BATCH = 16;
    private static final BeginningFiles NOTHING =
            new BeginningFiles(null, null, null, null, 0, 0, Variation.NONE);

    private Films() {}

    /**
     * Every step of one sampling.
     *
     * @param out the video, which must not exist
     * @throws IllegalArgumentException for settings that the model does not know
     * @throws java.util.concurrent.CancellationException when the progress asked for it
     */
    public static VideoWriter.Finished denoising(
            LoadedModel model, FilmConfig film, Path out, FilmProgress progress)
            throws IOException {
        return denoising(model, film, NOTHING, out, progress);
    }

    /**
     * Every step of one sampling that begins with files.
     *
     * @param from what the picture began with; outpainting is many samplings and has no film
     */
    public static VideoWriter.Finished denoising(
            LoadedModel model,
            FilmConfig film,
            BeginningFiles from,
            Path out,
            FilmProgress progress)
            throws IOException {
        VideoWriters.checkPlace(out, film.video());
        if (from.margins() != null) {
            throw new IllegalArgumentException(
                    "Outpainting is many samplings, window by window, and has no one film. Film a"
                            + " picture that does not grow beyond its edges");
        }
        SamplingPlan plan =
                plan(model, film, film.index() + 1)
                        .withFrom(from.beginning(model.pipeline().model()));
        VideoRecipe recipe =
                VideoRecipe.of(
                        "denoising film",
                        prompts(plan),
                        film.model(),
                        model.model().step(),
                        model.recipe(plan, 0).modelFingerprint(),
                        settings(film) + lines(from.facts()));
        return new DenoisingFilm(model.pipeline(), plan, film.index(), progress)
                .write(out, film.video(), recipe);
    }

    /**
     * The previews or the checkpoints of a run in order.
     *
     * @param out the video, which must not exist
     * @throws ldmstudio.engine.run.RunFolderException when the run has none yet, or is none
     * @throws java.util.concurrent.CancellationException when the progress asked for it
     */
    public static VideoWriter.Finished training(FilmConfig film, Path out, FilmProgress progress)
            throws IOException {
        VideoWriters.checkPlace(out, film.video());
        return new TrainingFilm(film, progress).write(out);
    }

    /** The pictures that a film wishes for, of this model. */
    static SamplingPlan plan(LoadedModel model, FilmConfig film, int count) {
        List<Integer> inTurn = model.labelsInTurn(count);
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> labels = film.classLabels();
            int label = labels.isEmpty() ? inTurn.get(i) : labels.get(i % labels.size());
            wishes.add(new Wish(label, film.prompt(i), null));
        }
        return new SamplingPlan(film.sampling(), wishes, BATCH, 0);
    }

    private static List<String> prompts(SamplingPlan plan) {
        return plan.wishes().stream().map(Wish::prompt).filter(text -> !text.isBlank()).toList();
    }

    /** What the pictures began with, as comments below the settings. */
    private static String lines(Map<String, String> facts) {
        StringBuilder lines = new StringBuilder();
        facts.forEach((name, value) -> lines.append("# %s: %s\n".formatted(name, value)));
        return lines.toString();
    }

    /** What draws the frames again; where the file lies and how it is coded is not part of it. */
    static String settings(FilmConfig film) {
        return FilmConfigs.write(
                new FilmConfig(
                        film.kind(),
                        film.model(),
                        "",
                        film.classLabels(),
                        film.index(),
                        film.sampling(),
                        FilmConfig.defaults().video().with("fps", film.video().fps())));
    }
}
