package ldmstudio.app.film;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.image.Image;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.worker.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders films in a worker of its own, so that the page stays live meanwhile and neither can end
 * the other. Knows no controls.
 */
public final class FilmDesk {
    /** Where the newest film is. */
    public enum Phase {
        IDLE,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }

    /**
     * How far a film is, to be pulled.
     *
     * @param etaSeconds negative: unknown
     */
    public record Reading(
            String text, double fraction, long frame, long frames, double etaSeconds) {
        static final Reading NONE = new Reading("", -1, 0, 0, -1);
    }

    /**
     * What came of it.
     *
     * @param notices what a person should know about the pictures at its ends
     */
    public record Film(Path path, long frames, double seconds, List<String> notices) {}

    private static final Logger LOG = LoggerFactory.getLogger(FilmDesk.class);

    /** Room for the pictures of the film that is shown when it is done. */
    private static final long ROOM = 96L << 20;

    private final JobRunner runner;
    private final Supplier<Path> workspace;
    private final LongSupplier nanoTime;
    private final ModelWorker worker;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.IDLE);
    private final SortedMap<Integer, Image> pictures = new TreeMap<>();
    private volatile List<Image> whole = List.of();
    private volatile Reading reading = Reading.NONE;
    private @Nullable FilmOrder order;
    private @Nullable Film film;
    private FilmTrouble trouble = new FilmTrouble("", "", "");
    private Runnable onEnd = () -> {};
    private boolean cancelled;
    private long began;
    private long firstFrame = -1;
    private long pixels;

    public FilmDesk(
            JobRunner runner,
            WorkerFactory workers,
            Supplier<Path> workspace,
            LongSupplier nanoTime) {
        this.runner = runner;
        this.workspace = workspace;
        this.nanoTime = nanoTime;
        this.worker = new ModelWorker(workers);
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    public Phase phase() {
        return phase.get();
    }

    public Reading reading() {
        return reading;
    }

    /** What is rendered, or was; null before the first film. */
    public @Nullable FilmOrder order() {
        return order;
    }

    /** The finished film; null: none yet. */
    public @Nullable Film film() {
        return film;
    }

    public FilmTrouble trouble() {
        return trouble;
    }

    /** Called on the FX thread when a film has ended, however it did. */
    public void setOnEnd(Runnable listener) {
        onEnd = listener;
    }

    /**
     * The pictures of the film so far, for showing it, each as often as it stands; not all when
     * there is no room for all.
     */
    public List<Image> pictures() {
        synchronized (pictures) {
            List<Image> frames = new ArrayList<>();
            for (Map.Entry<Integer, Image> entry : pictures.entrySet()) {
                while (!frames.isEmpty() && frames.size() < entry.getKey()) {
                    frames.add(frames.get(frames.size() - 1));
                }
                frames.add(entry.getValue());
            }
            return frames;
        }
    }

    /**
     * All frames of the finished film as they lie in its file, back and forth included; empty when
     * {@link #pictures} has them all.
     */
    public List<Image> whole() {
        return whole;
    }

    /** A film that an earlier session began: it can go on. */
    public void remember(FilmOrder unfinished) {
        if (phase() == Phase.IDLE) {
            order = unfinished;
            phase.set(Phase.CANCELLED);
        }
    }

    /** Renders; a film that was begun under the same name and settings goes on. */
    public void render(FilmOrder asked) {
        if (phase() == Phase.RUNNING) {
            return;
        }
        boolean other = !asked.equals(order);
        order = asked;
        cancelled = false;
        began = nanoTime.getAsLong();
        firstFrame = -1;
        reading = new Reading("Starting", -1, 0, 0, -1);
        if (other || phase() == Phase.DONE) {
            synchronized (pictures) {
                pictures.clear();
                pixels = 0;
            }
        }
        film = null;
        whole = List.of();
        phase.set(Phase.RUNNING);
        runner.run("Render " + asked.out(), p -> work(asked))
                .onSuccess(this::done)
                .onFailure(this::failed);
    }

    private Film work(FilmOrder asked) throws Exception {
        worker.start(workspace.get());
        Reply.Ok ok = worker.run(asked::request, reply -> take(asked, reply));
        Object path = ok.payload().get("path");
        if (!(path instanceof String text)) {
            throw new IOException("The worker did not say where the film lies.");
        }
        long frames = ok.payload().get("frames") instanceof Number n ? n.longValue() : 0;
        double seconds = ok.payload().get("seconds") instanceof Number n ? n.doubleValue() : 0;
        List<String> notices =
                ok.payload().get("notices") instanceof List<?> all
                        ? all.stream().map(String::valueOf).toList()
                        : List.of();
        whole = whole(Path.of(text));
        return new Film(Path.of(text), frames, seconds, notices);
    }

    /** All frames from the file, where the first ones were drawn in an earlier session. */
    private List<Image> whole(Path made) {
        synchronized (pictures) {
            if (pictures.containsKey(0)) {
                return List.of();
            }
        }
        try {
            return WholeFilm.read(worker, made, ROOM);
        } catch (IOException | WorkerException e) {
            // The film is whole on the disk; only its show here is shorter.
            LOG.warn("the frames of {} cannot be read: {}", made, e.toString());
            return List.of();
        }
    }

    private void take(FilmOrder asked, Reply reply) {
        if (!(reply instanceof Reply.Progress p)) {
            return;
        }
        for (int i = 0; i < p.previews().size(); i++) {
            keep(p.firstIndex() + i, Pictures.fromBase64(p.previews().get(i)));
        }
        if (p.previews().isEmpty() || !asked.countsFrames()) {
            // What is not a frame has no place in the count of frames.
            reading = new Reading(p.text(), p.fraction(), 0, 0, -1);
            return;
        }
        long frame = p.step();
        if (firstFrame < 0) {
            // A film that goes on must not count what was drawn before.
            firstFrame = frame;
            began = nanoTime.getAsLong();
        }
        double passed = (nanoTime.getAsLong() - began) / 1e9;
        long drawn = frame - firstFrame;
        double eta = drawn < 1 ? -1 : passed / drawn * Math.max(0, p.totalSteps() - frame);
        reading = new Reading(p.text(), p.fraction(), frame, p.totalSteps(), eta);
    }

    private void keep(int index, Image image) {
        long size = (long) (4 * image.getWidth() * image.getHeight());
        synchronized (pictures) {
            if (pixels + size <= ROOM && pictures.put(index, image) == null) {
                pixels += size;
            }
        }
    }

    private void done(Film made) {
        film = made;
        reading = Reading.NONE;
        phase.set(Phase.DONE);
        end();
    }

    private void failed(Throwable thrown) {
        trouble = FilmTrouble.of(thrown);
        phase.set(cancelled ? Phase.CANCELLED : Phase.FAILED);
        end();
    }

    private void end() {
        // Its model would only take memory until the next film.
        runner.background(worker::close);
        onEnd.run();
    }

    /** Ends the film after the frame that is drawn; whole frames stay. */
    public void cancel() {
        if (phase() == Phase.RUNNING) {
            cancelled = true;
            var unused = worker.cancel();
        }
    }

    /** The page forgets the film that is done, cancelled or failed; its file stays. */
    public void dismiss() {
        if (phase() != Phase.RUNNING) {
            order = null;
            film = null;
            reading = Reading.NONE;
            phase.set(Phase.IDLE);
        }
    }
}
