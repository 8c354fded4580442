package ldmstudio.engine.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an unpickled value says: tensors by name, and the plain values beside them. Names of
 * dictionaries inside dictionaries are joined by dots; a dictionary under {@code state_dict} is
 * taken instead of the whole.
 */
final class TorchContents {
    /** Dictionaries are nested four deep in real files; a dictionary may hold itself in others. */
    private static final int DEEPEST = 16;

    private static final int MOST_ENTRIES = 4_000_000;
    private static final int LONGEST_TEXT = 200;

    private final String file;
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private int entries;

    private TorchContents(String file) {
        this.file = file;
    }

    /**
     * Collects from the root of a file.
     *
     * @throws CheckpointException when it holds no tensors
     */
    static TorchContents of(String file, @Nullable Object root) throws CheckpointException {
        TorchContents contents = new TorchContents(file);
        if (!(root instanceof Map<?, ?> map)) {
            throw new CheckpointException(file + " holds no dictionary of tensors");
        }
        if (map.get("state_dict") instanceof Map<?, ?> inner) {
            contents.collect("", inner, 0);
            contents.plain(map);
        } else {
            contents.collect("", map, 0);
            contents.plain(map);
        }
        if (contents.tensors.isEmpty()) {
            throw new CheckpointException(file + " holds no tensors");
        }
        return contents;
    }

    private void collect(String before, Map<?, ?> map, int depth) throws CheckpointException {
        if (depth > DEEPEST) {
            throw new CheckpointException(
                    file + " is damaged: its dictionaries are nested deeper than " + DEEPEST);
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (++entries > MOST_ENTRIES) {
                throw new CheckpointException(
                        file + " is damaged: it has more than " + MOST_ENTRIES + " entries");
            }
            if (entry.getValue() instanceof TorchTensor tensor) {
                tensors.put(before + entry.getKey(), tensor);
            } else if (entry.getValue() instanceof Map<?, ?> inner) {
                collect(before + entry.getKey() + ".", inner, depth + 1);
            }
        }
    }

    /** Numbers and words beside the tensors: {@code global_step}, {@code epoch}. */
    private void plain(Map<?, ?> map) {
        map.forEach(
                (key, value) -> {
                    boolean told =
                            value instanceof Number
                                    || value instanceof Boolean
                                    || (value instanceof String text
                                            && text.length() <= LONGEST_TEXT);
                    if (told && key instanceof String name) {
                        values.put(name, String.valueOf(value));
                    }
                });
    }

    Map<String, TorchTensor> tensors() {
        return tensors;
    }

    Map<String, String> values() {
        return values;
    }
}
