package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.image.Image;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.SampleSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of one drawing, of this session or an earlier one: as they grow and when they are
 * done. Filled by the thread that reads the worker, pulled by the screen.
 */
final class Drawn {
    /**
     * A picture as it stands.
     *
     * @param slot its place among all of the drawing, deleted ones too
     * @param file there when it is done
     */
    record Picture(int slot, Image image, @Nullable Path file, String caption) {}

    private static final Logger LOG = LoggerFactory.getLogger(Drawn.class);

    private final Path folder;
    private final String summary;
    private final @Nullable Drawing drawing;
    private final TreeMap<Integer, Picture> pictures = new TreeMap<>();
    private final AtomicInteger revision = new AtomicInteger();
    private volatile List<String> classes = List.of();
    private volatile @Nullable Image cover;
    private volatile boolean read = true;

    private Drawn(Path folder, String summary, @Nullable Drawing drawing) {
        this.folder = folder;
        this.summary = summary;
        this.drawing = drawing;
    }

    /** The pictures of an entry of the queue, none yet. */
    static Drawn growing(Drawing drawing) {
        Drawn drawn = new Drawn(drawing.folder(), DrawnWords.of(drawing), drawing);
        drawn.classes = drawing.classes();
        return drawn;
    }

    /** The pictures of an earlier session; only the cover is there until {@link #readAll}. */
    static Drawn earlier(Path folder, String summary, Image cover) {
        Drawn drawn = new Drawn(folder, summary, null);
        drawn.cover = cover;
        drawn.read = false;
        return drawn;
    }

    /** The names of the model's classes, when they become known. */
    void know(List<String> names) {
        classes = List.copyOf(names);
    }

    Path folder() {
        return folder;
    }

    /** What was drawn and how, on one line. */
    String summary() {
        return summary;
    }

    /** What was asked for; empty for a drawing of an earlier session. */
    Optional<Drawing> drawing() {
        return Optional.ofNullable(drawing);
    }

    /** Grows with every picture that came, went or came back. */
    int revision() {
        return revision.get();
    }

    /** Whether {@link #readAll} has still to be called. */
    boolean isUnread() {
        return !read;
    }

    /** Reads the pictures of an earlier session; in the background. */
    void readAll(List<Path> files) {
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            try (InputStream in = Files.newInputStream(file)) {
                put(new Picture(i, new Image(in), file, ""));
            } catch (IOException e) {
                LOG.warn("the picture {} cannot be read: {}", file, e.toString());
            }
        }
        read = true;
        revision.incrementAndGet();
    }

    /**
     * Takes over what a worker says while it draws a part.
     *
     * @param first slot of the part's first picture
     */
    void take(SampleSettings part, int first, Reply reply) {
        if (reply instanceof Reply.Progress p) {
            for (int i = 0; i < p.previews().size(); i++) {
                int index = p.firstIndex() + i;
                Image image = Pictures.fromBase64(p.previews().get(i));
                put(new Picture(first + index, image, null, caption(part, index)));
            }
        } else if (reply instanceof Reply.SampleImage image) {
            Path file = Path.of(image.path());
            try (InputStream in = Files.newInputStream(file)) {
                String caption = caption(part, image.index());
                put(new Picture(first + image.index(), new Image(in), file, caption));
            } catch (IOException e) {
                LOG.warn("the picture {} cannot be read: {}", file, e.toString());
            }
        }
    }

    /** Puts a script's sheet in front of its pictures. */
    void sheet(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            put(new Picture(-1, new Image(in), file, "sheet"));
        } catch (IOException e) {
            LOG.warn("the sheet {} cannot be read: {}", file, e.toString());
        }
    }

    private String caption(SampleSettings part, int index) {
        int label = part.classLabel(index);
        if (label >= 0 && label < classes.size()) {
            return classes.get(label);
        }
        return part.prompts().size() > 1 ? part.prompt(index) : "";
    }

    private synchronized void put(Picture picture) {
        Picture before = pictures.get(picture.slot());
        // A late preview must not cover the finished picture.
        if (before == null || before.file() == null || picture.file() != null) {
            pictures.put(picture.slot(), picture);
            revision.incrementAndGet();
        }
    }

    /** The pictures that are there, in their order. */
    synchronized List<Picture> pictures() {
        return new ArrayList<>(pictures.values());
    }

    /** Takes deleted pictures away. */
    synchronized void remove(Collection<Picture> gone) {
        gone.forEach(picture -> pictures.remove(picture.slot()));
        revision.incrementAndGet();
    }

    /** Brings deleted pictures back. */
    synchronized void restore(Collection<Picture> back) {
        back.forEach(picture -> pictures.put(picture.slot(), picture));
        revision.incrementAndGet();
    }

    /** Takes away previews that no picture came of. */
    synchronized void dropUnfinished() {
        if (pictures.values().removeIf(picture -> picture.file() == null)) {
            revision.incrementAndGet();
        }
    }

    /** What stands for it in the strip; null: nothing yet. */
    synchronized @Nullable Image cover() {
        return pictures.isEmpty() ? cover : pictures.firstEntry().getValue().image();
    }

    /** The files that are finished, a list a part of the drawing. */
    synchronized List<List<Path>> files() {
        List<List<Path>> parts = new ArrayList<>();
        int first = 0;
        for (SampleSettings part : drawing == null ? List.<SampleSettings>of() : drawing.parts()) {
            List<Path> files = new ArrayList<>();
            for (Picture picture : pictures.subMap(first, first + part.how().count()).values()) {
                if (picture.file() != null) {
                    files.add(picture.file());
                }
            }
            parts.add(files);
            first += part.how().count();
        }
        return parts;
    }
}
