package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunLockTest {
    @TempDir Path folder;

    @Test
    void aSecondWriterIsRefusedWithTheNameOfTheFirst() throws IOException {
        try (RunLock first = RunLock.acquire(folder)) {
            assertThat(first).isNotNull();
            assertThat(RunLock.isHeld(folder)).isTrue();
            assertThatExceptionOfType(RunFolderException.class)
                    .isThrownBy(() -> RunLock.acquire(folder))
                    .withMessageContaining("process " + ProcessHandle.current().pid());
        }
        assertThat(RunLock.isHeld(folder)).isFalse();
        try (RunLock again = RunLock.acquire(folder)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void lookingAtALockDoesNotLoseIt() throws Exception {
        try (RunLock own = RunLock.acquire(folder)) {
            assertThat(own).isNotNull();
            assertThat(RunLock.isHeld(folder)).isTrue();
            assertThatExceptionOfType(RunFolderException.class)
                    .isThrownBy(() -> RunLock.acquire(folder));
            assertThat(runChild("probe")).isEqualTo("held");
            assertThat(runChild("acquire")).isEqualTo("refused");
        }
        assertThat(runChild("probe")).isEqualTo("free");
    }

    @Test
    void theLockOfAKilledProcessIsStale() throws Exception {
        Process child = child("hold");
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("acquired");
            assertThat(RunLock.isHeld(folder)).isTrue();
            assertThat(RunLock.owner(folder))
                    .hasValueSatisfying(o -> assertThat(o.pid()).isEqualTo(child.pid()));
            assertThatExceptionOfType(RunFolderException.class)
                    .isThrownBy(() -> RunLock.acquire(folder));
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(RunLock.owner(folder)).isPresent();
        assertThat(RunLock.isHeld(folder)).isFalse();
        try (RunLock next = RunLock.acquire(folder)) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void theOwnerOfACopiedFolderDoesNotHoldIt() throws IOException {
        Files.writeString(
                folder.resolve("run.owner"), "{\"pid\":1,\"started\":5,\"host\":\"elsewhere\"}");
        Files.createFile(folder.resolve("run.lock"));
        assertThat(RunLock.isHeld(folder)).isFalse();
    }

    @Test
    void anotherProcessWithTheNumberOfADeadOwnerDoesNotHoldIt() throws IOException {
        RunLock.Owner self = RunLock.Owner.current();
        Files.writeString(
                folder.resolve("run.owner"),
                "{\"pid\":%d,\"started\":%d,\"host\":\"%s\"}"
                        .formatted(self.pid(), self.started() - 86_400_000, self.host()));
        assertThat(RunLock.isHeld(folder)).isFalse();
    }

    private String runChild(String command) throws Exception {
        Process child = child(command);
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return line;
        }
    }

    private Process child(String command) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingChild.class.getName(),
                        command,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
