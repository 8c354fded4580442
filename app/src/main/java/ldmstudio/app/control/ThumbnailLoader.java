package ldmstudio.app.control;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import javafx.scene.image.Image;
import ldmstudio.engine.data.PixelImage;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the thumbnails that somebody looks at, away from the window's thread. Asking for others
 * drops what was asked before and not begun, so that fast scrolling over 100,000 pictures decodes
 * only where it stops. The newest {@code capacity} thumbnails are kept.
 */
public final class ThumbnailLoader {
    /** Where pictures come from; may be slow and may fail. */
    @FunctionalInterface
    public interface Source {
        PixelImage read(int index) throws Exception;
    }

    private static final int PARALLEL = 2;

    private final Source source;
    private final int side;
    private final Executor background;
    private final Executor fx;
    private final Map<Integer, Image> cache;
    private final Map<Integer, String> failures = new LinkedHashMap<>();
    private final Deque<Integer> wanted = new ArrayDeque<>();
    private final Set<Integer> busy = new HashSet<>();
    private IntConsumer onLoaded = index -> {};
    private int running;
    private boolean closed;

    /**
     * @param side longer side of a thumbnail in pixels
     * @param capacity thumbnails that are kept
     */
    public ThumbnailLoader(
            Source source, int side, int capacity, Executor background, Executor fx) {
        this.source = source;
        this.side = side;
        this.background = background;
        this.fx = fx;
        this.cache =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Integer, Image> eldest) {
                        return size() > capacity;
                    }
                };
    }

    /**
     * Called on the window's thread with the index of each thumbnail that is there or has failed.
     */
    public void setOnLoaded(IntConsumer onLoaded) {
        this.onLoaded = onLoaded;
    }

    /** The thumbnail, if it is there. */
    public synchronized Optional<Image> cached(int index) {
        return Optional.ofNullable(cache.get(index));
    }

    /** Why a picture has no thumbnail, if it could not be read. */
    public synchronized Optional<String> failure(int index) {
        return Optional.ofNullable(failures.get(index));
    }

    /** These are looked at now, first ones first; everything else is dropped. */
    public void want(Collection<Integer> indices) {
        int start;
        synchronized (this) {
            wanted.clear();
            for (int index : indices) {
                if (!cache.containsKey(index)
                        && !failures.containsKey(index)
                        && !busy.contains(index)) {
                    wanted.add(index);
                }
            }
            start = closed ? 0 : Math.min(PARALLEL - running, wanted.size());
            running += Math.max(0, start);
        }
        for (int i = 0; i < start; i++) {
            background.execute(this::work);
        }
    }

    /** Number of pictures asked for and not begun. */
    public synchronized int waiting() {
        return wanted.size();
    }

    /** Ends the work; what is being decoded is thrown away. */
    public synchronized void close() {
        closed = true;
        wanted.clear();
    }

    private void work() {
        Integer index = next();
        while (index != null) {
            load(index);
            index = next();
        }
    }

    private synchronized @Nullable Integer next() {
        Integer index = closed ? null : wanted.poll();
        if (index == null) {
            running--;
        } else {
            busy.add(index);
        }
        return index;
    }

    private void load(int index) {
        Image image = null;
        String failure = "";
        try {
            image = Pictures.image(Pictures.thumbnail(source.read(index), side));
        } catch (Exception e) {
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        synchronized (this) {
            busy.remove(index);
            if (closed) {
                return;
            }
            if (image != null) {
                cache.put(index, image);
            } else {
                failures.put(index, failure);
            }
        }
        fx.execute(() -> onLoaded.accept(index));
    }
}
