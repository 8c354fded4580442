package ldmstudio.engine.config;

import java.nio.file.Path;

/** Where a value was written: its source and, in a file, the line counted from 1. */
record Place(ConfigSource source, int line) {
    static final Place NONE = new Place(new ConfigSource.Given("", Path.of("")), 0);

    /** The place of a value that a person typed outside any file, such as an override. */
    static Place given(String what) {
        return new Place(new ConfigSource.Given(what, Path.of("")), 0);
    }

    String file() {
        return source.name();
    }
}
