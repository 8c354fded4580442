package ldmstudio.engine.worker;

import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.ImageRecipe;

/** What a picture's recipe says as settings that draw it again. */
public final class RecipeSettings {
    private RecipeSettings() {}

    /**
     * The settings of the picture that has the recipe.
     *
     * @param outDir folder for what is drawn with them
     * @throws IllegalArgumentException for numbers that are none
     */
    public static SampleSettings of(ImageRecipe recipe, String outDir) {
        return new SampleSettings(
                recipe.classLabel() < 0 ? List.of() : List.of(recipe.classLabel()),
                recipe.prompt().isEmpty() ? List.of() : List.of(recipe.prompt()),
                how(recipe),
                0,
                outDir,
                RecipeBeginning.read(recipe),
                recipe.modelPath());
    }

    /** Sampler, steps, guidance and the like; one picture. */
    static SamplingConfig how(ImageRecipe recipe) {
        SamplingConfig how =
                SamplingConfig.of(
                                recipe.sampler(),
                                recipe.steps(),
                                recipe.guidanceScale(),
                                recipe.eta(),
                                recipe.sigmaScale(),
                                1,
                                recipe.seed())
                        .with("negative_prompt", recipe.negativePrompt());
        for (Map.Entry<String, String> setting : recipe.settings().entrySet()) {
            // The others say what it began from and with whom it was drawn.
            if (SamplingConfig.unusualKeys().contains(setting.getKey())) {
                how = how.with(setting.getKey(), setting.getValue());
            }
        }
        return how;
    }
}
