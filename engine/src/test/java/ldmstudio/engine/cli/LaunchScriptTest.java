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
import java.util.stream.Stream;
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
    private Map<String, String> cacheVariables = Map.of("LDM_CLASS_ARCHIVE", "off");

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(temp.resolve("my programs/ldm"));
        Files.createDirectories(home.resolve("bin"));
        copyScript(ROOT.resolve("engine/src/launcher/ldm"));
        copyScript(ROOT.resolve("app/src/launcher/ldm-studio"));
        copyScript(ROOT.resolve("engine/src/launcher/class-archive"));
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

    @Test
    void theSecondStartHasTheArchiveThatTheFirstOneMadeAside() throws Exception {
        Path ldm = home.resolve("bin/ldm");
        cacheVariables = Map.of();
        assertThat(run(ldm, "17", "--version").lines).noneMatch(line -> line.contains("Archive"));
        Path archive = awaitArchive("-ldm");
        assertThat(run(ldm, "17", "--version").lines).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(run(home.resolve("bin/ldm-studio"), "17").lines)
                .contains("-Dldmstudio.worker.archive=" + archive)
                .anyMatch(line -> line.startsWith("-XX:ArchiveClassesAtExit="));
        run(home.resolve("bin/ldm-studio"), "17");
        Path window = awaitArchive("-window");
        assertThat(run(home.resolve("bin/ldm-studio"), "17").lines)
                .contains("-XX:SharedArchiveFile=" + window)
                .noneMatch(line -> line.startsWith("-XX:ArchiveClassesAtExit="));
    }

    @Test
    void anArchiveThatWasCutOffOrIsNotWantedIsPassedOver() throws Exception {
        Path ldm = home.resolve("bin/ldm");
        cacheVariables = Map.of();
        run(ldm, "17", "--version");
        Files.writeString(awaitArchive("-ldm"), "less");
        assertThat(run(ldm, "17", "--version").lines).noneMatch(line -> line.contains("Archive"));
        cacheVariables = Map.of("LDM_CLASS_ARCHIVE", "off");
        assertThat(run(ldm, "17", "train").lines)
                .noneMatch(line -> line.contains("Archive"))
                .endsWith("ldmstudio.engine.cli.Ldm", "train");
        cacheVariables = Map.of("XDG_CACHE_HOME", "/dev/null/nowhere");
        assertThat(run(ldm, "17", "train").lines).endsWith("ldmstudio.engine.cli.Ldm", "train");
    }

    /** The archive of a kind, when it has been made and tried. */
    private Path awaitArchive(String kind) throws Exception {
        Path cache = temp.resolve("my cache/ldm-studio");
        while (true) {
            try (Stream<Path> files = Files.list(cache)) {
                for (Path file : files.toList()) {
                    String name = file.toString();
                    if (name.endsWith(kind + ".size") && Files.size(file) > 0) {
                        return Path.of(name.replace(".size", ".jsa"));
                    }
                }
            }
            Thread.sleep(20);
        }
    }

    private record Result(int code, List<String> lines) {}

    private Result run(Path script, String javaVersion, String... arguments) throws Exception {
        Path java = Files.createDirectories(temp.resolve("some java " + javaVersion));
        Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
        Files.writeString(
                program,
                "#!/bin/sh\nprintf '%s\\n' \"$@\"\nfor a; do case $a in"
                        + " -XX:ArchiveClassesAtExit=*) echo classes > \"${a#*=}\";; esac; done\n");
        makeExecutable(program);
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + javaVersion + "\"\n");
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("JAVA_HOME", java.toString(), "LDM_JAVA_OPTS", ""));
        builder.environment()
                .putAll(
                        Map.of(
                                "XDG_CACHE_HOME",
                                temp.resolve("my cache").toString(),
                                "LDM_CLASS_ARCHIVE_WAIT",
                                "0",
                                "LDM_CLASS_ARCHIVE_LEAST",
                                "1"));
        builder.environment().putAll(cacheVariables);
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
