package ldmstudio.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class WindowStartTest {
    @TempDir Path folder;

    private static WindowStart on(boolean monocle, Map<String, String> variables) {
        return WindowStart.on(
                "jars/*", monocle, variables, "Linux", Path.of("/b/xvfb-run")::equals);
    }

    @Test
    void theDisplayIsTakenThenMonocleThenXvfb() {
        WindowStart display = on(true, Map.of("DISPLAY", ":0"));
        assertThat(display.command())
                .endsWith("-cp", "jars/*", "ldmstudio.app.Launcher")
                .contains("-Dldmstudio.probe.leave=true")
                .noneMatch(word -> word.contains("Monocle"));
        assertThat(display.setting()).isEqualTo("display");
        assertThat(on(true, Map.of("PATH", "/a:/b")).command())
                .contains("-Dglass.platform=Monocle", "-Dprism.order=sw");
        assertThat(on(false, Map.of("PATH", "/a:/b")).command())
                .startsWith("/b/xvfb-run", "-a")
                .noneMatch(word -> word.contains("Monocle"));
    }

    @Test
    void withoutAnyOfThemItSaysWhatToDo() {
        WindowStart nowhere = on(false, Map.of("PATH", "/a"));
        assertThat(nowhere.command()).isEmpty();
        assertThat(nowhere.missing()).contains("no display", "xvfb-run");
        assertThat(on(false, Map.of("DISPLAY", ":1")).missing()).isEmpty();
    }

    @Test
    void theProjectsBuildAndThePathAreLookedThrough() throws Exception {
        Path installed = Files.createDirectories(folder.resolve("opt/studio/bin"));
        Path script = Files.writeString(installed.resolve("ldm-studio"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("ldm-studio"), script);
        assertThat(
                        WindowStart.folders(
                                folder.resolve("engine/target/ldm/lib/ldm-engine.jar"),
                                "/nowhere:" + links))
                .contains(
                        folder.resolve("app/target/ldm-studio/lib"),
                        folder.toRealPath().resolve("opt/studio/lib"),
                        folder.toRealPath().resolve("opt/studio/lib/app"));
    }
}
