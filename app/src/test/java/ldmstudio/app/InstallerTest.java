package ldmstudio.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the Linux app image of the jars in {@code target/ldm-studio} and starts its two programs
 * with nothing of Java around them. Runs after the jars are made: {@code mvn -Pslow verify}.
 */
@Tag("slow")
@Tag("packaged")
@EnabledOnOs(OS.LINUX)
class InstallerTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    @TempDir static Path folder;

    /** What a program printed, and how it ended. */
    private record Outcome(int code, String out, String err) {}

    @BeforeAll
    static void makeTheImage() throws Exception {
        Outcome made =
                run(
                        false,
                        ROOT.resolve("installer/build.sh").toString(),
                        "--no-build",
                        "--out",
                        folder.resolve("image").toString());
        assertThat(made.code()).as(made.out() + made.err()).isZero();
    }

    @Test
    void ldmTellsItsVersion() throws Exception {
        Outcome outcome = inImage("ldm", "--version");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("LDM Studio ").doesNotContain("development");
    }

    @Test
    void ldmFindsTheLibrariesItComputesWith() throws Exception {
        Outcome outcome = inImage("ldm", "device", "--json");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode device = new ObjectMapper().readTree(outcome.out());
        assertThat(device.has("libtorch")).as(outcome.out()).isTrue();
    }

    @Test
    void theStudioDoesTheSameWorkWithoutAWindow() throws Exception {
        Outcome listed = inImage("ldm-studio", "runs", "--json");
        Outcome wrong = inImage("ldm-studio", "runs", folder.resolve("absent").toString());

        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(new ObjectMapper().readTree(listed.out()).isArray()).isTrue();
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("absent is no folder");
    }

    @Test
    void theStudioSaysWhatIsMissingWhenThereIsNoDisplay() throws Exception {
        Outcome outcome = inImage("ldm-studio");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("DISPLAY is not set").contains("ldm quickstart");
    }

    @Test
    void theRuntimeHasTheCommandThatStartsWorkers() {
        assertThat(folder.resolve("image/ldm-studio/lib/runtime/bin/java")).isExecutable();
    }

    private static Outcome inImage(String program, String... arguments) throws Exception {
        List<String> words = new ArrayList<>();
        words.add(folder.resolve("image/ldm-studio/bin").resolve(program).toString());
        words.addAll(List.of(arguments));
        return run(true, words.toArray(String[]::new));
    }

    private static Outcome run(boolean bare, String... words)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        if (bare) {
            // As on a machine without Java and without a display.
            builder.environment().keySet().retainAll(List.of("HOME", "LANG"));
        } else {
            // The JDK of this very build, whichever the path would offer.
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        }
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", words) + " did not end within 10 minutes");
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
