package ldmstudio.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start scripts with a Java that only prints what it was asked. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LaunchScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    @TempDir Path temp;
    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(temp.resolve("my programs/ldm"));
        Files.createDirectories(home.resolve("bin"));
        copyScript(ROOT.resolve("engine/src/launcher/ldm"));
        copyScript(ROOT.resolve("app/src/launcher/ldm-studio"));
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        Result result = run(home.resolve("bin/ldm"), "17.0.9", "train", "my config.yaml", "*", "");
        assertThat(result.code).isZero();
        assertThat(result.lines)
                .containsSequence("-cp", home.toRealPath().resolve("lib/*").toString())
                .endsWith("ldmstudio.engine.cli.Ldm", "train", "my config.yaml", "*", "")
                .contains("-Dai.djl.offline=true", "-Dai.djl.pytorch.graph_optimizer=false");
    }

    @Test
    void linksToTheScriptFindItsJars() throws Exception {
        Path first = Files.createSymbolicLink(temp.resolve("a link"), home.resolve("bin/ldm"));
        Path second = Files.createSymbolicLink(temp.resolve("second"), first.getFileName());
        assertThat(run(second, "21", "--version").lines)
                .contains(home.toRealPath().resolve("lib/*").toString());
    }

    @Test
    void anOldJavaIsNamedWithWhatToDo() throws Exception {
        Result result = run(home.resolve("bin/ldm"), "1.8.0_302");
        assertThat(result.code).isOne();
        assertThat(String.join("\n", result.lines)).contains("Java 17", "1.8.0_302", "JAVA_HOME");
    }

    @Test
    void theStudioOpensItsWindowOrDoesACommand() throws Exception {
        Path script = home.resolve("bin/ldm-studio");
        assertThat(run(script, "17").lines).endsWith("ldmstudio.app.Launcher");
        assertThat(run(script, "17", "quickstart", "--out", "x y").lines)
                .endsWith("ldmstudio.engine.cli.Ldm", "quickstart", "--out", "x y");
    }

    private record Result(int code, List<String> lines) {}

    private Result run(Path script, String javaVersion, String... arguments) throws Exception {
        Path java = Files.createDirectories(temp.resolve("some java " + javaVersion));
        Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        makeExecutable(program);
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + javaVersion + "\"\n");
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("JAVA_HOME", java.toString(), "LDM_JAVA_OPTS", ""));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), List.of(text.split("\n", -1)).subList(0, lines(text)));
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private void copyScript(Path script) throws IOException {
        Path copy = Files.copy(script, home.resolve("bin").resolve(script.getFileName()));
        makeExecutable(copy);
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
