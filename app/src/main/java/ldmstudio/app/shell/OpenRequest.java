package ldmstudio.app.shell;

import java.nio.file.Path;
import java.util.List;
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

    /**
     * Walk between pictures.
     *
     * @param model that draws; empty: the one that the page has
     */
    record WalkBetween(String model, List<Path> pictures) implements OpenRequest {
        public WalkBetween {
            pictures = List.copyOf(pictures);
        }
    }

    /** The settings that a picture's recipe holds, ready in the Playground. */
    record Settings(Path picture) implements OpenRequest {}

    /** Data to train on, ready in the form of the first stage. */
    record Data(DataConfig data) implements OpenRequest {}

    /** Draw with a model that is no run: a checkpoint, a pipeline's folder or a file. */
    record SampleWith(Path model) implements OpenRequest {}

    /**
     * A new run that begins with a model.
     *
     * @param fields of the form that name it: {@code init_from}, {@code autoencoder}
     */
    record BeginWith(Path model, List<String> fields) implements OpenRequest {
        public BeginWith {
            fields = List.copyOf(fields);
        }
    }

    /** Hold models (runs, checkpoints, files) and pictures against each other. */
    record Compare(List<Path> what) implements OpenRequest {
        public Compare {
            what = List.copyOf(what);
        }
    }

    /** Say what a file or folder of weights is. */
    record Inspect(Path model) implements OpenRequest {}
}
