package ldmstudio.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import ldmstudio.engine.Exempt;
import ldmstudio.engine.data.PictureCache.Fitted;
import ldmstudio.engine.data.StepHash.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of a data set, ahead of whoever asks, on daemon threads of its own.
 *
 * <p>The batch of a step is a function of (plan, step) alone: the pictures by {@link BatchPlan},
 * crop and flip by a hash of (seed, step, place in the batch). Neither the number of threads nor
 * what was asked before changes it. While steps are asked for one after another, the next few are
 * being decoded meanwhile. Decoded and resized pictures stay in memory while they fit a budget.
 *
 * <p>An unreadable picture is replaced by the next readable one (by index, from the end to the
 * start) and listed in {@link Dataset#skipped()}.
 */
@Exempt(
        from = Exempt.Rule.THREADS,
        because =
                "decoding must run ahead of the training; these daemons touch no array and no state"
                        + " that a batch depends on")
public final class BatchLoader implements AutoCloseable {
    /** Batches that are in the making while the caller works with another. */
    private static final int AHEAD = 3;

    private static final long MOST_CACHE_BYTES = 2L << 30;

    /** What each of the 256 levels is in [-1, 1]: a look is cheaper than a division. */
    private static final float[] LEVELS = levels();

    private final Dataset dataset;
    private final BatchPlan plan;
    private final int imgSize;
    private final int channels;
    private final Resize resize;
    private final boolean flip;
    private final int workers;
    private final PictureCache cache;
    private final @Nullable ExecutorService threads;
    private final Map<Long, Pending> pending = new HashMap<>();
    private long lastStep = -2;
    private boolean closed;

    /** A batch in the making: done when all of its pieces are. */
    private record Pending(Batch batch, List<CompletableFuture<Void>> pieces) {
        void cancel() {
            pieces.forEach(piece -> piece.cancel(false));
        }
    }

    /**
     * A loader with a cache of at most a quarter of the heap.
     *
     * @param imgSize side of the square pictures
     * @param channels 1 (luma of Rec. 601) or 3 (RGB)
     * @param resize crop, pad or stretch; crop is random while training, else central
     * @param flip mirror every second picture while training
     * @param workers decoding threads; 0 decodes on the caller's
     * @throws DataException if the data set is empty or a value is not allowed
     */
    public BatchLoader(
            Dataset dataset,
            BatchPlan plan,
            int imgSize,
            int channels,
            String resize,
            boolean flip,
            int workers) {
        this(
                dataset,
                plan,
                imgSize,
                channels,
                resize,
                flip,
                workers,
                Math.min(MOST_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }

    /** As above with a budget for pictures kept in memory; 0 keeps none. */
    public BatchLoader(
            Dataset dataset,
            BatchPlan plan,
            int imgSize,
            int channels,
            String resize,
            boolean flip,
            int workers,
            long cacheBytes) {
        if (dataset.size() == 0) {
            throw new DataException(
                    dataset.name()
                            + " has no picture in this part; add pictures or change"
                            + " validation_fraction.");
        }
        if (channels != 1 && channels != 3) {
            throw new DataException("channels must be 1 (grey) or 3 (RGB), not " + channels + ".");
        }
        if (imgSize < 1 || workers < 0) {
            throw new DataException(
                    "img_size must be at least 1 and workers at least 0, not %d and %d."
                            .formatted(imgSize, workers));
        }
        this.dataset = dataset;
        this.plan = plan;
        this.imgSize = imgSize;
        this.channels = channels;
        this.resize = Resize.of(resize);
        this.flip = flip;
        this.workers = workers;
        this.cache = new PictureCache(dataset.size(), cacheBytes);
        this.threads = workers == 0 ? null : Executors.newFixedThreadPool(workers, daemons());
    }

    private static ThreadFactory daemons() {
        ThreadFactory plain = Executors.defaultThreadFactory();
        return task -> {
            Thread thread = plain.newThread(task);
            thread.setName("picture-" + thread.getName());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Batches that show every picture at least once. */
    public long batchesPerPass() {
        return plan.batchesPerPass(dataset.size());
    }

    /**
     * The batch of a step; waits until it is ready.
     *
     * @throws DataException if no picture of the data set can be read any more
     * @throws IllegalStateException if the loader is closed
     */
    public Batch batch(long step) {
        Pending wanted;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the batch loader is closed");
            }
            if (threads == null) {
                return begin(step).batch();
            }
            // It stays listed until it is done, so that close() can end the wait for it.
            Pending begun = pending.get(step);
            wanted = begun != null ? begun : begin(step);
            pending.put(step, wanted);
            lookAhead(step);
        }
        try {
            return finished(wanted);
        } finally {
            synchronized (this) {
                pending.remove(step, wanted);
            }
        }
    }

    private void lookAhead(long step) {
        boolean sequential = step == lastStep + 1 || lastStep < 0;
        lastStep = step;
        pending.entrySet()
                .removeIf(
                        entry -> {
                            long distance = entry.getKey() - step;
                            boolean stale = distance < 0 || distance > AHEAD;
                            if (stale) {
                                entry.getValue().cancel();
                            }
                            return stale;
                        });
        if (sequential) {
            for (long next = step + 1; next <= step + AHEAD; next++) {
                if (!pending.containsKey(next)) {
                    pending.put(next, begin(next));
                }
            }
        }
    }

    private static Batch finished(Pending wanted) {
        try {
            wanted.pieces().forEach(CompletableFuture::join);
            return wanted.batch();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataException trouble) {
                throw new DataException(String.valueOf(trouble.getMessage()), trouble);
            }
            throw e;
        } catch (CancellationException e) {
            throw new IllegalStateException("the batch loader was closed meanwhile", e);
        }
    }

    private Pending begin(long step) {
        int[] indices = plan.indices(step, dataset.size());
        int size = indices.length;
        Batch batch =
                new Batch(
                        new float[size * channels * imgSize * imgSize],
                        size,
                        channels,
                        imgSize,
                        imgSize,
                        new int[size],
                        Arrays.asList(new String[size]),
                        indices);
        List<CompletableFuture<Void>> pieces = new ArrayList<>();
        ExecutorService pool = threads;
        if (pool == null) {
            fill(batch, step, 0, size);
            return new Pending(batch, pieces);
        }
        int pieceSize = (size + workers - 1) / workers;
        for (int from = 0; from < size; from += pieceSize) {
            int first = from;
            int end = Math.min(size, from + pieceSize);
            pieces.add(CompletableFuture.runAsync(() -> fill(batch, step, first, end), pool));
        }
        return new Pending(batch, pieces);
    }

    private void fill(Batch batch, long step, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            int[] index = {batch.indices()[slot]};
            Fitted picture = nextReadable(index);
            batch.indices()[slot] = index[0];
            Entry entry = dataset.entry(index[0]);
            batch.classLabels()[slot] = entry.classLabel();
            batch.captions().set(slot, entry.caption());
            int roomX = picture.width() - imgSize;
            int roomY = picture.height() - imgSize;
            boolean chance = plan.training();
            int x = chance ? drawn(Purpose.CROP_X, roomX + 1, step, slot) : roomX / 2;
            int y = chance ? drawn(Purpose.CROP_Y, roomY + 1, step, slot) : roomY / 2;
            boolean mirrored = chance && flip && drawn(Purpose.FLIP, 2, step, slot) == 1;
            write(picture, x, y, mirrored, batch.pixels(), slot);
        }
    }

    private int drawn(Purpose purpose, int bound, long step, int slot) {
        return StepHash.below(bound, plan.seed(), purpose, step, slot);
    }

    /** The picture at {@code index[0]}, or the next readable one, whose index is put there. */
    private Fitted nextReadable(int[] index) {
        String lastReason = "";
        for (int tries = 0; tries < dataset.size(); tries++) {
            int candidate = (int) ((index[0] + (long) tries) % dataset.size());
            try {
                Fitted picture = fitted(candidate);
                index[0] = candidate;
                return picture;
            } catch (UnreadablePictureException e) {
                lastReason = e.getMessage();
            }
        }
        throw new DataException(
                "None of the %d pictures of %s can be read. The last one: %s"
                        .formatted(dataset.size(), dataset.name(), lastReason));
    }

    private Fitted fitted(int i) throws UnreadablePictureException {
        Fitted known = cache.get(i);
        if (known != null) {
            return known;
        }
        PixelImage picture =
                resize.fit(ScalableSource.of(dataset, i, imgSize), imgSize, dataset.borderColor());
        int[] argb = picture.argb();
        byte[] values = new byte[argb.length * channels];
        for (int p = 0; p < argb.length; p++) {
            int red = argb[p] >> 16 & 255;
            int green = argb[p] >> 8 & 255;
            int blue = argb[p] & 255;
            if (channels == 1) {
                values[p] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
            } else {
                values[3 * p] = (byte) red;
                values[3 * p + 1] = (byte) green;
                values[3 * p + 2] = (byte) blue;
            }
        }
        Fitted made = new Fitted(picture.width(), picture.height(), values);
        cache.offer(i, made);
        return made;
    }

    private void write(Fitted from, int left, int top, boolean mirrored, float[] to, int slot) {
        byte[] values = from.values();
        int out = slot * channels * imgSize * imgSize;
        int forward = mirrored ? -channels : channels;
        int firstColumn = mirrored ? imgSize - 1 : 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < imgSize; y++) {
                int in = ((top + y) * from.width() + left + firstColumn) * channels + c;
                for (int x = 0; x < imgSize; x++, in += forward) {
                    to[out++] = LEVELS[values[in] & 255];
                }
            }
        }
    }

    private static float[] levels() {
        float[] levels = new float[256];
        for (int value = 0; value < levels.length; value++) {
            levels[value] = value / 127.5f - 1;
        }
        return levels;
    }

    /** Ends the threads; batches that were not fetched are dropped. The data set stays open. */
    @Override
    public synchronized void close() {
        closed = true;
        pending.values().forEach(Pending::cancel);
        pending.clear();
        if (threads != null) {
            // Not shutdownNow: an interrupt in the middle of a file would look like a broken file.
            threads.shutdown();
        }
    }
}
