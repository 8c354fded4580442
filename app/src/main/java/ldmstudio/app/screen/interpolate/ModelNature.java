package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a loaded model says about itself.
 *
 * @param text it listens to prompts
 * @param classes names of its classes; empty: none
 * @param samplers that can draw from it
 * @param sampling how it is drawn from by itself
 * @param shown prompts that show what it can do
 */
record ModelNature(
        boolean text,
        List<String> classes,
        List<String> samplers,
        SamplingConfig sampling,
        List<String> shown) {
    static final ModelNature UNKNOWN =
            new ModelNature(true, List.of(), List.of(), SamplingConfig.defaults(), List.of());

    static ModelNature of(Map<String, Object> description) {
        SamplingConfig sampling = SamplingConfig.defaults();
        if (description.get("sampling") instanceof Map<?, ?> values) {
            for (Map.Entry<?, ?> value : values.entrySet()) {
                Object number = value.getValue();
                if (number != null) {
                    sampling = with(sampling, String.valueOf(value.getKey()), number);
                }
            }
        }
        return new ModelNature(
                Boolean.TRUE.equals(description.get("text")),
                words(description.get("classes")),
                words(description.get("samplers")),
                sampling,
                sampling.promptList());
    }

    /** The same with better known prompts; none: as it is. */
    ModelNature withPrompts(List<String> better) {
        return better.isEmpty()
                ? this
                : new ModelNature(text, classes, samplers, sampling, List.copyOf(better));
    }

    private static SamplingConfig with(SamplingConfig sampling, String key, Object value) {
        try {
            return sampling.with(key, value);
        } catch (ConfigException unknown) {
            // A newer worker knows more than this window; the rest is still of use.
            return sampling;
        }
    }

    private static List<String> words(@Nullable Object list) {
        return list instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A first walk that shows what the model can do: its own prompts, or two of its classes. */
    WalkConfig example() {
        List<String> prompts = new ArrayList<>();
        for (String prompt : shown) {
            if (!prompt.isBlank() && !prompts.contains(prompt)) {
                prompts.add(prompt);
            }
        }
        while (prompts.size() < 2) {
            prompts.add(prompts.isEmpty() ? "" : prompts.get(0));
        }
        Keyframe a = Keyframe.of(text ? prompts.get(0) : "", 1);
        Keyframe b = Keyframe.of(text ? prompts.get(1) : "", 2);
        if (!classes.isEmpty()) {
            a = a.with("class_label", 0);
            b = b.with("class_label", Math.min(1, classes.size() - 1));
        }
        return own().withKeyframes(List.of(a, b));
    }

    /** A walk with the steps, the guidance and the sampler that the model draws with by itself. */
    WalkConfig own() {
        return WalkConfig.defaults().withSampling(sampling.with("prompts", "").with("count", 1));
    }

    /**
     * What somebody wrote while the model was loading, with its own steps, guidance and sampler.
     */
    WalkConfig taken(WalkConfig walk) {
        return walk.withSampling(own().sampling());
    }

    /** A walk as this model can draw it: its own sampler where it does not know the walk's. */
    WalkConfig fit(WalkConfig walk) {
        boolean known = samplers.isEmpty() || samplers.contains(walk.sampling().sampler());
        return known ? walk : walk.with("sampling.sampler", sampling.sampler());
    }
}
