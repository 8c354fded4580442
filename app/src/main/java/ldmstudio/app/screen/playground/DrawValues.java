package ldmstudio.app.screen.playground;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.SampleSettings;

/**
 * Everything that is set on the page at one moment, as a value: what a preset keeps, what is
 * remembered, what undoing goes back to.
 *
 * @param prompt one line a text; several are taken in turn
 * @param classLabels classes drawn in turn; empty: every class
 * @param seedLocked the same seed again at the next drawing
 * @param how all settings of sampling, the negative prompt and the seed among them
 * @param width 0: the model's own
 * @param height 0: the model's own
 */
record DrawValues(
        String prompt,
        List<Integer> classLabels,
        boolean seedLocked,
        SamplingConfig how,
        int width,
        int height) {
    /** What the page begins with. */
    static final DrawValues FIRST =
            new DrawValues("", List.of(), false, SamplingConfig.defaults().with("count", 4), 0, 0);

    DrawValues {
        classLabels = List.copyOf(classLabels);
    }

    DrawValues withPrompt(String other) {
        return new DrawValues(other, classLabels, seedLocked, how, width, height);
    }

    DrawValues withClasses(List<Integer> others) {
        return new DrawValues(prompt, others, seedLocked, how, width, height);
    }

    DrawValues withSeedLocked(boolean locked) {
        return new DrawValues(prompt, classLabels, locked, how, width, height);
    }

    DrawValues withHow(SamplingConfig other) {
        return new DrawValues(prompt, classLabels, seedLocked, other, width, height);
    }

    DrawValues withSize(int newWidth, int newHeight) {
        return new DrawValues(prompt, classLabels, seedLocked, how, newWidth, newHeight);
    }

    /** The texts, one a line. */
    List<String> prompts() {
        return prompt.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /**
     * As the worker is asked.
     *
     * @param text whether the model hears prompts
     * @param classCount classes that it knows
     */
    SampleSettings settings(boolean text, int classCount, BeginSettings begin, Path outDir) {
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classCount; label++) {
            if (classLabels.isEmpty() || classLabels.contains(label)) {
                labels.add(label);
            }
        }
        boolean own = begin.width() > 0 || begin.extendsPicture();
        return new SampleSettings(
                labels,
                text ? prompts() : List.of(),
                text ? how : how.with("negative_prompt", ""),
                1,
                outDir.toString(),
                own || width == 0 ? begin : begin.withSize(width, height),
                "");
    }

    /** For a file. */
    Map<String, Object> toJson() {
        Map<String, Object> sampling = new LinkedHashMap<>();
        for (FieldInfo field : FormModel.of(SamplingConfig.class)) {
            sampling.put(field.path(), String.valueOf(how.get(field.path())));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prompt", prompt);
        json.put("classes", classLabels);
        json.put("seed_locked", seedLocked);
        json.put("width", width);
        json.put("height", height);
        json.put("sampling", sampling);
        return json;
    }

    /** From a file of this or another version: what it does not say is as it is at first. */
    static DrawValues fromJson(JsonNode json) {
        List<Integer> classes = new ArrayList<>();
        json.path("classes").forEach(label -> classes.add(Math.max(0, label.asInt())));
        SamplingConfig how = SamplingConfig.defaults();
        for (Map.Entry<String, JsonNode> setting : json.path("sampling").properties()) {
            how = with(how, setting.getKey(), setting.getValue().asText());
        }
        return new DrawValues(
                json.path("prompt").asText(),
                classes,
                json.path("seed_locked").asBoolean(),
                how,
                Math.max(0, json.path("width").asInt()),
                Math.max(0, json.path("height").asInt()));
    }

    /** One setting by its text; a text that is none leaves it as it was. */
    static SamplingConfig with(SamplingConfig how, String key, String text) {
        try {
            return how.with(key, text);
        } catch (IllegalArgumentException notOfSampling) {
            return how;
        }
    }
}
