package ldmstudio.engine.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import ldmstudio.engine.data.CacheFolder;
import org.jspecify.annotations.Nullable;

/**
 * The small text-to-picture model that comes with the program, and is called {@code demo}.
 *
 * <p>It lies in the program's jar. Networks are read from files, so it is unpacked once into the
 * user's cache folder, under its fingerprint: another version of the program with another model
 * does not take this one's place. {@link #unpack} checks every file's SHA-256 and repairs what is
 * missing or damaged; several processes may call it at once.
 */
public final class DemoModel {
    /** What people write in place of a path. */
    public static final String NAME = "demo";

    /** Set to {@code none}, the program is as one that was built without the model. */
    public static final String SWITCH = "ldmstudio.demo";

    private static final String RESOURCES = "ldmstudio/assets/demo/";
    private static final String PROMPTS = "prompts.txt";
    private static final int DIGITS = 12;
    private static final Object ONE_AT_A_TIME = new Object();

    private final Shelf shelf;
    private final Path models;

    /** Where the packed files lie. */
    @FunctionalInterface
    interface Shelf {
        /** Opens a file by its path with {@code /}; null: there is none. */
        @Nullable InputStream open(String path);
    }

    /** Hears how far the unpacking is. */
    @FunctionalInterface
    public interface Progress {
        /** Called after every file. */
        void unpacked(long bytes, long totalBytes);
    }

    DemoModel(Shelf shelf, Path models) {
        this.shelf = shelf;
        this.models = models;
    }

    /** The model in this program. */
    public static DemoModel builtIn() {
        ClassLoader loader = Objects.requireNonNull(DemoModel.class.getClassLoader());
        boolean none = "none".equals(System.getProperty(SWITCH));
        return new DemoModel(
                path -> none ? null : loader.getResourceAsStream(RESOURCES + path),
                CacheFolder.resolve("models"));
    }

    /** Whether the program was built with it. */
    public boolean isShipped() {
        try (InputStream in = shelf.open(Manifest.FILE)) {
            return in != null;
        } catch (IOException e) {
            throw new UncheckedIOException("the program's demo model cannot be read", e);
        }
    }

    /**
     * Whether a recipe means it: the word, or where this or another machine, or another version,
     * unpacks it to.
     */
    public static boolean isNamedBy(String modelPath) {
        return modelPath.strip().equals(NAME)
                || modelPath.replace('\\', '/').matches(".*/models/[0-9a-f]{12}/" + NAME);
    }

    /**
     * The folder that {@link #unpack} makes; it need not be there yet.
     *
     * @throws IOException if the program was built without the model
     */
    public Path folder() throws IOException {
        return folder(packed());
    }

    private Path folder(Manifest packed) {
        return models.resolve(packed.fingerprint().substring(0, DIGITS)).resolve(NAME);
    }

    /** Whether the unpacked folder has all files in their sizes; reads no content. */
    public boolean isUnpacked() throws IOException {
        Manifest packed = packed();
        return packed.missing(folder(packed)).isEmpty();
    }

    /**
     * Makes sure that the model lies unpacked and whole on the disk.
     *
     * @return its folder, a checkpoint as a run writes it
     * @throws IOException if the program was built without the model, or the disk takes it not;
     *     says which folder
     */
    public Path unpack(Progress progress) throws IOException {
        Manifest packed = packed();
        Path folder = folder(packed);
        Path parent = Objects.requireNonNull(folder.getParent());
        // A file's lock is the process's: threads of one process must wait here.
        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(parent);
                try (FileChannel file =
                                FileChannel.open(
                                        parent.resolve("." + NAME + ".lock"),
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    DurableFiles.recover(folder);
                    if (!packed.verify(folder).isEmpty()) {
                        unpack(packed, folder, progress);
                    }
                }
            } catch (IOException e) {
                throw new IOException(
                        "The demo model cannot be unpacked to "
                                + folder
                                + ": "
                                + e.getMessage()
                                + ". It needs "
                                + (1 + (total(packed) >> 20))
                                + " MiB of room there.",
                        e);
            }
        }
        return folder;
    }

    private void unpack(Manifest packed, Path folder, Progress progress) throws IOException {
        Path aside = folder.resolveSibling("." + NAME + ".new");
        DurableFiles.deleteTree(aside);
        long total = total(packed);
        long done = 0;
        for (Manifest.Entry entry : packed.files()) {
            Path file = aside.resolve(entry.path()).normalize();
            if (!file.startsWith(aside)) {
                throw new IOException(entry.path() + " lies outside of the folder");
            }
            copy(entry.path(), file);
            done += entry.size();
            progress.unpacked(done, total);
        }
        copy(Manifest.FILE, aside.resolve(Manifest.FILE));
        List<String> problems = packed.verify(aside);
        if (!problems.isEmpty()) {
            throw new IOException("the program's file is damaged: " + problems.get(0));
        }
        DurableFiles.publish(aside, folder);
    }

    private void copy(String path, Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = opened(path);
                OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
    }

    /** Prompts that show what it can do, the most telling first. */
    public List<String> prompts() throws IOException {
        try (InputStream in = opened(PROMPTS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private Manifest packed() throws IOException {
        try (InputStream in = opened(Manifest.FILE)) {
            return Manifest.parse(in.readAllBytes());
        }
    }

    private InputStream opened(String path) throws IOException {
        InputStream in = shelf.open(path);
        if (in == null) {
            throw new FileNotFoundException(
                    "This program was built without the demo model: its file "
                            + path
                            + " is not there. Train one with the recipes demo_autoencoder and"
                            + " demo_diffusion.");
        }
        return in;
    }

    private static long total(Manifest packed) {
        return packed.files().stream().mapToLong(Manifest.Entry::size).sum();
    }
}
