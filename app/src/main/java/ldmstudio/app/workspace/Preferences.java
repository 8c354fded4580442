package ldmstudio.app.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Settings} in {@code settings.json}. Changes are written in the background, whole and
 * by rename, so that a crash leaves the old or the new file. A file that cannot be read is moved
 * aside as {@code settings.json.broken} and the defaults are used; {@link #notice} says so.
 */
public final class Preferences {
    private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private final Path file;
    private final Executor background;
    private final Optional<String> notice;
    private final AtomicBoolean writeWaits = new AtomicBoolean();
    private final Object writing = new Object();
    private volatile Settings settings;
    private Settings written;
    private boolean closed;

    private Preferences(
            Path file, Executor background, Settings settings, Optional<String> notice) {
        this.file = file;
        this.background = background;
        this.settings = settings;
        this.written = settings;
        this.notice = notice;
    }

    /** Reads {@code folder/settings.json}; the folder need not exist. */
    public static Preferences load(Path folder, Executor background) {
        Path file = folder.resolve("settings.json");
        if (!Files.exists(file)) {
            return new Preferences(file, background, Settings.defaults(), Optional.empty());
        }
        try {
            Settings read = JSON.readValue(Files.readAllBytes(file), Settings.class);
            if (read == null) {
                throw new IOException("the file says null");
            }
            return new Preferences(file, background, read, Optional.empty());
        } catch (IOException e) {
            return new Preferences(
                    file, background, Settings.defaults(), Optional.of(putAside(file, e)));
        }
    }

    private static String putAside(Path file, IOException cause) {
        Path aside = file.resolveSibling("settings.json.broken");
        String reason =
                cause instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : cause.getMessage();
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return "The settings in "
                    + file
                    + " could not be read ("
                    + reason
                    + "). The studio starts with the defaults; the old file is kept as "
                    + aside.getFileName()
                    + ".";
        } catch (IOException e) {
            return "The settings in "
                    + file
                    + " could not be read ("
                    + reason
                    + ") and could not be moved aside ("
                    + e.getMessage()
                    + "). The studio starts with the defaults.";
        }
    }

    /** What went wrong while reading, for people; empty when nothing did. */
    public Optional<String> notice() {
        return notice;
    }

    public Settings settings() {
        return settings;
    }

    /** Changes the settings and writes them soon, in the background. */
    public void update(UnaryOperator<Settings> change) {
        synchronized (this) {
            Settings changed = change.apply(settings);
            if (changed.equals(settings)) {
                return;
            }
            settings = changed;
        }
        if (writeWaits.compareAndSet(false, true)) {
            background.execute(
                    () -> {
                        writeWaits.set(false);
                        flush();
                    });
        }
    }

    /** A small remembered value of a screen. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(settings.values().get(key));
    }

    public void setValue(String key, String value) {
        update(s -> s.withValue(key, value));
    }

    /** Writes what has changed; in the background, and once more when the window closes. */
    public void flush() {
        synchronized (writing) {
            Settings now = settings;
            if (closed || now.equals(written)) {
                return;
            }
            try {
                AtomicFiles.write(file, JSON.writeValueAsBytes(now));
                written = now;
            } catch (IOException e) {
                // Forgetting a window's size is no reason to disturb anybody's training.
                LOG.warn("The settings could not be written to {}: {}", file, e.toString());
            }
        }
    }

    /** Writes for the last time; an answer that comes after the window has closed is not kept. */
    public void close() {
        synchronized (writing) {
            flush();
            closed = true;
        }
    }

    public Path file() {
        return file;
    }
}
