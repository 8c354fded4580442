package ldmstudio.app.screen.interpolate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Drawn frames, the least recently used of which leave when their pixels need too much memory. */
final class FrameCache {
    /** Room for 256 MiB of pixels: some thousand frames of a small model, sixty-four of 1024². */
    static final long ROOM = 256L << 20;

    private final Map<FrameKey, LiveFrame> frames = new LinkedHashMap<>(256, 0.75f, true);
    private final long room;
    private long used;

    FrameCache(long room) {
        this.room = room;
    }

    Optional<LiveFrame> get(FrameKey key) {
        return Optional.ofNullable(frames.get(key));
    }

    void put(FrameKey key, LiveFrame frame) {
        LiveFrame before = frames.put(key, frame);
        used += frame.bytes() - (before == null ? 0 : before.bytes());
        var oldest = frames.entrySet().iterator();
        while (used > room && frames.size() > 1 && oldest.hasNext()) {
            used -= oldest.next().getValue().bytes();
            oldest.remove();
        }
    }

    int size() {
        return frames.size();
    }

    long bytes() {
        return used;
    }

    void clear() {
        frames.clear();
        used = 0;
    }
}
