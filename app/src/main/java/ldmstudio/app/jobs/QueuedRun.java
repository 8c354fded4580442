package ldmstudio.app.jobs;

import java.nio.file.Path;

/**
 * A training that waits: a snapshot, so that later edits of a form or a recipe do not change it.
 *
 * @param name what the jobs bar calls it
 * @param stage {@code autoencoder} or {@code diffusion}
 * @param folder its run folder, absolute
 * @param configYaml the whole configuration; empty: resume what is in the folder
 * @param needs folder of a run that must be done first, absolute; empty: none
 */
public record QueuedRun(String name, String stage, String folder, String configYaml, String needs) {
    public QueuedRun {
        name = text(name);
        stage = text(stage);
        folder = text(folder);
        configYaml = text(configYaml);
        needs = text(needs);
    }

    public boolean isResume() {
        return configYaml.isEmpty();
    }

    public Path path() {
        return Path.of(folder);
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
