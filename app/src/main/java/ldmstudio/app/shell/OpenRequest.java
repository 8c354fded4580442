package ldmstudio.app.shell;

import java.nio.file.Path;
import ldmstudio.engine.config.DataConfig;

/** What a screen is asked to show when the person comes to it from elsewhere. */
public sealed interface OpenRequest {
    /** A run folder: its curves and pictures. */
    record Run(Path folder) implements OpenRequest {}

    /** A built-in recipe, by name, ready in the form; {@code start}: train at once. */
    record Recipe(String name, boolean start) implements OpenRequest {}

    /** A folder of pictures that becomes a dataset. */
    record Pictures(Path folder) implements OpenRequest {}

    /** Sample from a run's newest checkpoint. */
    record SampleFrom(Path run) implements OpenRequest {}

    /** Data to train on, ready in the form of the first stage. */
    record Data(DataConfig data) implements OpenRequest {}
}
