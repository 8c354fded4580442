package ldmstudio.engine.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Appends to {@code events.jsonl}: one write a line, so that a reader sees whole lines, and a sync
 * to disk after every fact. The caller holds the folder's {@link RunLock}.
 */
final class EventWriter implements AutoCloseable {
    private final Path file;

    /** Not a FileChannel, which closes itself when its thread is interrupted. */
    private final RandomAccessFile out;

    EventWriter(Path file) throws RunFolderException {
        this.file = file;
        try {
            long whole = EventLog.wholeLines(file);
            out = new RandomAccessFile(file.toFile(), "rw");
            // A line torn by a killed process would swallow the next one.
            out.setLength(whole);
            out.seek(whole);
        } catch (IOException e) {
            throw RunFolderException.of("write", file, e);
        }
    }

    synchronized void append(Event event) throws RunFolderException {
        try {
            if (!Files.exists(file)) {
                // Writing to a deleted file succeeds on most systems and nobody would ever read it.
                throw new NoSuchFileException(file.toString());
            }
            long before = out.getFilePointer();
            try {
                out.write(EventLog.line(event));
            } catch (IOException e) {
                // Half a line, as a full disk leaves it, would spoil the event after it.
                out.setLength(before);
                throw e;
            }
            if (isFact(event)) {
                out.getFD().sync();
            }
        } catch (IOException e) {
            throw RunFolderException.of("write", file, e);
        }
    }

    private static boolean isFact(Event event) {
        return event instanceof Event.Started
                || event instanceof Event.CheckpointSaved
                || event instanceof Event.SettingChanged
                || event instanceof Event.DiscriminatorChanged
                || event instanceof Event.Failed
                || event instanceof Event.Finished;
    }

    @Override
    public void close() throws RunFolderException {
        try {
            out.close();
        } catch (IOException e) {
            throw RunFolderException.of("close", file, e);
        }
    }
}
