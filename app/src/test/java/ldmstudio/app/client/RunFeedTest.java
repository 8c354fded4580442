package ldmstudio.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFeedTest {
    @Test
    void everyEventComesOnceInItsOrder(@TempDir Path base) throws Exception {
        Path run = base.resolve("a");
        try (RunFolder folder = RunFolder.create(run, "stage: autoencoder\n")) {
            RunFeed feed = new RunFeed(run);
            folder.append(started());
            folder.append(step(10));
            feed.poll();
            assertThat(feed.drain().events()).hasSize(2);
            assertThat(feed.drain().events()).isEmpty();
            folder.append(step(20));
            feed.poll();
            folder.append(step(30));
            feed.poll();
            assertThat(feed.drain().events())
                    .map(e -> ((Event.Step) e).step())
                    .containsExactly(20L, 30L);
            assertThat(feed.status().step()).isEqualTo(30);
            assertThat(feed.status().state()).isEqualTo(RunState.RUNNING);
        }
    }

    @Test
    void halfALineWaitsForItsOtherHalf(@TempDir Path base) throws Exception {
        Path run = base.resolve("a");
        try (RunFolder folder = RunFolder.create(run, "stage: autoencoder\n")) {
            folder.append(started());
        }
        RunFeed feed = new RunFeed(run);
        feed.poll();
        feed.drain();
        String line = "{\"type\":\"step\",\"time\":1,\"step\":40,\"metrics\":{\"loss\":0.5}}\n";
        write(run, line.substring(0, 30));
        feed.poll();
        assertThat(feed.drain().events()).isEmpty();
        write(run, line.substring(30));
        feed.poll();
        assertThat(feed.drain().events()).singleElement().isInstanceOf(Event.Step.class);
    }

    @Test
    void aReplacedLogStartsOver(@TempDir Path base) throws Exception {
        Path run = base.resolve("a");
        try (RunFolder folder = RunFolder.create(run, "stage: autoencoder\n")) {
            folder.append(started());
            folder.append(step(10));
            folder.append(step(20));
        }
        RunFeed feed = new RunFeed(run);
        feed.poll();
        Files.writeString(run.resolve(RunFolder.EVENTS), "");
        write(run, "{\"type\":\"step\",\"time\":1,\"step\":5,\"metrics\":{}}\n");
        feed.poll();
        RunFeed.News news = feed.drain();
        assertThat(news.restarted()).isTrue();
        assertThat(news.events()).hasSize(1);
        assertThat(feed.status().step()).isEqualTo(5);
    }

    @Test
    void aRunWithoutItsProcessIsCrashed(@TempDir Path base) throws Exception {
        Path run = base.resolve("a");
        try (RunFolder folder = RunFolder.create(run, "stage: autoencoder\n")) {
            folder.append(started());
            folder.append(step(10));
        }
        RunFeed feed = new RunFeed(run);
        feed.poll();
        assertThat(feed.status().state()).isEqualTo(RunState.CRASHED);
    }

    private static void write(Path run, String text) throws IOException {
        Files.writeString(run.resolve(RunFolder.EVENTS), text, StandardOpenOption.APPEND);
    }

    private static Event started() {
        return new Event.Started(
                1, 0, 100, "autoencoder", "0.1.0", "cpu", "fp32", 2, "f", 100, 1000, 1);
    }

    private static Event step(long step) {
        return new Event.Step(1, step, Map.of("loss", 0.5));
    }
}
