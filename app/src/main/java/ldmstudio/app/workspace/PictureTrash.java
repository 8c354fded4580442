package ldmstudio.app.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Deleting a picture or video moves it to {@code .trash} of its workspace, below the same folders
 * as before: on the same disk, so at once and whole; undoing moves it back. In the background.
 */
public final class PictureTrash {
    /** Name of the folder. */
    public static final String NAME = ".trash";

    private final Path workspace;

    /** The trash of a workspace; its folder is made when something is deleted. */
    public PictureTrash(Path workspace) {
        this.workspace = workspace.toAbsolutePath().normalize();
    }

    /** Where a file was and where it lies now. */
    public record Moved(Path from, Path to) {}

    /** What one deletion moved, for {@link #restore}. */
    public record Deleted(List<Moved> files) {
        public Deleted {
            files = List.copyOf(files);
        }
    }

    /**
     * Moves files away; files that are gone already are left out. When one cannot be moved, those
     * before it are brought back.
     */
    public Deleted delete(List<Path> files) throws IOException {
        List<Moved> moved = new ArrayList<>();
        try {
            for (Path file : files) {
                Path from = workspace.resolve(file).toAbsolutePath().normalize();
                if (Files.exists(from)) {
                    Path to = free(from);
                    Files.createDirectories(parent(to));
                    Files.move(from, to);
                    moved.add(new Moved(from, to));
                }
            }
        } catch (IOException e) {
            try {
                restore(new Deleted(moved));
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        return new Deleted(moved);
    }

    /** Moves files back to where they were; fails before the first one when a place is taken. */
    public void restore(Deleted deleted) throws IOException {
        for (Moved one : deleted.files()) {
            if (Files.exists(one.from())) {
                throw new IOException(
                        "There is a new file "
                                + one.from()
                                + "; the deleted one stays in "
                                + one.to()
                                + ".");
            }
        }
        List<Moved> last = new ArrayList<>(deleted.files());
        Collections.reverse(last);
        for (Moved one : last) {
            Files.createDirectories(parent(one.from()));
            Files.move(one.to(), one.from());
        }
    }

    private Path free(Path from) {
        Path below = from.startsWith(workspace) ? workspace.relativize(from) : from.getFileName();
        Path target = workspace.resolve(NAME).resolve(below);
        String name = String.valueOf(target.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        Path free = target;
        for (int number = 2; Files.exists(free); number++) {
            free = target.resolveSibling(stem + "-" + number + ending);
        }
        return free;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
