package ldmstudio.app.screen.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.workspace.RememberedJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drawings that wait, in order, the one that is being drawn first; kept in a file of the workspace
 * until it is done, so that a crash loses none. Changes on the window's thread only.
 */
final class DrawQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DrawQueue.class);
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final RememberedJson file;
    private final ObservableList<Drawing> items = FXCollections.observableArrayList();
    private final ObservableList<Drawing> readOnly =
            FXCollections.unmodifiableObservableList(items);

    DrawQueue(RememberedJson file) {
        this.file = file;
    }

    /** Reads what waits in the open workspace. */
    void reload() {
        items.clear();
        file.read().map(json -> json.path("queue")).ifPresent(list -> list.forEach(this::restore));
    }

    private void restore(JsonNode json) {
        try {
            items.add(JSON.treeToValue(json, Drawing.class));
        } catch (JsonProcessingException | RuntimeException e) {
            // Of another version, perhaps; the others are not lost with it.
            LOG.warn("a waiting drawing cannot be read: {}", e.toString());
        }
    }

    ObservableList<Drawing> items() {
        return readOnly;
    }

    Optional<Drawing> first() {
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    void add(Drawing drawing) {
        items.add(drawing);
        write();
    }

    void add(int index, Drawing drawing) {
        items.add(Math.max(0, Math.min(items.size(), index)), drawing);
        write();
    }

    /** Takes one out, done or no longer wanted; its place, or -1. */
    int remove(Drawing drawing) {
        int index = indexOf(drawing);
        if (index >= 0) {
            items.remove(index);
            write();
        }
        return index;
    }

    void replace(Drawing drawing, UnaryOperator<Drawing> change) {
        int index = indexOf(drawing);
        if (index >= 0) {
            items.set(index, change.apply(items.get(index)));
            write();
        }
    }

    /**
     * Moves one up (-1) or down (1).
     *
     * @param fixed entries at the front that stay where they are: the one that is being drawn
     */
    void move(Drawing drawing, int by, int fixed) {
        int from = indexOf(drawing);
        int to = from + by;
        if (from >= fixed && to >= fixed && to < items.size()) {
            List<Drawing> next = new ArrayList<>(items);
            Collections.swap(next, from, to);
            items.setAll(next);
            write();
        }
    }

    /** Empties the queue behind the first {@code fixed} entries; returns what was there. */
    List<Drawing> clear(int fixed) {
        List<Drawing> gone =
                List.copyOf(items.subList(Math.min(fixed, items.size()), items.size()));
        items.removeAll(gone);
        write();
        return gone;
    }

    private int indexOf(Drawing drawing) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).id().equals(drawing.id())) {
                return i;
            }
        }
        return -1;
    }

    private void write() {
        file.write(Map.of("queue", List.copyOf(items)));
    }
}
