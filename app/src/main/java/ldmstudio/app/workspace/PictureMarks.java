package ldmstudio.app.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import ldmstudio.engine.run.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stars of a workspace's pictures and videos, by their paths below it, in {@code
 * .studio/stars.json}. A change shows at once; {@link #write} makes it last. Any thread.
 */
public final class PictureMarks {
    private static final Logger LOG = LoggerFactory.getLogger(PictureMarks.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "stars";

    private final Path workspace;
    private final Object writing = new Object();
    private final Set<String> stars;
    private int revision;

    private PictureMarks(Path workspace, Set<String> stars) {
        this.workspace = workspace;
        this.stars = stars;
    }

    /** Those of a workspace; a file that cannot be understood is put aside and nothing is lost. */
    public static PictureMarks read(Path workspace) {
        Path whole = workspace.toAbsolutePath().normalize();
        Path file = file(whole);
        Set<String> stars = new TreeSet<>();
        try {
            Object list = JSON.readValue(Files.readAllBytes(file), Map.class).get(KEY);
            if (list instanceof List<?> paths) {
                paths.forEach(path -> stars.add(String.valueOf(path)));
            }
        } catch (NoSuchFileException none) {
            // Nothing has a star yet.
            return new PictureMarks(whole, stars);
        } catch (JsonProcessingException e) {
            putAside(file, e);
        } catch (IOException e) {
            LOG.warn("the stars in {} cannot be read: {}", file, e.toString());
        }
        return new PictureMarks(whole, stars);
    }

    private static void putAside(Path file, Exception cause) {
        try {
            Path aside = file.resolveSibling("stars.json.broken");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("the stars in {} are damaged and kept as {}: {}", file, aside, cause);
        } catch (IOException e) {
            LOG.warn("the damaged file {} cannot be put aside: {}", file, e.toString());
        }
    }

    /** Whether the picture has a star. */
    public synchronized boolean isStarred(Path picture) {
        return stars.contains(name(picture));
    }

    /** Gives or takes a star. */
    public synchronized void setStarred(Path picture, boolean starred) {
        if (starred ? stars.add(name(picture)) : stars.remove(name(picture))) {
            revision++;
        }
    }

    /** All starred files, whether they still exist or not. */
    public synchronized List<Path> starred() {
        return stars.stream().map(workspace::resolve).toList();
    }

    /** Grows with every change, to be pulled. */
    public synchronized int revision() {
        return revision;
    }

    /** Writes the file; in the background. */
    public void write() throws IOException {
        synchronized (writing) {
            Map<String, Object> content = new TreeMap<>();
            synchronized (this) {
                content.put(KEY, List.copyOf(stars));
            }
            Path file = file(workspace);
            Files.createDirectories(workspace.resolve(WorkspaceFiles.FOLDER));
            DurableFiles.write(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        }
    }

    private static Path file(Path workspace) {
        return workspace.resolve(WorkspaceFiles.FOLDER).resolve("stars.json");
    }

    /** With forward slashes, so that a workspace can be moved between systems. */
    private String name(Path picture) {
        Path whole = workspace.resolve(picture).toAbsolutePath().normalize();
        Path shown = whole.startsWith(workspace) ? workspace.relativize(whole) : whole;
        return shown.toString().replace('\\', '/');
    }
}
