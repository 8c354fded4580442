package ldmstudio.app.screen.compare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a pane shows: a model with its own values, or a picture file.
 *
 * @param id stays the same while panes come and go
 * @param model run folder, checkpoint folder or model file; empty: a picture
 * @param name of the model or the picture, for people
 * @param picture file of a finished picture; empty: a model
 * @param own values that are not shared, by {@link SharedValue#key}
 */
record PaneSpec(int id, String model, String name, String picture, Map<String, String> own) {
    PaneSpec {
        model = model == null ? "" : model;
        name = name == null ? "" : name;
        picture = picture == null ? "" : picture;
        own = own == null ? Map.of() : Map.copyOf(own);
    }

    static PaneSpec ofModel(Path model, String name) {
        return new PaneSpec(0, model.toString(), name, "", Map.of());
    }

    static PaneSpec ofPicture(Path file) {
        return new PaneSpec(
                0,
                "",
                String.valueOf(file.getFileName()),
                file.toAbsolutePath().toString(),
                Map.of());
    }

    /** Whether pictures are drawn for it. */
    boolean draws() {
        return picture.isEmpty();
    }

    boolean owns(SharedValue value) {
        return own.containsKey(value.key());
    }

    PaneSpec withId(int newId) {
        return new PaneSpec(newId, model, name, picture, own);
    }

    PaneSpec withModel(Path path, String newName) {
        return new PaneSpec(id, path.toString(), newName, "", own);
    }

    PaneSpec with(SharedValue value, String text) {
        Map<String, String> changed = new LinkedHashMap<>(own);
        changed.put(value.key(), text);
        return new PaneSpec(id, model, name, picture, changed);
    }

    /** Takes the shared value again. */
    PaneSpec linked(SharedValue value) {
        Map<String, String> changed = new LinkedHashMap<>(own);
        changed.remove(value.key());
        return new PaneSpec(id, model, name, picture, changed);
    }
}
