package ldmstudio.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code events.jsonl} while it grows. A torn last line is left for the next read; lines that
 * are no JSON and events of a newer version are passed over.
 */
public final class EventLog {
    /**
     * What was read.
     *
     * @param offset where the next read begins, in bytes
     * @param skipped lines that were passed over
     * @param restarted the file is shorter than the offset asked for, so it was replaced: forget
     *     what was read before
     * @param complete nothing more was in the file; false: read again at once
     */
    public record Tail(
            List<Event> events, long offset, int skipped, boolean restarted, boolean complete) {
        public Tail {
            events = List.copyOf(events);
        }
    }

    /** One read takes at most this much, so that a long log needs little memory. */
    private static final int CHUNK_BYTES = 4 << 20;

    private static final ObjectMapper JSON =
            SealedJson.builder(Event.class)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
                    .build();

    private final Path file;

    public EventLog(Path file) {
        this.file = file;
    }

    /** Events from a byte offset on: 0 for the beginning, then {@link Tail#offset()}. */
    public Tail read(long offset) throws RunFolderException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean restarted = channel.size() < offset;
            long start = restarted ? 0 : offset;
            int length = (int) Math.min(CHUNK_BYTES, channel.size() - start);
            byte[] bytes = readFully(channel, start, length);
            boolean complete = bytes.length < CHUNK_BYTES;
            return parse(bytes, start, restarted, complete);
        } catch (NoSuchFileException e) {
            return new Tail(List.of(), 0, 0, offset > 0, true);
        } catch (IOException e) {
            throw RunFolderException.of("read", file, e);
        }
    }

    /** All events; for short work such as tests and tables. */
    public List<Event> readAll() throws RunFolderException {
        List<Event> all = new ArrayList<>();
        Tail tail = read(0);
        all.addAll(tail.events());
        while (!tail.complete()) {
            tail = read(tail.offset());
            all.addAll(tail.events());
        }
        return all;
    }

    /** The line of an event, newline included. */
    static byte[] line(Event event) {
        try {
            return (JSON.writerFor(Event.class).writeValueAsString(event) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write event " + event, e);
        }
    }

    /** Length of the file up to and with its last newline. */
    static long wholeLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = channel.size();
            while (end > 0) {
                long start = Math.max(0, end - 8192);
                byte[] bytes = readFully(channel, start, (int) (end - start));
                int newline = lastNewline(bytes);
                if (newline >= 0) {
                    return start + newline + 1;
                }
                end = start;
            }
            return 0;
        }
    }

    private static Tail parse(byte[] bytes, long start, boolean restarted, boolean complete) {
        int end = lastNewline(bytes) + 1;
        if (end == 0 && !complete) {
            // No newline in a whole chunk is no event log; step over it instead of standing still.
            return new Tail(List.of(), start + bytes.length, 1, restarted, false);
        }
        List<Event> events = new ArrayList<>();
        int skipped = 0;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                if (i > lineStart) {
                    Event event = event(bytes, lineStart, i - lineStart);
                    if (event == null) {
                        skipped++;
                    } else {
                        events.add(event);
                    }
                }
                lineStart = i + 1;
            }
        }
        return new Tail(events, start + end, skipped, restarted, complete);
    }

    private static @Nullable Event event(byte[] bytes, int offset, int length) {
        try {
            return JSON.readValue(bytes, offset, length, Event.class);
        } catch (IOException e) {
            // A line of noise must not hide the rest of a run from its owner; Tail counts it.
            return null;
        }
    }

    private static int lastNewline(byte[] bytes) {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    private static byte[] readFully(FileChannel channel, long start, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {}
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }
}
