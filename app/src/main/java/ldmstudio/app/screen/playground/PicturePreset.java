package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Path;
import ldmstudio.app.workspace.RememberedJson;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.RecipeSettings;
import ldmstudio.engine.worker.SampleSettings;

/** Makes a preset of the recipe inside a picture. */
public final class PicturePreset {
    private static final int LONGEST = 28;

    private PicturePreset() {}

    /**
     * Keeps a picture's settings among the presets of a workspace; in the background.
     *
     * @return the preset's name, which no other one had
     * @throws IOException in words, for a picture without a recipe
     */
    public static String save(Path picture, Path workspace) throws IOException {
        ImageRecipe recipe =
                ImageRecipe.read(picture)
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                picture.getFileName()
                                                        + " holds no recipe. Choose a picture"
                                                        + " that was drawn here."));
        SampleSettings settings = RecipeSettings.of(recipe, workspace.toString());
        Presets presets =
                new Presets(
                        new RememberedJson(
                                () -> WorkspaceFiles.remembered(workspace, Presets.FILE),
                                Runnable::run));
        presets.reload();
        String name = free(presets, words(recipe));
        presets.save(
                name,
                new DrawValues(
                        recipe.prompt(),
                        settings.classLabels(),
                        true,
                        settings.how(),
                        settings.from().width(),
                        settings.from().height()));
        return name;
    }

    private static String words(ImageRecipe recipe) {
        String shown = recipe.prompt().isBlank() ? recipe.className() : recipe.prompt();
        String plain = shown.replaceAll("\\s+", " ").strip();
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST - 1) + "…" : plain;
        return (cut.isEmpty() ? "" : cut + ", ")
                + SamplerNames.of(recipe.sampler())
                + " "
                + recipe.steps();
    }

    private static String free(Presets presets, String words) {
        String name = words;
        for (int i = 2; presets.find(name).isPresent(); i++) {
            name = words + " (" + i + ")";
        }
        return name;
    }
}
