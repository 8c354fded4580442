package ldmstudio.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class StopSignalTest {
    @Test
    @DisabledOnOs(OS.WINDOWS) // there a process can only be killed
    void aPoliteKillWaitsForTheWorkToBeSaved() throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("working");
            child.toHandle().destroy();
            assertThat(List.of(out.readLine(), out.readLine())).containsExactly("stop", "saved");
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void workThatEndsByItselfHearsNoSignal() {
        StopSignal signal = StopSignal.install(() -> {}, Duration.ofSeconds(1));
        signal.close();
        assertThat(signal.raised()).isFalse();
    }

    /** A process that works until it is asked to stop, then saves. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch asked = new CountDownLatch(1);
            Runnable stop =
                    () -> {
                        System.out.println("stop");
                        asked.countDown();
                    };
            try (StopSignal signal = StopSignal.install(stop, Duration.ofSeconds(20))) {
                System.out.println("working");
                asked.await();
                System.out.println(signal.raised() ? "saved" : "not raised");
            }
        }
    }
}
