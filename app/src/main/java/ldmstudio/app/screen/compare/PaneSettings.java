package ldmstudio.app.screen.compare;

import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.SampleSettings;

/** From a pane's values to what the worker is asked. */
final class PaneSettings {
    private PaneSettings() {}

    /**
     * The settings of a pane; what the page does not show is as the model's own run had it.
     *
     * @param previewEvery steps between two pictures of x̂0; 0: none
     * @throws IllegalArgumentException for a value that no model understands, in words
     */
    static SampleSettings of(
            CompareState state,
            PaneSpec pane,
            ModelKnowledge model,
            int previewEvery,
            String outDir) {
        SamplingConfig how = model.sampling().with("prompts", "");
        for (SharedValue value :
                List.of(
                        SharedValue.SEED,
                        SharedValue.STEPS,
                        SharedValue.GUIDANCE,
                        SharedValue.SAMPLER,
                        SharedValue.COUNT)) {
            how = how.with(value.key(), state.value(pane, value));
        }
        String negative = model.text() ? state.value(pane, SharedValue.NEGATIVE_PROMPT) : "";
        return new SampleSettings(
                labels(state.value(pane, SharedValue.CLASS), model),
                prompts(state.value(pane, SharedValue.PROMPT), model),
                how.with("negative_prompt", negative),
                previewEvery,
                outDir,
                BeginSettings.NOISE,
                pane.model());
    }

    private static List<String> prompts(String text, ModelKnowledge model) {
        return model.text()
                ? text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()
                : List.of();
    }

    /** A model that does not know the class draws all of its own in turn. */
    private static List<Integer> labels(String name, ModelKnowledge model) {
        int label = model.classes().indexOf(name);
        return label >= 0
                ? List.of(label)
                : IntStream.range(0, model.classes().size()).boxed().toList();
    }
}
