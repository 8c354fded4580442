package ldmstudio.app.screen.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.app.client.ShippedModel;
import ldmstudio.engine.config.PartedTexts;
import ldmstudio.engine.config.SamplingConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a loaded model says of itself.
 *
 * @param classes names of its classes; empty: it knows none
 * @param text whether it listens to prompts
 * @param samplers that can draw from it
 * @param sampling how its run drew samples
 */
public record ModelKnowledge(
        List<String> classes, boolean text, List<String> samplers, SamplingConfig sampling) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelKnowledge.class);

    /** Reads a worker's description of a model. */
    public static ModelKnowledge of(Map<String, Object> description) {
        return new ModelKnowledge(
                words(description.get("classes")),
                Boolean.TRUE.equals(description.get("text")),
                words(description.get("samplers")),
                sampling(description.get("sampling")));
    }

    /** As {@link #of(Map)}, of a model at a place: the shipped one brings prompts that suit it. */
    public static ModelKnowledge of(Map<String, Object> description, Path place)
            throws IOException {
        ModelKnowledge said = of(description);
        List<String> prompts = ShippedModel.prompts(place);
        return prompts.isEmpty()
                ? said
                : new ModelKnowledge(
                        said.classes,
                        said.text,
                        said.samplers,
                        said.sampling.with("prompts", PartedTexts.join(prompts)));
    }

    private static List<String> words(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    private static SamplingConfig sampling(@Nullable Object said) {
        SamplingConfig how = SamplingConfig.defaults();
        if (!(said instanceof Map<?, ?> values)) {
            return how;
        }
        for (Map.Entry<?, ?> value : values.entrySet()) {
            try {
                how = how.with(String.valueOf(value.getKey()), String.valueOf(value.getValue()));
            } catch (IllegalArgumentException unknownHere) {
                // A newer worker says more than this window understands.
                LOG.debug("not understood: {}", unknownHere.getMessage());
            }
        }
        return how;
    }
}
