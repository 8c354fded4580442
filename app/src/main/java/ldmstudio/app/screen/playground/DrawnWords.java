package ldmstudio.app.screen.playground;

import ldmstudio.app.control.NumberText;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.SampleSettings;

/** What was drawn and how, in a line for people. */
final class DrawnWords {
    private static final int LONGEST = 60;

    private DrawnWords() {}

    static String of(Drawing drawing) {
        SampleSettings first = drawing.settings();
        SamplingConfig how = first.how();
        String what =
                !first.prompts().isEmpty()
                        ? first.prompts().get(0)
                        : first.classLabels().size() == 1
                                        && first.classLabel(0) < drawing.classes().size()
                                ? drawing.classes().get(first.classLabel(0))
                                : "";
        int count = drawing.count();
        return line(what, count + (count == 1 ? " picture" : " pictures"), how.seed(), how.steps())
                + how(how.sampler(), how.guidanceScale(), drawing.modelName());
    }

    static String of(ImageRecipe recipe, int count) {
        String what = recipe.prompt().isEmpty() ? recipe.className() : recipe.prompt();
        String model = recipe.modelPath().replace('\\', '/');
        String name = model.substring(model.lastIndexOf('/') + 1);
        return line(
                        what,
                        count + (count == 1 ? " picture" : " pictures"),
                        recipe.seed(),
                        recipe.steps())
                + how(recipe.sampler(), recipe.guidanceScale(), name);
    }

    private static String line(String what, String count, long seed, int steps) {
        String said = what.replace('\n', ' ').strip();
        String shown = said.length() > LONGEST ? said.substring(0, LONGEST - 1) + "…" : said;
        return (shown.isEmpty() ? "" : shown + "  ·  ")
                + count
                + "  ·  seed "
                + seed
                + "  ·  "
                + steps
                + " steps";
    }

    private static String how(String sampler, double guidance, String model) {
        return " of "
                + SamplerNames.of(sampler)
                + "  ·  guidance "
                + NumberText.of(guidance)
                + (model.isEmpty() ? "" : "  ·  " + model);
    }
}
