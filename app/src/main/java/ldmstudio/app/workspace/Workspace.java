package ldmstudio.app.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The folder a person works in: {@code runs/}, {@code latents/}, {@code datasets.json} and the
 * queue. Changing it is remembered.
 */
public final class Workspace {
    private final ReadOnlyObjectWrapper<Path> folder;
    private final Preferences preferences;
    private @Nullable PictureMarks marks;
    private @Nullable Path marksOf;

    public Workspace(Preferences preferences) {
        this.preferences = preferences;
        String remembered = preferences.settings().workspace();
        this.folder =
                new ReadOnlyObjectWrapper<>(
                        this,
                        "folder",
                        remembered.isBlank() ? defaultFolder() : Path.of(remembered));
    }

    /** {@code LDM Studio} in the person's home, until another folder is chosen. */
    public static Path defaultFolder() {
        return Path.of(System.getProperty("user.home", "."), "LDM Studio");
    }

    public Path folder() {
        return folder.get();
    }

    public ReadOnlyObjectProperty<Path> folderProperty() {
        return folder.getReadOnlyProperty();
    }

    /** Where run folders are made. */
    public Path runs() {
        return folder().resolve("runs");
    }

    /** The stars of the open workspace; read from disk when first asked for. */
    public synchronized PictureMarks marks() {
        Path now = folder();
        PictureMarks known = marks;
        if (known == null || !now.equals(marksOf)) {
            known = PictureMarks.read(now);
            marks = known;
            marksOf = now;
        }
        return known;
    }

    /** The trash of the open workspace. */
    public PictureTrash trash() {
        return new PictureTrash(folder());
    }

    public String name() {
        Path name = folder().getFileName();
        return name == null ? folder().toString() : name.toString();
    }

    /**
     * Works in {@code chosen} from now on; it is made when it does not exist.
     *
     * @throws IOException when it cannot be made or written to; the old workspace stays
     */
    public void open(Path chosen) throws IOException {
        Path absolute = chosen.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        if (!Files.isWritable(absolute)) {
            throw new IOException(
                    "The folder " + absolute + " cannot be written to; choose another one.");
        }
        preferences.update(s -> s.withWorkspace(absolute.toString()));
        folder.set(absolute);
    }
}
