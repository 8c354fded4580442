package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options stand in files that cannot read them from the program. */
class HeapSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine/src/launcher/ldm",
                "engine/src/launcher/ldm.bat",
                "installer/ldm.properties"
            })
    void whatStartsLdmSetsTheSame(String file) throws Exception {
        Path path = Path.of(System.getProperty("project.root"), file.split("/"));
        assertThat(Files.readString(path)).contains(String.join(" ", HeapSettings.OPTIONS));
    }
}
