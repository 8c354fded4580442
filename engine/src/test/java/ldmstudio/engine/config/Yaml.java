package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;

/** Configuration text for tests, called {@code test.yaml} in problems. */
final class Yaml {
    private Yaml() {}

    static Stage1Config stage1(String... lines) {
        return (Stage1Config) run("stage: autoencoder", lines);
    }

    static Stage2Config stage2(String... lines) {
        return (Stage2Config) run("stage: diffusion", lines);
    }

    private static RunConfig run(String stage, String... lines) {
        return read(stage + "\n" + String.join("\n", lines));
    }

    static RunConfig read(String text) {
        return RunConfigs.parse(text, "test.yaml", Path.of(""));
    }

    static List<Problem> problems(String... lines) {
        return problemsOf(() -> read(String.join("\n", lines)));
    }

    static List<Problem> problemsOf(Runnable reading) {
        ConfigException e = catchThrowableOfType(ConfigException.class, reading::run);
        return e == null ? List.of() : e.problems();
    }
}
