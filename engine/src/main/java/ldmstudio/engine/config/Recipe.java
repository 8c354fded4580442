package ldmstudio.engine.config;

import java.util.List;

/**
 * A ready configuration that comes with the program.
 *
 * @param name file name without its ending, such as {@code shapes_autoencoder}
 * @param title short name for a list
 * @param description what it trains, on what, and what it needs
 * @param stage {@code autoencoder}, {@code diffusion} or {@code text_encoder}
 * @param resource its place in the program's jar
 */
public record Recipe(String name, String title, String description, String stage, String resource) {

    /** The configuration, with its includes. */
    public RunConfig read() {
        return read(List.of());
    }

    /** The configuration with {@code key=value} overrides applied. */
    public RunConfig read(List<String> overrides) {
        return RunConfigs.read(source(), overrides);
    }

    /** The file as it is written, with its comments. */
    public String text() {
        return Recipes.text(source());
    }

    private ConfigSource source() {
        return Recipes.source(name);
    }
}
