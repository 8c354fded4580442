package ldmstudio.app.screen.playground;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ldmstudio.engine.data.AttributeSentence;

/**
 * Attributes in a prompt of one or several lines. A line that is a caption of the model's data is
 * written anew as its data would say it; to a line of a person's own words an attribute is added at
 * the end, or taken away from it.
 */
final class AttributePrompt {
    private final List<String> names;

    /**
     * @param names of the attributes, as the data has them
     */
    AttributePrompt(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** The attributes that every line of the prompt tells. */
    Set<String> on(String prompt) {
        Set<String> on = new LinkedHashSet<>(prompt.isBlank() ? List.of() : names);
        for (String line : lines(prompt)) {
            on.retainAll(onLine(line));
        }
        return on;
    }

    private Set<String> onLine(String line) {
        Optional<Set<String>> said = AttributeSentence.read(names, line);
        if (said.isPresent()) {
            return said.get();
        }
        Set<String> on = new LinkedHashSet<>();
        List<String> parts = parts(line);
        for (String name : names) {
            if (parts.contains(AttributeSentence.words(name))) {
                on.add(name);
            }
        }
        return on;
    }

    /** The prompt with an attribute, or without it, in every line. */
    String with(String prompt, String name, boolean on) {
        List<String> lines = lines(prompt).stream().map(line -> line(line, name, on)).toList();
        return lines.isEmpty() ? line("", name, on) : String.join("\n", lines);
    }

    private String line(String line, String name, boolean on) {
        Optional<Set<String>> said =
                line.isBlank() ? Optional.of(Set.of()) : AttributeSentence.read(names, line);
        if (said.isPresent()) {
            Set<String> next = new LinkedHashSet<>(said.get());
            if (on) {
                next.add(name);
            } else {
                next.remove(name);
            }
            return AttributeSentence.of(names, next);
        }
        List<String> parts = new ArrayList<>(parts(line));
        parts.remove(AttributeSentence.words(name));
        if (on) {
            parts.add(AttributeSentence.words(name));
        }
        return String.join(", ", parts);
    }

    private static List<String> lines(String prompt) {
        return prompt.lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<String> parts(String line) {
        return List.of(line.strip().split("\\s*,\\s*"));
    }
}
