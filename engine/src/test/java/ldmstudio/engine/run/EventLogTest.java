package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    static final List<Event> ONE_OF_EACH =
            List.of(
                    new Event.Started(
                            1, 0, 100, "autoencoder", "0.1.0", "cpu", "bf16", 2, "abc", 60, 9, 7),
                    new Event.Preparing(2, "encoding", 0.5),
                    new Event.Step(3, 1, Map.of("loss", 0.25)),
                    new Event.Evaluation(4, 1, Map.of("val_psnr", 24.5)),
                    new Event.Preview(
                            5, 1, "input", List.of("previews/step-00000001/input-00.png")),
                    new Event.CheckpointSaved(6, 1, "checkpoints/step-00000001"),
                    new Event.DiscriminatorChanged(7, 1, "percent", 12.5, true),
                    new Event.SettingChanged(8, 1, "learning_rate", "1e-4"),
                    new Event.Paused(9, 1),
                    new Event.Resumed(10, 1),
                    new Event.Warning(11, 1, "no VGG16 weights"),
                    new Event.DataSkipped(12, 2, List.of("a.png: truncated", "b.png: empty")),
                    new Event.Failed(13, 1, "loss is NaN", "lower the rate", "a\n\tb \"c\" ä"),
                    new Event.Waits(14, 1, 20.5, 0.01, 0.005),
                    new Event.Finished(14, 1, true));

    @TempDir Path folder;
    private Path file;
    private EventLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("events.jsonl");
        log = new EventLog(file);
    }

    @Test
    void everyEventSurvivesItsLine() throws IOException {
        write(ONE_OF_EACH);
        assertThat(log.readAll()).isEqualTo(ONE_OF_EACH);
        assertThat(ONE_OF_EACH).hasSize(Event.class.getPermittedSubclasses().length);
        assertThat(Files.readAllLines(file))
                .hasSize(ONE_OF_EACH.size())
                .contains(
                        "{\"type\":\"checkpoint_saved\",\"time\":6,\"step\":1,"
                                + "\"path\":\"checkpoints/step-00000001\"}");
    }

    @Test
    void numbersThatAreNoneSurviveToo() throws IOException {
        Event event =
                new Event.Step(
                        1, 1, Map.of("a", Double.NaN, "b", Double.NEGATIVE_INFINITY, "c", 1e-30));
        write(List.of(event));
        assertThat(log.readAll()).containsExactly(event);
    }

    @Test
    void aReaderThatFollowsSeesEachEventOnce() throws IOException {
        assertThat(log.read(0).events()).isEmpty();
        long offset = 0;
        for (Event event : ONE_OF_EACH) {
            write(List.of(event));
            EventLog.Tail tail = log.read(offset);
            assertThat(tail.events()).containsExactly(event);
            offset = tail.offset();
        }
        assertThat(log.read(offset).events()).isEmpty();
    }

    @Test
    void aTornLastLineIsLeftForTheNextRead() throws IOException {
        write(ONE_OF_EACH.subList(0, 3));
        String next = new String(EventLog.line(ONE_OF_EACH.get(3)), StandardCharsets.UTF_8);
        append(next.substring(0, 20));
        EventLog.Tail torn = log.read(0);
        assertThat(torn.events()).hasSize(3);
        append(next.substring(20));
        assertThat(log.read(torn.offset()).events()).containsExactly(ONE_OF_EACH.get(3));
    }

    @Test
    void aWriterCutsOffTheLineThatAKilledProcessTore() throws IOException {
        write(ONE_OF_EACH.subList(0, 2));
        long offset = log.read(0).offset();
        append("{\"type\":\"step\",\"ti");
        write(ONE_OF_EACH.subList(2, 4));
        EventLog.Tail tail = log.read(offset);
        assertThat(tail.events()).isEqualTo(ONE_OF_EACH.subList(2, 4));
        assertThat(tail.restarted()).isFalse();
    }

    @Test
    void strangeLinesArePassedOverAndCounted() throws IOException {
        append("not json\n\n{\"type\":\"hologram\",\"time\":1}\n[1,2]\n{\"time\":3}\n");
        append("{\"type\":\"step\",\"time\":\"soon\",\"step\":1}\n\u0000\u0000\n");
        append("{\"type\":\"paused\",\"time\":5,\"step\":2,\"why\":\"a newer version says\"}\n");
        EventLog.Tail tail = log.read(0);
        assertThat(tail.events()).containsExactly(new Event.Paused(5, 2));
        assertThat(tail.skipped()).isEqualTo(6);
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsEmpty() throws IOException {
        append("{\"type\":\"failed\",\"time\":5}\n{\"type\":\"preview\",\"time\":6}\n");
        assertThat(log.readAll())
                .containsExactly(
                        new Event.Failed(5, 0, "", "", ""), new Event.Preview(6, 0, "", List.of()));
    }

    @Test
    void aReplacedFileIsReadFromItsBeginning() throws IOException {
        write(ONE_OF_EACH);
        long offset = log.read(0).offset();
        Files.delete(file);
        write(ONE_OF_EACH.subList(0, 1));
        EventLog.Tail tail = log.read(offset);
        assertThat(tail.restarted()).isTrue();
        assertThat(tail.events()).isEqualTo(ONE_OF_EACH.subList(0, 1));
    }

    @Test
    void aLogLongerThanOneReadIsReadInParts() throws IOException {
        String filler = "x".repeat(1000);
        int count = 9000;
        try (EventWriter writer = new EventWriter(file)) {
            for (int i = 0; i < count; i++) {
                writer.append(new Event.Warning(i, i, filler));
            }
        }
        assertThat(log.read(0).complete()).isFalse();
        List<Event> all = log.readAll();
        assertThat(all).hasSize(count);
        assertThat(all.get(count - 1).time()).isEqualTo(count - 1);
    }

    @Test
    void aLineWithoutEndIsSteppedOver() throws IOException {
        append("y".repeat(9 << 20) + "\n");
        write(ONE_OF_EACH.subList(0, 1));
        assertThat(log.readAll()).isEqualTo(ONE_OF_EACH.subList(0, 1));
    }

    @Test
    void writingToAFileThatWasDeletedIsAnErrorInWords() throws IOException {
        try (EventWriter writer = new EventWriter(file)) {
            Files.delete(file);
            assertThatExceptionOfType(RunFolderException.class)
                    .isThrownBy(() -> writer.append(ONE_OF_EACH.get(0)))
                    .withMessageContaining("does not exist")
                    .satisfies(e -> assertThat(e.hint()).contains("moved or deleted"));
        }
    }

    private void write(List<Event> events) throws IOException {
        try (EventWriter writer = new EventWriter(file)) {
            for (Event event : events) {
                writer.append(event);
            }
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
