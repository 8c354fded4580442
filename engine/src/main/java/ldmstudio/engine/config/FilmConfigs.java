package ldmstudio.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.ConfigNode.Group;

/** Reads and writes films as YAML. */
public final class FilmConfigs {
    private FilmConfigs() {}

    /**
     * Reads a film.
     *
     * @param sampling values of the keys of {@code sampling} that are not written, such as the
     *     model's own
     * @throws ConfigException with all problems of the file, each with its line
     */
    public static FilmConfig read(Path yaml, SamplingConfig sampling) {
        List<Problem> problems = new ArrayList<>();
        Group root = YamlText.read(new ConfigSource.InFile(yaml), problems);
        if (root == null) {
            throw new ConfigException(problems);
        }
        FilmConfig film =
                new RecordBinder(problems)
                        .document(
                                FilmConfig.class,
                                root,
                                FilmConfig.defaults().withSampling(sampling));
        if (!problems.isEmpty()) {
            throw new ConfigException(RunConfigs.inOrder(problems));
        }
        return film;
    }

    /** YAML with every default written out and the fields' help as comments; stable. */
    public static String write(FilmConfig film) {
        return YamlWriter.write(film);
    }
}
