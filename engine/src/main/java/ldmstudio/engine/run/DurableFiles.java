package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that are whole or absent, whenever the power fails: written aside, synced,
 * renamed in one step, and the parent folder synced.
 */
public final class DurableFiles {
    private DurableFiles() {}

    /** Writes or replaces a file; it survives a power failure from here on. */
    public static void write(Path target, byte[] content) throws IOException {
        replace(target, content, true);
        syncFolder(parent(target));
    }

    /** The same without waiting for the disk: for what can be made again, such as previews. */
    public static void replace(Path target, byte[] content) throws IOException {
        replace(target, content, false);
    }

    private static void replace(Path target, byte[] content, boolean sync) throws IOException {
        Path parent = parent(target);
        Path aside = parent.resolve("." + target.getFileName() + ".tmp");
        try (FileChannel channel =
                FileChannel.open(
                        aside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (sync) {
                channel.force(true);
            }
        } catch (IOException e) {
            deleteQuietly(aside, e);
            throw e;
        }
        Files.move(
                aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(parent);
    }

    /**
     * Makes a finished folder appear under its final name. Both must have the same parent. An older
     * folder of that name is replaced; at no moment are both the old and the new one lost.
     */
    public static void publish(Path aside, Path target) throws IOException {
        syncTree(aside);
        Path old = retired(target);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            deleteTree(old);
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(parent(target));
        deleteTree(old);
    }

    /** Undoes a {@link #publish} that was cut off between its two renames. */
    public static void recover(Path target) throws IOException {
        Path old = retired(target);
        if (Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                deleteTree(old);
            } else {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Where {@link #publish} puts the older folder for a moment. */
    static Path retired(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".old");
    }

    /** Deletes a folder with everything in it; links are removed, not followed. Absent is fine. */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException e) throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void syncTree(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        try (FileChannel channel =
                                FileChannel.open(file, StandardOpenOption.WRITE)) {
                            channel.force(true);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException e) throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        syncFolder(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Makes renames and new names in a folder last. */
    static void syncFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // Windows opens no folder as a file; there the rename itself is journalled.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    private static Path parent(Path target) {
        return Objects.requireNonNull(target.toAbsolutePath().getParent(), "a root has no parent");
    }

    private static void deleteQuietly(Path file, IOException reason) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
