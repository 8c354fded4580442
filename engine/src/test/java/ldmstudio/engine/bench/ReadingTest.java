package ldmstudio.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    @TempDir Path folder;

    @Test
    void picturesAndLatentsAreReadByTheTrainingsOwnReaders() throws Exception {
        for (Reading reading : List.of(Reading.DATA_JPEG, Reading.LATENT_READ)) {
            Path files = folder.resolve(reading.word());
            reading.prepare(files);
            String line = ReadingBench.here(reading, files, 1, 1);
            var said = new ObjectMapper().readTree(line);
            assertThat(said.path("workload").asText()).isEqualTo(reading.word());
            assertThat(said.path("median_ms").asDouble()).isPositive();
        }
        assertThat(folder.resolve("latent-read/latents.safetensors")).isRegularFile();
        assertThat(Files.size(folder.resolve("data-jpeg/photo-000.jpg")))
                .as("as large as a photograph of this size is")
                .isBetween(30_000L, 200_000L);
    }

    @Test
    void wordsStandForSeveralWorkloads() {
        BenchPlan plan =
                new BenchPlan(
                        List.of("data", "start"),
                        "fp32",
                        "auto",
                        0,
                        1,
                        1,
                        Path.of(""),
                        null,
                        false);
        assertThat(plan.workloads())
                .containsExactly(
                        "data-jpeg", "data-png", "start-worker", "start-step", "start-window");
        assertThat(MachineName.ofThis()).contains("cores").contains("GiB");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the peer of this test is a shell script")
    void thePeersScriptIsRunByThePeersOwnInterpreter() throws Exception {
        Path python = folder.resolve("python");
        Files.writeString(
                python,
                "#!/bin/sh\ncase $1 in *peer_data.py) test -s $1 || exit 3;; *) exit 4;; esac\n"
                        + "echo '{\"median_ms\": 5000, \"setting\": \"Pillow lanczos\"}'\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        BenchPlan plan =
                new BenchPlan(
                        List.of("latent-read"),
                        "fp32",
                        "auto",
                        0,
                        1,
                        1,
                        Path.of(""),
                        python + " peer.py",
                        false);
        List<String> said = new ArrayList<>();
        Map<String, Object> line = new Bench(plan, said::add).run().get(0);
        assertThat(line)
                .containsEntry("workload", "latent-read")
                .containsEntry("peer_ms", 5000.0)
                .containsEntry("peer_setting", "Pillow lanczos, 1 worker");
        assertThat((double) line.get("ratio")).isPositive();
        assertThat((double) line.get("mib_per_second")).isPositive();
    }
}
