package ldmstudio.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Fields that requests got after their first version: an older window leaves them out, and they
 * then have the value that draws what it drew before.
 */
final class LaterFields {
    private LaterFields() {}

    /** Fills in the {@link SampleSettings} of any request that has some. */
    static void fill(JsonNode request) {
        if (request.get("settings") instanceof ObjectNode settings) {
            fillSettings(settings);
        }
        if (request.get("drawings") instanceof ArrayNode drawings) {
            for (JsonNode drawing : drawings) {
                if (drawing instanceof ObjectNode settings) {
                    fillSettings(settings);
                }
            }
        }
    }

    private static void fillSettings(ObjectNode settings) {
        if (!settings.has("model")) {
            settings.put("model", "");
        }
        if (!settings.has("from")) {
            settings.putObject("from");
        }
        if (settings.get("from") instanceof ObjectNode from) {
            fillBeginning(from);
        }
    }

    private static void fillBeginning(ObjectNode from) {
        boolean picture = hasText(from, "picture");
        boolean mask = hasText(from, "mask");
        absent(from, "picture", "");
        absent(from, "mask", "");
        if (!from.has("strength")) {
            from.put("strength", picture ? BeginSettings.usualStrength(mask) : 1);
        }
        for (String side :
                new String[] {
                    "extend_left",
                    "extend_top",
                    "extend_right",
                    "extend_bottom",
                    "width",
                    "height",
                    "variation_seed"
                }) {
            if (!from.has(side)) {
                from.put(side, 0);
            }
        }
        if (!from.has("variation_amount")) {
            from.put("variation_amount", 0.0);
        }
    }

    private static boolean hasText(ObjectNode node, String key) {
        JsonNode value = node.get(key);
        return value != null && value.isTextual() && !value.textValue().isBlank();
    }

    private static void absent(ObjectNode node, String key, String value) {
        if (!node.has(key)) {
            node.put(key, value);
        }
    }
}
