package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocatorSettingsTest {
    @Test
    void whatAPersonHasSetStays() {
        Map<String, String> own = new HashMap<>(Map.of(AllocatorSettings.VARIABLE, "mine"));
        AllocatorSettings.give(own);
        AllocatorSettings.take(own);
        assertThat(own).containsExactly(Map.entry(AllocatorSettings.VARIABLE, "mine"));
    }

    @Test
    void whatIsGivenCanBeTakenAgain() {
        Map<String, String> environment = new HashMap<>();
        AllocatorSettings.give(environment);
        assertThat(environment).containsKey(AllocatorSettings.VARIABLE);
        AllocatorSettings.take(environment);
        assertThat(environment).isEmpty();
    }

    @Test
    void theStartScriptSetsTheSame() throws Exception {
        Path script =
                Path.of(System.getProperty("project.root"), "engine", "src", "launcher", "ldm");
        assertThat(Files.readString(script)).contains(AllocatorSettings.VALUE);
    }
}
