package ldmstudio.app.screen.playground;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.app.workspace.RememberedJson;
import ldmstudio.engine.worker.BeginSettings;

/**
 * What the page looked like, in a file of the workspace, so that a restart or a crash costs
 * nothing.
 *
 * @param model path of the chosen model; empty: none
 * @param opened models that were opened from elsewhere
 * @param single whether one picture was shown large
 * @param shown folder of the drawing that was looked at; empty: none
 * @param script of the section "Script"
 * @param begin of the section "Start from"
 */
record PlaygroundMemory(
        DrawValues values,
        String model,
        List<String> opened,
        boolean single,
        String shown,
        String script,
        BeginSettings begin) {
    private static final PlaygroundMemory FIRST =
            new PlaygroundMemory(
                    DrawValues.FIRST, "", List.of(), false, "", "", BeginSettings.NOISE);

    PlaygroundMemory {
        opened = List.copyOf(opened);
    }

    /** What was remembered, or what the page begins with. */
    static PlaygroundMemory read(RememberedJson file) {
        return file.read().map(PlaygroundMemory::of).orElse(FIRST);
    }

    /** Whether nothing was remembered yet. */
    boolean isFirst() {
        return equals(FIRST);
    }

    private static PlaygroundMemory of(JsonNode json) {
        List<String> opened = new ArrayList<>();
        json.path("opened").forEach(path -> opened.add(path.asText()));
        return new PlaygroundMemory(
                DrawValues.fromJson(json.path("values")),
                json.path("model").asText(),
                opened,
                json.path("single").asBoolean(),
                json.path("shown").asText(),
                json.path("script").asText(),
                begin(json.path("begin")));
    }

    private static BeginSettings begin(JsonNode json) {
        try {
            return json.isObject()
                    ? new BeginSettings(
                            json.path("picture").asText(),
                            json.path("strength").asDouble(1),
                            json.path("mask").asText(),
                            json.path("extendLeft").asInt(),
                            json.path("extendTop").asInt(),
                            json.path("extendRight").asInt(),
                            json.path("extendBottom").asInt(),
                            json.path("width").asInt(),
                            json.path("height").asInt(),
                            json.path("variationSeed").asLong(),
                            json.path("variationAmount").asDouble())
                    : BeginSettings.NOISE;
        } catch (IllegalArgumentException ofAnotherVersion) {
            return BeginSettings.NOISE;
        }
    }

    /** Remembers this soon. */
    void write(RememberedJson file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("values", values.toJson());
        json.put("model", model);
        json.put("opened", opened);
        json.put("single", single);
        json.put("shown", shown);
        json.put("script", script);
        json.put("begin", begin);
        file.write(json);
    }
}
