package ldmstudio.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import ldmstudio.app.testing.FakeWorkerMain;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerClientTest {
    @Test
    void answersComeToTheirRequestsAndRefusalsAreWords(@TempDir Path folder) throws Exception {
        try (WorkerClient worker = WorkerClient.start(FakeWorkerMain.command(), folder)) {
            Reply.Ok device = worker.request(Request.Device::new).get(30, TimeUnit.SECONDS);
            assertThat(device.payload().get("report").toString()).contains("test processor");

            CompletableFuture<Reply.Ok> refused =
                    worker.request(id -> new Request.Set(id, "nonsense", "1"));
            assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(WorkerException.class)
                    .rootCause()
                    .hasMessageContaining("no setting nonsense");
        }
    }

    @Test
    void rubbishOnStandardOutputDisturbsNothing(@TempDir Path folder) throws Exception {
        try (WorkerClient worker = WorkerClient.start(FakeWorkerMain.command("noisy"), folder)) {
            assertThat(worker.request(Request.Ping::new).get(30, TimeUnit.SECONDS).payload())
                    .isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void killingItFailsWhatWasAskedAndSaysHowItEnded(@TempDir Path folder) throws Exception {
        try (WorkerClient worker = WorkerClient.start(FakeWorkerMain.command(), folder)) {
            CompletableFuture<Reply.Progress> begun = new CompletableFuture<>();
            CompletableFuture<Reply.Ok> training =
                    worker.request(
                            id -> new Request.Train(id, "stage: autoencoder", "runs/a"),
                            reply -> begun.complete((Reply.Progress) reply));
            assertThat(begun.get(30, TimeUnit.SECONDS).totalSteps()).isEqualTo(10_000);

            ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();

            WorkerDeath death = worker.ended().get(30, TimeUnit.SECONDS);
            assertThat(death.exitCode()).isEqualTo(137);
            assertThat(death.expected()).isFalse();
            assertThat(death.words()).contains("signal 9").contains("memory");
            assertThat(death.log()).contains("fake worker is up");
            assertThat(worker.health()).isEqualTo(Worker.Health.DEAD);
            assertThatThrownBy(() -> training.get(30, TimeUnit.SECONDS))
                    .rootCause()
                    .hasMessageContaining("The worker is gone");
            assertThatThrownBy(() -> worker.request(Request.Ping::new).get(30, TimeUnit.SECONDS))
                    .as("asking a dead worker")
                    .rootCause()
                    .hasMessageContaining("The worker is gone");
        }
    }

    @Test
    void aWorkerWithoutHeartbeatsBecomesSilentAndComesBack(@TempDir Path folder) throws Exception {
        AtomicLong clock = new AtomicLong();
        try (WorkerClient worker =
                WorkerClient.start(FakeWorkerMain.command("mute"), folder, clock::get)) {
            assertThat(worker.health()).isEqualTo(Worker.Health.STARTING);
            CompletableFuture<Reply> begun = new CompletableFuture<>();
            var unused = worker.request(id -> new Request.Train(id, "", "runs/a"), begun::complete);
            begun.get(30, TimeUnit.SECONDS);
            // The heartbeat follows the first progress; a later answer proves that it has come.
            worker.request(Request.Ping::new).get(30, TimeUnit.SECONDS);
            assertThat(worker.health()).isEqualTo(Worker.Health.ALIVE);

            clock.addAndGet(TimeUnit.SECONDS.toNanos(WorkerClient.MISSED_HEARTBEATS + 1));
            assertThat(worker.health()).isEqualTo(Worker.Health.SILENT);

            worker.request(Request.Ping::new).get(30, TimeUnit.SECONDS);
            assertThat(worker.health()).isEqualTo(Worker.Health.ALIVE);
        }
    }

    @Test
    void closingEndsTheProcessAsExpected(@TempDir Path folder) throws Exception {
        WorkerClient worker = WorkerClient.start(FakeWorkerMain.command(), folder);
        worker.request(Request.Ping::new).get(30, TimeUnit.SECONDS);
        worker.close();
        WorkerDeath death = worker.ended().get(30, TimeUnit.SECONDS);
        assertThat(death.expected()).isTrue();
        assertThat(death.exitCode()).isZero();
    }

    @Test
    void exitCodesAreExplained() {
        assertThat(ExitWords.of(139)).contains("native library crashed");
        assertThat(ExitWords.of(134)).contains("signal 6");
        assertThat(ExitWords.of(0xC0000005)).contains("access violation");
        assertThat(ExitWords.of(1)).contains("exit code 1");
    }

    @Test
    void theCommandUsesThisJavaAndClassPathOrTheInstalledLdm(@TempDir Path folder)
            throws Exception {
        WorkerCommand here = WorkerCommand.ldm(java.util.List.of("worker"));
        assertThat(here.words())
                .contains("-Dai.djl.offline=true")
                .endsWith("ldmstudio.engine.cli.Ldm", "worker");
        assertThat(here.environment()).containsKey("CLASSPATH");

        String ending = java.io.File.separatorChar == '\\' ? ".exe" : "";
        Path ldm = java.nio.file.Files.createFile(folder.resolve("ldm" + ending));
        assertThat(ldm.toFile().setExecutable(true)).isTrue();
        var properties =
                java.util.Map.of(
                        "java.home", folder.resolve("runtime").toString(),
                        "jpackage.app-path", folder.resolve("ldm-studio").toString());
        assertThat(WorkerCommand.ldm(java.util.List.of("worker"), properties::get).words())
                .containsExactly(ldm.toString(), "worker");

        Path archive = java.nio.file.Files.createFile(folder.resolve("an archive.jsa"));
        var withArchive = new java.util.HashMap<String, String>();
        withArchive.put("java.home", System.getProperty("java.home"));
        withArchive.put("java.class.path", "jars");
        withArchive.put("ldmstudio.worker.archive", archive.toString());
        assertThat(WorkerCommand.ldm(java.util.List.of("worker"), withArchive::get).words())
                .contains("-XX:SharedArchiveFile=" + archive);
        withArchive.put("ldmstudio.worker.archive", archive + ".gone");
        assertThat(WorkerCommand.ldm(java.util.List.of("worker"), withArchive::get).words())
                .noneMatch(word -> word.contains("SharedArchiveFile"));

        assertThatThrownBy(() -> WorkerCommand.ldm(java.util.List.of("worker"), key -> null))
                .hasMessageContaining("Install LDM Studio again");
    }
}
