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
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
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

    /** A model that is no run of the workspace, as the page lists it: without a step. */
    static RunStatus foreign(Path model) {
        Path whole = model.toAbsolutePath().normalize();
        return new RunStatus(
                whole,
                String.valueOf(whole.getFileName()),
                RunState.FINISHED,
                "diffusion",
                0,
                0,
                Map.of(),
                Map.of(),
                Double.NaN,
                0,
                -1,
                0,
                0,
                "",
                "");
    }

    /** Takes over how the run drew its own samples. */
    void apply(SampleForm form) {
        form.listensToTextProperty().set(text);
        if (sampling != null) {
            if (!form.samplers().contains(sampling.sampler())) {
                form.samplers().add(sampling.sampler());
            }
            form.moreProperty().set(sampling);
            form.negativePromptProperty().set(sampling.negativePrompt());
            if (form.promptProperty().get().isBlank()) {
                form.promptProperty().set(String.join("\n", sampling.promptList()));
            }
            form.samplerProperty().set(sampling.sampler());
            form.stepsProperty().set(sampling.steps());
            form.guidanceProperty().set(sampling.guidanceScale());
            form.etaProperty().set(sampling.eta());
            form.sigmaScaleProperty().set(sampling.sigmaScale());
            form.countProperty().set(Math.min(64, sampling.count()));
        }
    }

    /** Puts what a loaded model listens to into the form. */
    static void tell(Map<String, Object> description, SampleForm form) {
        if (description.get("classes") instanceof List<?> names) {
            List<String> classes = names.stream().map(String::valueOf).toList();
            if (!classes.equals(form.classes())) {
                int chosen = form.classLabelProperty().get();
                form.classes().setAll(classes);
                form.classLabelProperty()
                        .set(chosen < classes.size() ? chosen : SampleForm.ALL_IN_TURN);
            }
        }
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
        if (sampling.get("count") instanceof Number count) {
            form.countProperty().set(Math.min(64, count.intValue()));
        }
    }
}
