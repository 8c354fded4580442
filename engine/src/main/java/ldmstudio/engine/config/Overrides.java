package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.engine.config.ConfigNode.Scalar;
import ldmstudio.engine.config.ConfigNode.Style;
import ldmstudio.engine.config.RecordSchema.Component;
import org.jspecify.annotations.Nullable;

/** Applies {@code key=value} words, as on the command line, to a configuration. */
final class Overrides {
    private RunConfig config;
    private final List<Problem> problems;
    private final Map<String, Place> places;

    private Overrides(RunConfig config, List<Problem> problems, Map<String, Place> places) {
        this.config = config;
        this.problems = problems;
        this.places = places;
    }

    /** The configuration with every override that could be applied; the others are reported. */
    static RunConfig apply(
            RunConfig config,
            List<String> overrides,
            List<Problem> problems,
            Map<String, Place> places) {
        Overrides all = new Overrides(config, problems, places);
        // A type= decides which keys there are, so it goes first wherever it was written.
        overrides.stream().filter(Overrides::choosesType).forEach(all::apply);
        overrides.stream().filter(word -> !choosesType(word)).forEach(all::apply);
        return all.config;
    }

    private static boolean choosesType(String override) {
        int equals = override.indexOf('=');
        return equals > 0 && NearestKey.last(override.substring(0, equals).strip()).equals("type");
    }

    private void apply(String override) {
        Place place = Place.given("override " + ValueText.brief(override));
        int equals = override.indexOf('=');
        if (equals <= 0) {
            problems.add(
                    Problem.at(
                            place,
                            "",
                            "",
                            "has no key and value",
                            "key=value, such as training.learning_rate=3e-4"));
            return;
        }
        String written = override.substring(0, equals).strip();
        String text = override.substring(equals + 1);
        List<String> keys = keys();
        List<String> matches = Keys.matching(written, keys);
        if (matches.size() != 1) {
            report(place, written, text, keys, matches);
            return;
        }
        String key = matches.get(0);
        try {
            config = (RunConfig) replaced(key, text, place);
            places.put(key, place);
        } catch (ConfigException e) {
            e.problems().forEach(p -> problems.add(p.movedTo(place, p.key())));
        }
    }

    private Record replaced(String key, String text, Place place) {
        Record run = (Record) config;
        Component group = topLevelGroup(key);
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (group == null || !(lower.endsWith(".yaml") || lower.endsWith(".yml"))) {
            return ConfigPath.with(run, key, text);
        }
        List<Problem> found = new ArrayList<>();
        Record defaults = RecordSchema.of(run.getClass()).defaults();
        Record bound =
                new RecordBinder(found)
                        .group(
                                group,
                                key,
                                new Scalar(text, Style.GIVEN, place),
                                (Record) group.of(defaults),
                                0);
        problems.addAll(found);
        return ConfigPath.with(run, key, bound);
    }

    private @Nullable Component topLevelGroup(String key) {
        Component component = RecordSchema.of(((Record) config).getClass()).find(key);
        return component != null && component.isGroup() ? component : null;
    }

    private List<String> keys() {
        Record run = (Record) config;
        List<String> keys = new ArrayList<>(Keys.leaves(run).keySet());
        RecordSchema.of(run.getClass()).components().stream()
                .filter(Component::isGroup)
                .forEach(component -> keys.add(component.key()));
        return keys;
    }

    private void report(
            Place place, String written, String text, List<String> keys, List<String> matches) {
        if (written.equals("stage")) {
            String stage = RecordSchema.word(config.getClass());
            if (!text.strip().equals(stage)) {
                problems.add(
                        Problem.at(
                                place, written, text, "cannot be changed by an override", stage));
            }
            return;
        }
        if (matches.isEmpty()) {
            Problem problem = Problem.at(place, written, text, "is not a known key", "");
            problems.add(problem.withNearestKey(NearestKey.of(written, keys, keys)));
            return;
        }
        problems.add(
                Problem.at(
                        place,
                        written,
                        text,
                        "may mean several keys",
                        String.join(" or ", matches)));
    }
}
