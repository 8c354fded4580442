package ldmstudio.engine.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Decoded and resized pictures as bytes, kept until a memory budget is used up; nothing is ever
 * thrown out again, since epochs come round to every picture equally often. Safe from many threads.
 */
final class PictureCache {
    /** One picture, ready for cropping: {@code channels} bytes a pixel, row by row. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fitted(int width, int height, byte[] values) {}

    private static final int OVERHEAD_BYTES = 48;

    private final AtomicReferenceArray<@Nullable Fitted> pictures;
    private final AtomicLong bytesLeft;

    PictureCache(int size, long budgetBytes) {
        this.pictures = new AtomicReferenceArray<>(size);
        this.bytesLeft = new AtomicLong(budgetBytes);
    }

    @Nullable Fitted get(int i) {
        return pictures.get(i);
    }

    void offer(int i, Fitted picture) {
        long bytes = picture.values().length + (long) OVERHEAD_BYTES;
        if (bytesLeft.addAndGet(-bytes) < 0 || !pictures.compareAndSet(i, null, picture)) {
            bytesLeft.addAndGet(bytes);
        }
    }
}
