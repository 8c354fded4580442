package ldmstudio.app.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import ldmstudio.engine.run.DurableFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small JSON file of a workspace that survives a crash: written in the background soon after each
 * change, always whole, the newest content only. What cannot be read is put aside, never lost.
 */
public final class RememberedJson {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedJson.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private record Content(Path file, JsonNode json) {}

    private final Supplier<Path> place;
    private final Executor background;
    private final Object writing = new Object();
    private final AtomicReference<@Nullable Content> waiting = new AtomicReference<>();

    /**
     * @param place where it lies now, since the workspace can change; see {@link
     *     WorkspaceFiles#remembered}
     */
    public RememberedJson(Supplier<Path> place, Executor background) {
        this.place = place;
        this.background = background;
    }

    /** What was written last; empty when there is nothing or it is damaged. */
    public Optional<JsonNode> read() {
        Path file = place.get();
        try {
            return Optional.ofNullable(JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            putAside(file, e);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Remembers a value of records, lists, maps, texts and numbers; returns at once. */
    public void write(Object value) {
        if (waiting.getAndSet(new Content(place.get(), JSON.valueToTree(value))) == null) {
            background.execute(this::flush);
        }
    }

    /** Writes what still waits; in the background, and when the window closes. */
    public void flush() {
        synchronized (writing) {
            Content content = waiting.getAndSet(null);
            if (content == null) {
                return;
            }
            Path file = content.file();
            try {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                DurableFiles.write(
                        file,
                        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content.json()));
            } catch (IOException e) {
                LOG.warn("{} cannot be written: {}", file, e.toString());
            }
        }
    }

    private static void putAside(Path file, Exception cause) {
        Path aside = file.resolveSibling(file.getFileName() + ".broken");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("{} is damaged and kept as {}: {}", file, aside, cause.toString());
        } catch (IOException e) {
            LOG.warn("the damaged {} cannot be put aside: {}", file, e.toString());
        }
    }
}
