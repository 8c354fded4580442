package ldmstudio.engine.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At most one process writes to a run folder. The operating system's lock on {@code run.lock} ends
 * with its process, {@code kill -9} included, so a crashed run never stays locked.
 *
 * <p>Who holds it stands in a second file, {@code run.owner}: on POSIX systems closing <em>any</em>
 * handle of a locked file drops the process's lock, so {@code run.lock} is never opened by the
 * process that holds it.
 */
public final class RunLock implements AutoCloseable {
    private static final String LOCK = "run.lock";
    private static final String OWNER = "run.owner";
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** The process that holds the lock; {@code started} in milliseconds since 1970. */
    public record Owner(long pid, long started, String host) {
        static Owner current() {
            ProcessHandle self = ProcessHandle.current();
            long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
            return new Owner(self.pid(), started, hostName());
        }
    }

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private RunLock(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock or says who holds it. */
    public static RunLock acquire(Path folder) throws RunFolderException {
        Optional<Owner> owner = owner(folder);
        if (owner.isPresent() && owner.get().equals(Owner.current())) {
            throw held(folder, owner);
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw held(folder, owner(folder));
            }
            DurableFiles.write(folder.resolve(OWNER), JSON.writeValueAsBytes(Owner.current()));
            return new RunLock(folder, channel, lock);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw RunFolderException.of("lock", folder, e);
        }
    }

    /** Whether a living process writes to the folder. */
    public static boolean isHeld(Path folder) {
        Optional<Owner> owner = owner(folder);
        if (owner.isEmpty()) {
            return false;
        }
        Owner self = Owner.current();
        if (owner.get().host().equals(self.host())) {
            if (owner.get().pid() == self.pid()) {
                return owner.get().started() == self.started();
            }
            if (ProcessHandle.of(owner.get().pid()).isEmpty()) {
                return false;
            }
        }
        // A process of that number lives, maybe another one: the lock itself knows.
        try (FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            FileLock probe = tryLock(channel);
            if (probe == null) {
                return true;
            }
            probe.release();
            return false;
        } catch (IOException e) {
            // A folder that cannot be written, such as a copy on a read-only disk, has no writer.
            return false;
        }
    }

    /** Who holds the lock, or held it when it crashed. */
    public static Optional<Owner> owner(Path folder) {
        try {
            return Optional.of(
                    JSON.readValue(Files.readAllBytes(folder.resolve(OWNER)), Owner.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws RunFolderException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(folder.resolve(OWNER));
            lock.release();
        } catch (IOException e) {
            throw RunFolderException.of("unlock", folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static RunFolderException held(Path folder, Optional<Owner> owner) {
        String who =
                owner.map(o -> "process " + o.pid() + " on " + o.host()).orElse("another process");
        return new RunFolderException(
                "the run " + folder + " is being written by " + who,
                "Wait for it, or stop it first; or choose another run folder.");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException reason) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
