package ldmstudio.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.ConfigNode.Group;

/** Reads and writes walks as YAML. */
public final class WalkRecipes {
    private static final String WALK = "walk.";

    private WalkRecipes() {}

    /**
     * Reads a walk.
     *
     * @param sampling values of the keys of {@code walk.sampling} that are not written, such as the
     *     model's own
     * @throws ConfigException with all problems of the file, each with its line
     */
    public static WalkRecipe read(Path yaml, SamplingConfig sampling) {
        return read(new ConfigSource.InFile(yaml), sampling);
    }

    /**
     * Reads a walk from text that is already in memory.
     *
     * @param name what errors call the text
     */
    public static WalkRecipe parse(String yaml, String name, SamplingConfig sampling) {
        return read(new ConfigSource.InMemory(name, yaml, Path.of("")), sampling);
    }

    private static WalkRecipe read(ConfigSource source, SamplingConfig sampling) {
        List<Problem> problems = new ArrayList<>();
        Group root = YamlText.read(source, problems);
        if (root == null) {
            throw new ConfigException(problems);
        }
        WalkRecipe base =
                WalkRecipe.defaults().withWalk(WalkConfig.defaults().withSampling(sampling));
        RecordBinder binder = new RecordBinder(problems);
        WalkRecipe recipe = binder.document(WalkRecipe.class, root, base);
        List<String> wrong = problems.stream().map(Problem::key).toList();
        Map<String, Place> places = binder.places();
        for (Problem problem : recipe.walk().problems()) {
            String key = WALK + problem.key();
            // A rule over a value that is wrong in itself would only repeat that problem.
            if (wrong.stream().noneMatch(w -> key.equals(w) || w.startsWith(key + "."))) {
                problems.add(problem.movedTo(place(places, key), key));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(RunConfigs.inOrder(problems));
        }
        return recipe;
    }

    /** Where a key was written; one that was left out stands where its group does. */
    private static Place place(Map<String, Place> places, String key) {
        for (String at = key; !at.isEmpty(); at = parent(at)) {
            Place place = places.get(at);
            if (place != null) {
                return place;
            }
        }
        return Place.NONE;
    }

    private static String parent(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? "" : key.substring(0, dot);
    }

    /** YAML with every default written out and the fields' help as comments; stable. */
    public static String write(WalkRecipe recipe) {
        return YamlWriter.write(recipe);
    }
}
