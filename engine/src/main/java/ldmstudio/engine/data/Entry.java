package ldmstudio.engine.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a picture without decoding it.
 *
 * @param id the picture's name inside its data set: a relative path with forward slashes
 * @param classLabel index into {@link Dataset#classes()}, or -1 where there are no classes
 * @param caption a sentence that describes it, or the empty string
 * @param attributes what the source says of it beside the caption, name to word, in the source's
 *     order; empty where it says nothing. Shapes: {@code form}, {@code colour}, {@code size},
 *     {@code position}, {@code background}
 */
public record Entry(String id, int classLabel, String caption, Map<String, String> attributes) {
    public Entry {
        attributes =
                attributes.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** An entry without attributes. */
    public Entry(String id, int classLabel, String caption) {
        this(id, classLabel, caption, Map.of());
    }
}
