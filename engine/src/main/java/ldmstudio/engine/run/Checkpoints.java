package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code checkpoints/} of a run. A checkpoint is written aside, synced and renamed, so a
 * folder {@code step-00001000} is whole; its manifest proves it.
 */
public final class Checkpoints {
    /** Fills a new folder with a checkpoint's files. */
    @FunctionalInterface
    public interface Content {
        void write(Path folder) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})");
    private static final Pattern LEFT_OVER =
            Pattern.compile("\\.(step-\\d{8,18})\\.(tmp|old|deleted)");

    private final Path folder;

    public Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** {@code step-00001000}: the name of a step's folder. */
    public static String name(long step) {
        return String.format("step-%08d", step);
    }

    /** Complete checkpoints, oldest first: a manifest, and all its files there in full length. */
    public List<Checkpoint> list() throws RunFolderException {
        List<Checkpoint> complete = new ArrayList<>();
        for (Path path : children()) {
            Matcher name = NAME.matcher(path.getFileName().toString());
            if (name.matches() && isComplete(path)) {
                complete.add(new Checkpoint(Long.parseLong(name.group(1)), path));
            }
        }
        complete.sort(Comparator.comparingLong(Checkpoint::step));
        return List.copyOf(complete);
    }

    /** The newest checkpoint whose every byte is as it was written; damaged ones are logged. */
    public Optional<Checkpoint> latest() throws RunFolderException {
        List<Checkpoint> complete = list();
        for (int i = complete.size() - 1; i >= 0; i--) {
            Checkpoint checkpoint = complete.get(i);
            try {
                List<String> problems = Manifest.read(checkpoint.path()).verify(checkpoint.path());
                if (problems.isEmpty()) {
                    return Optional.of(checkpoint);
                }
                LOG.warn(
                        "checkpoint {} is damaged and passed over: {}",
                        checkpoint.path(),
                        String.join("; ", problems));
            } catch (IOException e) {
                LOG.warn("checkpoint {} cannot be read: {}", checkpoint.path(), e.toString());
            }
        }
        return Optional.empty();
    }

    /** Writes the checkpoint of a step with its manifest; one that exists is replaced. */
    public Checkpoint write(long step, Content content) throws RunFolderException {
        return publish(prepare(step, content));
    }

    /** A checkpoint whose files are written, but neither checked nor safe from a power failure. */
    public record Prepared(long step, Path aside) {}

    /** Writes the files of a checkpoint aside; nobody sees it before {@link #publish}. */
    public Prepared prepare(long step, Content content) throws RunFolderException {
        Path aside = folder.resolve("." + name(step) + ".tmp");
        try {
            DurableFiles.deleteTree(aside);
            Files.createDirectories(aside);
            content.write(aside);
            return new Prepared(step, aside);
        } catch (IOException e) {
            throw failed(step, aside, e);
        }
    }

    /** Adds the manifest, waits for the disk, and gives the checkpoint its name. */
    public Checkpoint publish(Prepared prepared) throws RunFolderException {
        Path target = folder.resolve(name(prepared.step()));
        try {
            Manifest.write(prepared.aside(), prepared.step());
            DurableFiles.publish(prepared.aside(), target);
            return new Checkpoint(prepared.step(), target);
        } catch (IOException e) {
            throw failed(prepared.step(), prepared.aside(), e);
        }
    }

    private RunFolderException failed(long step, Path aside, IOException e) {
        try {
            DurableFiles.deleteTree(aside);
        } catch (IOException second) {
            e.addSuppressed(second);
        }
        return RunFolderException.of("write the checkpoint", folder.resolve(name(step)), e);
    }

    /**
     * Deletes complete checkpoints except the newest {@code keepLast} (at least 1) and those at
     * multiples of {@code keepEvery} (0: none).
     *
     * @return those deleted
     */
    public List<Checkpoint> prune(int keepLast, long keepEvery) throws RunFolderException {
        List<Checkpoint> complete = list();
        List<Checkpoint> deleted = new ArrayList<>();
        for (int i = 0; i < complete.size() - Math.max(1, keepLast); i++) {
            Checkpoint checkpoint = complete.get(i);
            if (keepEvery > 0 && checkpoint.step() % keepEvery == 0) {
                continue;
            }
            delete(checkpoint);
            deleted.add(checkpoint);
        }
        return deleted;
    }

    /** Clears what a killed process left; only for the holder of the run's lock. */
    void recover() throws RunFolderException {
        for (Path path : children()) {
            Matcher name = LEFT_OVER.matcher(path.getFileName().toString());
            if (!name.matches()) {
                continue;
            }
            try {
                if (name.group(2).equals("old")) {
                    DurableFiles.recover(folder.resolve(name.group(1)));
                } else {
                    DurableFiles.deleteTree(path);
                }
            } catch (IOException e) {
                throw RunFolderException.of("clear", path, e);
            }
        }
    }

    private void delete(Checkpoint checkpoint) throws RunFolderException {
        // Renamed first: half a folder must never look like a checkpoint.
        Path aside = folder.resolve("." + checkpoint.path().getFileName() + ".deleted");
        try {
            DurableFiles.deleteTree(aside);
            Files.move(checkpoint.path(), aside, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.deleteTree(aside);
        } catch (IOException e) {
            throw RunFolderException.of("delete", checkpoint.path(), e);
        }
    }

    private List<Path> children() throws RunFolderException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).toList();
        } catch (IOException e) {
            throw RunFolderException.of("list", folder, e);
        }
    }

    private static boolean isComplete(Path path) {
        try {
            return Manifest.read(path).missing(path).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
