package ldmstudio.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is dear to find and needed for every picture of a walk: embeddings of texts, first noises,
 * and pictures that were turned into noise or latents. The least recently used is forgotten. Used
 * by one thread at a time.
 */
public final class WalkMemory {
    private static final int MOST = 256;

    private final Map<Object, Object> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
                    return size() > MOST;
                }
            };

    /** The value of a key, found once. A key of another kind of value must differ in its type. */
    @SuppressWarnings("unchecked") // the kind of a value follows from that of its key
    <V> V get(Record key, Supplier<V> finding) {
        Object value = known.get(key);
        if (value == null) {
            value = finding.get();
            known.put(key, value);
        }
        return (V) value;
    }
}
