package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.image.Image;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.SampleSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sampling: its settings and its pictures, as they grow and when they are done. Filled by the
 * thread that reads the worker, pulled by the screen.
 */
final class SampleSet {
    /** A picture as it stands; {@code file} is there when it is done. */
    record Picture(Image image, @Nullable Path file) {}

    private static final Logger LOG = LoggerFactory.getLogger(SampleSet.class);

    private final SampleSettings settings;
    private final List<String> classes;
    private final @Nullable Picture[] pictures;
    private final AtomicInteger revision = new AtomicInteger();

    SampleSet(SampleSettings settings, List<String> classes) {
        this.settings = settings;
        this.classes = List.copyOf(classes);
        this.pictures = new Picture[settings.how().count()];
    }

    SampleSettings settings() {
        return settings;
    }

    /** Grows with every picture that came. */
    int revision() {
        return revision.get();
    }

    /** Takes over what a worker says while it draws this set. */
    void take(Reply reply) {
        if (reply instanceof Reply.Progress p) {
            for (int i = 0; i < p.previews().size(); i++) {
                grow(p.firstIndex() + i, Pictures.fromBase64(p.previews().get(i)));
            }
        } else if (reply instanceof Reply.SampleImage image) {
            Path file = Path.of(image.path());
            try (InputStream in = Files.newInputStream(file)) {
                done(image.index(), new Image(in), file);
            } catch (IOException e) {
                LOG.warn("the picture {} cannot be read: {}", file, e.toString());
            }
        }
    }

    /** Picture {@code index} as it stands now. */
    void grow(int index, Image image) {
        put(index, new Picture(image, null));
    }

    /** Picture {@code index} is on disk. */
    void done(int index, Image image, Path file) {
        put(index, new Picture(image, file));
    }

    private synchronized void put(int index, Picture picture) {
        if (index < 0 || index >= pictures.length) {
            return;
        }
        Picture before = pictures[index];
        // A late preview must not cover the finished picture.
        if (before == null || before.file() == null || picture.file() != null) {
            pictures[index] = picture;
            revision.incrementAndGet();
        }
    }

    /** The pictures that have come so far, in their order. */
    synchronized List<Picture> pictures() {
        List<Picture> there = new ArrayList<>();
        for (Picture picture : pictures) {
            if (picture != null) {
                there.add(picture);
            }
        }
        return there;
    }

    /** The class of a picture in words; empty: none. */
    String caption(int index) {
        int label = settings.classLabel(index);
        return label < 0 || label >= classes.size() ? "" : classes.get(label);
    }

    synchronized Optional<Path> file(int index) {
        Picture picture = index < 0 || index >= pictures.length ? null : pictures[index];
        return picture == null ? Optional.empty() : Optional.ofNullable(picture.file());
    }

    /** Whether every picture is on disk. */
    synchronized boolean isComplete() {
        for (Picture picture : pictures) {
            if (picture == null || picture.file() == null) {
                return false;
            }
        }
        return true;
    }
}
