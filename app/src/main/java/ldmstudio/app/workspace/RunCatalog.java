package ldmstudio.app.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.RunLock;
import ldmstudio.engine.run.RunStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a workspace, read from their folders. A log that has not changed is not read again,
 * so that looking often at hundreds of finished runs costs little.
 */
public final class RunCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(RunCatalog.class);

    private record Stamp(long size, FileTime changed, boolean held) {}

    private record Known(Stamp stamp, RunStatus status) {}

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    /** All runs, newest activity first; in the background only. */
    public List<RunStatus> list(Path runs) throws IOException {
        List<RunStatus> all = new ArrayList<>();
        try (Stream<Path> folders = Files.list(runs)) {
            for (Path folder : folders.toList()) {
                if (isVisible(folder) && RunStatus.isRunFolder(folder)) {
                    add(folder, all);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        all.sort(Comparator.comparingLong(RunStatus::updatedAt).reversed());
        return all;
    }

    private void add(Path folder, List<RunStatus> all) throws IOException {
        try {
            Stamp stamp = stamp(folder);
            Known before = known.get(folder);
            if (before == null || !before.stamp().equals(stamp)) {
                before = new Known(stamp, RunStatus.of(folder));
                known.put(folder, before);
            }
            all.add(before.status());
        } catch (RunFolderException e) {
            // One damaged folder must not hide the others.
            LOG.warn("the run {} cannot be read: {}", folder, e.toString());
        }
    }

    private static Stamp stamp(Path folder) throws IOException {
        Path events = folder.resolve(RunFolder.EVENTS);
        boolean held = RunLock.isHeld(folder);
        return Files.exists(events)
                ? new Stamp(Files.size(events), Files.getLastModifiedTime(events), held)
                : new Stamp(0, FileTime.fromMillis(0), held);
    }

    private static boolean isVisible(Path folder) {
        return !String.valueOf(folder.getFileName()).startsWith(".");
    }
}
