package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.RunFolder;
import org.jspecify.annotations.Nullable;

/** What a run's folder tells before its model is loaded, and a worker when it is. */
record ModelFacts(List<Checkpoint> checkpoints, @Nullable SamplingConfig sampling, boolean text) {
    /** Reads a run's folder. */
    static ModelFacts of(Path folder) throws Exception {
        List<Checkpoint> newestFirst = new ArrayList<>();
        try (RunFolder opened = RunFolder.open(folder)) {
            newestFirst.addAll(opened.checkpoints());
        }
        Collections.reverse(newestFirst);
        var config = RunConfigs.read(folder.resolve(RunFolder.RUN_YAML), List.of());
        return config instanceof Stage2Config stage2
                ? new ModelFacts(newestFirst, stage2.sampling(), stage2.condition().byText())
                : new ModelFacts(newestFirst, null, false);
    }

    /** Takes over how the run drew its own samples; what the person wrote stays. */
    DrawValues over(DrawValues values) {
        if (sampling == null) {
            return values;
        }
        String prompts = String.join("\n", sampling.promptList());
        SamplingConfig how = values.how();
        return values.withHow(
                        sampling.with("count", how.count())
                                .with("seed", how.seed())
                                .with(
                                        "negative_prompt",
                                        how.negativePrompt().isEmpty()
                                                ? sampling.negativePrompt()
                                                : how.negativePrompt()))
                .withPrompt(values.prompt().isBlank() ? prompts : values.prompt());
    }

    /** Names of the classes that a loaded model knows. */
    static List<String> classes(Map<String, Object> description) {
        return names(description, "classes");
    }

    private static List<String> names(Map<String, Object> description, String key) {
        return description.get(key) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Puts what a loaded model listens to into the form. */
    static void tell(Map<String, Object> description, SampleForm form) {
        form.know(classes(description));
        form.attributes().setAll(names(description, "attributes"));
        form.sizeMultipleProperty()
                .set(description.get("size_multiple") instanceof Number n ? n.intValue() : 1);
        form.studentProperty().set(Boolean.TRUE.equals(description.get("student")));
        form.listensToTextProperty().set(Boolean.TRUE.equals(description.get("text")));
        if (description.get("samplers") instanceof List<?> words) {
            form.offer(words.stream().map(String::valueOf).toList());
        }
    }

    /** Begins with the sampler, the steps and the guidance that a loaded model names. */
    static void begin(Map<String, Object> description, SampleForm form) {
        if (!(description.get("sampling") instanceof Map<?, ?> sampling)) {
            return;
        }
        if (sampling.get("sampler") instanceof String sampler
                && form.samplers().contains(sampler)) {
            form.samplerProperty().set(sampler);
        }
        if (sampling.get("steps") instanceof Number steps) {
            form.stepsProperty().set(steps.intValue());
        }
        if (sampling.get("guidance_scale") instanceof Number guidance) {
            form.guidanceProperty().set(guidance.doubleValue());
        }
    }
}
