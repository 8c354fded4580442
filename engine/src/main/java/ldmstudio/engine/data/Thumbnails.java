package ldmstudio.engine.data;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.data.Resampler.Region;
import org.jspecify.annotations.Nullable;

/**
 * Small pictures for the catalogue, the most recently used ones kept in memory.
 *
 * <p>Safe from many threads. Large files are decoded with pixels skipped, so that a thumbnail of a
 * photograph costs little memory.
 */
public final class Thumbnails {
    private record Key(Dataset dataset, int index, int size) {}

    private final long budgetBytes;
    private final LinkedHashMap<Key, PixelImage> recent = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /**
     * @param budgetBytes memory for thumbnails that were shown before; 0 keeps none
     */
    public Thumbnails(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * Picture {@code i}, proportions kept: the long side is {@code size} pixels, or the picture's
     * own where that is smaller.
     *
     * @throws UnreadablePictureException if it cannot be decoded
     */
    public PixelImage thumbnail(Dataset dataset, int i, int size)
            throws UnreadablePictureException {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, not " + size);
        }
        Key key = new Key(dataset, i, size);
        PixelImage known = remembered(key);
        if (known != null) {
            return known;
        }
        PixelImage made = shrunk(dataset.read(i, size), size);
        remember(key, made);
        return made;
    }

    private static PixelImage shrunk(PixelImage picture, int size) {
        int longSide = Math.max(picture.width(), picture.height());
        if (longSide <= size) {
            return picture;
        }
        double scale = size / (double) longSide;
        return Resampler.scale(
                picture,
                new Region(0, 0, picture.width(), picture.height()),
                Math.max(1, (int) Math.round(picture.width() * scale)),
                Math.max(1, (int) Math.round(picture.height() * scale)));
    }

    private synchronized @Nullable PixelImage remembered(Key key) {
        return recent.get(key);
    }

    private synchronized void remember(Key key, PixelImage made) {
        PixelImage before = recent.put(key, made);
        bytes += size(made) - (before == null ? 0 : size(before));
        var oldest = recent.entrySet().iterator();
        while (bytes > budgetBytes && oldest.hasNext()) {
            Map.Entry<Key, PixelImage> entry = oldest.next();
            bytes -= size(entry.getValue());
            oldest.remove();
        }
    }

    private static long size(PixelImage picture) {
        return 4L * picture.argb().length + 64;
    }

    /** Forgets the pictures of a data set that was closed. */
    public synchronized void forget(Dataset dataset) {
        recent.entrySet()
                .removeIf(
                        entry -> {
                            boolean itsOwn = entry.getKey().dataset() == dataset;
                            bytes -= itsOwn ? size(entry.getValue()) : 0;
                            return itsOwn;
                        });
    }
}
