package ldmstudio.engine.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Attributes that a picture has or has not as a caption, and a caption as attributes: "a young
 * woman: black hair, smiling, wearing lipstick". Male and Young, where there are such, are told by
 * who it is; all others by their names.
 */
public final class AttributeSentence {
    private static final String MALE = "Male";
    private static final String YOUNG = "Young";

    /** Captions that are looked at to know whether they are such sentences. */
    private static final int LOOKED_AT = 16;

    private AttributeSentence() {}

    /**
     * The caption of a picture.
     *
     * @param names all attributes, in the order in which they are told
     * @param on those that it has
     */
    public static String of(List<String> names, Set<String> on) {
        List<String> rest = new ArrayList<>();
        for (String name : names) {
            if (on.contains(name) && !name.equals(MALE) && !name.equals(YOUNG)) {
                rest.add(words(name));
            }
        }
        String who =
                (on.contains(YOUNG) ? "a young " : "a ") + (on.contains(MALE) ? "man" : "woman");
        return rest.isEmpty() ? who : who + ": " + String.join(", ", rest);
    }

    /** The attributes that a caption tells; empty: it is no such sentence. */
    public static Optional<Set<String>> read(List<String> names, String caption) {
        Map<String, String> byWords = new HashMap<>();
        names.forEach(name -> byWords.put(words(name), name));
        String[] parts = caption.strip().split("\\s*:\\s*", 2);
        Set<String> on = new LinkedHashSet<>();
        switch (parts[0]) {
            case "a young woman" -> on.add(YOUNG);
            case "a man" -> on.add(MALE);
            case "a young man" -> on.addAll(List.of(YOUNG, MALE));
            case "a woman" -> {}
            default -> {
                return Optional.empty();
            }
        }
        if (parts.length > 1 && !parts[1].isBlank()) {
            for (String part : parts[1].split(",")) {
                String name = byWords.get(part.strip());
                if (name == null) {
                    return Optional.empty();
                }
                on.add(name);
            }
        }
        return names.containsAll(on) ? Optional.of(on) : Optional.empty();
    }

    /** An attribute's name as it is told: {@code Black_Hair} as "black hair". */
    public static String words(String name) {
        return name.replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /**
     * The attributes of data whose captions are such sentences; empty where a person wrote the
     * captions, or the data names no attributes that are there or not.
     */
    public static List<String> namesOf(Dataset data) {
        List<String> names = List.of();
        for (int i = 0; i < Math.min(LOOKED_AT, data.size()); i++) {
            Entry entry = data.entry(i);
            names = List.copyOf(entry.attributes().keySet());
            Set<String> on = new LinkedHashSet<>();
            for (Map.Entry<String, String> each : entry.attributes().entrySet()) {
                if (each.getValue().equals("yes")) {
                    on.add(each.getKey());
                } else if (!each.getValue().equals("no")) {
                    return List.of();
                }
            }
            if (names.isEmpty() || !entry.caption().equals(of(names, on))) {
                return List.of();
            }
        }
        return names;
    }
}
