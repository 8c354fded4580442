package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import org.jspecify.annotations.Nullable;

/**
 * One run on disk, the only record of what it does.
 *
 * <pre>
 * runs/NAME/
 *   run.yaml                        the configuration with every default
 *   events.jsonl                    {@link Event}, one a line
 *   previews/step-00001000/*.png
 *   checkpoints/step-00001000/      with manifest.json
 * </pre>
 *
 * A folder that was {@linkplain #create created} or {@linkplain #openForWriting opened for writing}
 * holds the {@link RunLock} until it is closed; one that was {@linkplain #open opened} only reads.
 */
public final class RunFolder implements AutoCloseable {
    public static final String RUN_YAML = "run.yaml";
    public static final String EVENTS = "events.jsonl";
    public static final String PREVIEWS = "previews";
    public static final String CHECKPOINTS = "checkpoints";

    private final Path path;
    private final EventLog log;
    private final Checkpoints checkpoints;
    private final @Nullable RunLock lock;
    private final @Nullable EventWriter writer;

    private RunFolder(Path path, boolean write) throws RunFolderException {
        this.path = path.toAbsolutePath().normalize();
        log = new EventLog(this.path.resolve(EVENTS));
        checkpoints = new Checkpoints(this.path.resolve(CHECKPOINTS));
        lock = write ? RunLock.acquire(this.path) : null;
        try {
            writer = write ? new EventWriter(this.path.resolve(EVENTS)) : null;
            if (write) {
                checkpoints.recover();
            }
        } catch (RunFolderException e) {
            release(lock, e);
            throw e;
        }
    }

    /**
     * Makes a new run.
     *
     * @param path absent, or an empty folder; never one with another run
     * @param runYaml the resolved configuration
     */
    public static RunFolder create(Path path, String runYaml) throws RunFolderException {
        try {
            if (Files.exists(path) && !isEmpty(path)) {
                throw new RunFolderException(
                        RunStatus.isRunFolder(path)
                                ? path + " holds another run"
                                : path + " is not an empty folder",
                        "Choose another folder with --run, or resume the run that is there.");
            }
            Files.createDirectories(path.resolve(PREVIEWS));
            Files.createDirectories(path.resolve(CHECKPOINTS));
            RunFolder folder = new RunFolder(path, true);
            try {
                DurableFiles.write(
                        folder.path.resolve(RUN_YAML), runYaml.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                folder.close();
                throw e;
            }
            return folder;
        } catch (IOException e) {
            throw RunFolderException.of("make the run folder", path, e);
        }
    }

    /** The same with the configuration as records; every default is written out. */
    public static RunFolder create(Path path, RunConfig config) throws RunFolderException {
        return create(path, RunConfigs.write(config));
    }

    /** Opens a run for reading; no lock is taken. */
    public static RunFolder open(Path path) throws RunFolderException {
        requireRun(path);
        return new RunFolder(path, false);
    }

    /** Opens a run to go on with it; refused while another process writes to it. */
    public static RunFolder openForWriting(Path path) throws RunFolderException {
        requireRun(path);
        return new RunFolder(path, true);
    }

    public Path path() {
        return path;
    }

    /** Name of the folder. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    public Path runYaml() {
        return path.resolve(RUN_YAML);
    }

    /**
     * The configuration that the run was started with.
     *
     * @throws ldmstudio.engine.config.ConfigException when the file was changed by hand into
     *     something that is not allowed
     */
    public RunConfig config() {
        return RunConfigs.read(runYaml());
    }

    public EventLog events() {
        return log;
    }

    /** Writes an event; facts (started, checkpoint, failed, finished …) are synced to disk. */
    public void append(Event event) throws RunFolderException {
        if (writer == null) {
            throw new IllegalStateException("the run " + path + " is open for reading only");
        }
        writer.append(event);
    }

    /** {@code previews/step-00001000}, made if absent. */
    public Path previews(long step) throws RunFolderException {
        Path folder = path.resolve(PREVIEWS).resolve(Checkpoints.name(step));
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw RunFolderException.of("make", folder, e);
        }
    }

    /** A path inside this folder as events name it: relative, with {@code /}. */
    public String relative(Path inside) {
        return path.relativize(inside.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /** Complete checkpoints, oldest first. */
    public List<Checkpoint> checkpoints() throws RunFolderException {
        return checkpoints.list();
    }

    /** The newest checkpoint that passes its manifest in every byte. */
    public Optional<Checkpoint> latestCheckpoint() throws RunFolderException {
        return checkpoints.latest();
    }

    /** Writes a checkpoint, records it, and deletes those that need not be kept. */
    public Checkpoint saveCheckpoint(
            long step, int keepLast, long keepEvery, Checkpoints.Content content)
            throws RunFolderException {
        return publishCheckpoint(prepareCheckpoint(step, content), keepLast, keepEvery);
    }

    /** The first half of {@link #saveCheckpoint}: the files, which the steps have to wait for. */
    public Checkpoints.Prepared prepareCheckpoint(long step, Checkpoints.Content content)
            throws RunFolderException {
        if (!Files.isDirectory(path)) {
            throw RunFolderException.of("write to", path, new NoSuchFileException(path.toString()));
        }
        return checkpoints.prepare(step, content);
    }

    /** The second half: checksums, the disk, the record; from any thread, one at a time. */
    public Checkpoint publishCheckpoint(Checkpoints.Prepared prepared, int keepLast, long keepEvery)
            throws RunFolderException {
        Checkpoint checkpoint = checkpoints.publish(prepared);
        append(
                new Event.CheckpointSaved(
                        System.currentTimeMillis(), prepared.step(), relative(checkpoint.path())));
        checkpoints.prune(keepLast, keepEvery);
        return checkpoint;
    }

    public RunStatus status() throws RunFolderException {
        return RunStatus.of(path);
    }

    @Override
    public void close() throws RunFolderException {
        try {
            if (writer != null) {
                writer.close();
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private static void requireRun(Path path) throws RunFolderException {
        if (!RunStatus.isRunFolder(path)) {
            throw new RunFolderException(
                    path + " is not a run folder: it has no " + RUN_YAML,
                    "Give the folder of one run; 'ldm runs' lists them.");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        }
    }

    private static void release(@Nullable RunLock lock, RunFolderException reason) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (RunFolderException e) {
            reason.addSuppressed(e);
        }
    }
}
