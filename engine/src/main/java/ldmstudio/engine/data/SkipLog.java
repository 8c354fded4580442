package ldmstudio.engine.data;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The unreadable pictures of one data set, each once, sorted by id; safe from many threads. */
final class SkipLog {
    private final ConcurrentSkipListMap<String, String> reasons = new ConcurrentSkipListMap<>();

    void add(String id, String reason) {
        reasons.putIfAbsent(id, reason);
    }

    /** Why this picture is left out, or null if it is not. */
    @Nullable String reason(String id) {
        return reasons.get(id);
    }

    List<Skipped> list() {
        return reasons.entrySet().stream().map(e -> new Skipped(e.getKey(), e.getValue())).toList();
    }
}
