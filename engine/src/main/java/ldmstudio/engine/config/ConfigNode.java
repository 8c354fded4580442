package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration as it was written, before it becomes records: scalars, lists and groups. */
sealed interface ConfigNode {
    Place place();

    /** How a scalar was written; decides how strictly its text is read. */
    enum Style {
        /** A plain word or number of a file. */
        PLAIN,
        /** Text in quotes: never a number or a switch. */
        QUOTED,
        /** Typed into a form or an override, or from code: also lists by commas. */
        GIVEN,
        /** No value at all ({@code key:} or {@code null}). */
        NONE
    }

    record Scalar(String text, Style style, Place place) implements ConfigNode {}

    record Items(List<ConfigNode> entries, Place place) implements ConfigNode {}

    record Group(Map<String, ConfigNode> entries, Place place) implements ConfigNode {}

    /** A plain Java value (map, list, number, switch, text) as a node. */
    static ConfigNode of(@Nullable Object value, Place place) {
        if (value == null) {
            return new Scalar("", Style.NONE, place);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), of(entry, place)));
            return new Group(entries, place);
        }
        if (value instanceof Iterable<?> list) {
            List<ConfigNode> entries = new ArrayList<>();
            list.forEach(entry -> entries.add(of(entry, place)));
            return new Items(entries, place);
        }
        return new Scalar(String.valueOf(value), Style.GIVEN, place);
    }
}
