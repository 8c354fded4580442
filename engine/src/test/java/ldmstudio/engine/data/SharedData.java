package ldmstudio.engine.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real collections that a machine may have in the folder of {@code -Dshared.data}. */
final class SharedData {
    private SharedData() {}

    /** The folder of a collection; the test is passed over, saying so, where there is none. */
    static Path folder(String name) {
        String root = System.getProperty("shared.data", "");
        assumeTrue(!root.isBlank(), "-Dshared.data is not given: " + name + " is not read");
        Path folder = Path.of(root).resolve(name);
        assumeTrue(Files.isDirectory(folder), folder + " is not there");
        return folder;
    }
}
