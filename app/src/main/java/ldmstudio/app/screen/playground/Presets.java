package ldmstudio.app.screen.playground;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.workspace.RememberedJson;
import org.jspecify.annotations.Nullable;

/** Settings under a name, in a file of the workspace; sorted by name. */
final class Presets {
    /** A name and what it stands for. */
    record Preset(String name, DrawValues values) {}

    /** Where a workspace keeps them. */
    static final String FILE = "presets.json";

    private final RememberedJson file;
    private final ObservableList<Preset> all = FXCollections.observableArrayList();

    Presets(RememberedJson file) {
        this.file = file;
    }

    /** Reads those of the open workspace. */
    void reload() {
        List<Preset> read = new ArrayList<>();
        file.read()
                .map(json -> json.path("presets"))
                .ifPresent(
                        list -> {
                            for (JsonNode one : list) {
                                read.add(
                                        new Preset(
                                                one.path("name").asText(),
                                                DrawValues.fromJson(one.path("values"))));
                            }
                        });
        set(read);
    }

    /** Changes on the window's thread only. */
    ObservableList<Preset> all() {
        return all;
    }

    Optional<Preset> find(String name) {
        return all.stream().filter(p -> p.name().equalsIgnoreCase(name.strip())).findFirst();
    }

    /** Keeps values under a name; those that had it are returned, null: none. */
    @Nullable Preset save(String name, DrawValues values) {
        Preset before = find(name).orElse(null);
        List<Preset> next = new ArrayList<>(all);
        next.remove(before);
        next.add(new Preset(name.strip(), values));
        set(next);
        write();
        return before;
    }

    void delete(String name) {
        List<Preset> next = new ArrayList<>(all);
        next.removeIf(p -> p.name().equalsIgnoreCase(name.strip()));
        set(next);
        write();
    }

    private void set(List<Preset> presets) {
        presets.sort(Comparator.comparing(Preset::name, String.CASE_INSENSITIVE_ORDER));
        all.setAll(presets);
    }

    private void write() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Preset preset : all) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", preset.name());
            one.put("values", preset.values().toJson());
            list.add(one);
        }
        file.write(Map.of("presets", list));
    }
}
