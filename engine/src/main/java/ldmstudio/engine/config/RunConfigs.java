package ldmstudio.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import ldmstudio.engine.config.ConfigNode.Group;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes, changes and checks the configuration of a run.
 *
 * <p>Whatever a person wrote, every problem in it is reported at once, in one {@link
 * ConfigException}.
 */
public final class RunConfigs {
    private RunConfigs() {}

    /**
     * Reads a recipe with its includes and applies overrides.
     *
     * @param overrides {@code key=value}; the key dotted, or its last part where that is
     *     unambiguous
     * @throws ConfigException with all problems of the file, its includes and the overrides
     */
    public static RunConfig read(Path yaml, List<String> overrides) {
        return read(new ConfigSource.InFile(yaml), overrides);
    }

    /** As {@link #read(Path, List)} without overrides. */
    public static RunConfig read(Path yaml) {
        return read(yaml, List.of());
    }

    /**
     * Reads configuration text that is already in memory, such as an editor's.
     *
     * @param name what errors call the text
     * @param folder includes are relative to it
     */
    public static RunConfig parse(String yaml, String name, Path folder) {
        return read(new ConfigSource.InMemory(name, yaml, folder), List.of());
    }

    static RunConfig read(ConfigSource source, List<String> overrides) {
        return bound(problems -> YamlText.read(source, problems), overrides, new ArrayList<>());
    }

    /**
     * The configuration of a plain map, as {@link #toMap} makes it or as JSON gives it; missing
     * keys have their defaults.
     */
    public static RunConfig fromMap(Map<String, ?> map) {
        return bound(
                problems -> (Group) ConfigNode.of(map, Place.NONE), List.of(), new ArrayList<>());
    }

    private static RunConfig bound(
            Function<List<Problem>, @Nullable Group> reading,
            List<String> overrides,
            List<Problem> problems) {
        Group root = reading.apply(problems);
        RecordBinder binder = new RecordBinder(problems);
        RunConfig config = root == null ? null : binder.run(root);
        if (config == null) {
            throw new ConfigException(inOrder(problems));
        }
        RunConfig changed = Overrides.apply(config, overrides, problems, binder.places());
        return checked(changed, problems, binder.places());
    }

    private static RunConfig checked(
            RunConfig config, List<Problem> problems, Map<String, Place> places) {
        List<String> wrong = problems.stream().map(Problem::key).toList();
        for (CrossFieldRules.Broken broken : CrossFieldRules.broken(config)) {
            // A rule over a value that is wrong in itself would only repeat that problem.
            if (broken.keys().stream().noneMatch(key -> concerns(wrong, key))) {
                Problem problem = broken.problem();
                Place place = places.getOrDefault(problem.key(), Place.NONE);
                problems.add(problem.movedTo(place, problem.key()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(inOrder(problems));
        }
        return config;
    }

    /** By file and line: the order in which a person mends them. */
    static List<Problem> inOrder(List<Problem> problems) {
        List<String> files = problems.stream().map(Problem::file).distinct().toList();
        return problems.stream()
                .sorted(
                        Comparator.<Problem>comparingInt(p -> files.indexOf(p.file()))
                                .thenComparingInt(Problem::line))
                .toList();
    }

    private static boolean concerns(List<String> wrong, String key) {
        return wrong.stream().anyMatch(w -> key.equals(w) || key.startsWith(w + "."));
    }

    /**
     * A copy with the overrides applied.
     *
     * @throws ConfigException with all problems of the overrides and of what they result in
     */
    public static RunConfig withOverrides(RunConfig config, List<String> overrides) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Place> places = new LinkedHashMap<>();
        return checked(Overrides.apply(config, overrides, problems, places), problems, places);
    }

    /** The value at a dotted key: a leaf, a group's record, or the word of {@code data.type}. */
    public static Object get(RunConfig config, String path) {
        return path.equals("stage")
                ? RecordSchema.word(config.getClass())
                : ConfigPath.get((Record) config, path);
    }

    /**
     * A copy with one value replaced. The value may be the field's own type or text as typed into a
     * form. Only the field itself is checked: a form passes through states in which two fields do
     * not fit yet, and shows them with {@link #validate}.
     *
     * @throws ConfigException when the key is not known or the value is not allowed there
     */
    @SuppressWarnings("unchecked") // the copy has the record class of the original
    public static <C extends RunConfig> C with(C config, String path, Object value) {
        return (C) ConfigPath.with((Record) config, path, value);
    }

    /**
     * What does not fit together, each with the key of the field to show it beside; empty when the
     * run can start. The limits of single fields hold already in every record.
     */
    public static List<Problem> validate(RunConfig config) {
        return CrossFieldRules.broken(config).stream()
                .map(CrossFieldRules.Broken::problem)
                .toList();
    }

    /** YAML with every default written out and the fields' help as comments; stable. */
    public static String write(RunConfig config) {
        return YamlWriter.write(config);
    }

    /** The configuration as plain maps, lists, numbers, switches and text, for JSON. */
    public static Map<String, Object> toMap(RunConfig config) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("stage", RecordSchema.word(config.getClass()));
        putAll(map, (Record) config);
        return map;
    }

    private static void putAll(Map<String, Object> map, Record record) {
        for (RecordSchema.Component component : RecordSchema.of(record.getClass()).components()) {
            Object value = component.of(record);
            if (!component.isGroup()) {
                map.put(component.key(), value);
                continue;
            }
            Map<String, Object> group = new LinkedHashMap<>();
            if (component.type().isSealed()) {
                group.put("type", RecordSchema.word(value.getClass()));
            }
            putAll(group, (Record) value);
            map.put(component.key(), group);
        }
    }
}
