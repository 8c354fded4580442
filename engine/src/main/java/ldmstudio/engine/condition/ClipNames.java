package ldmstudio.engine.condition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.nn.StateSource;

/**
 * The tensors of a CLIP file under the names of transformers 4: those of transformers 5 lack the
 * tower's prefix, older files hold position numbers that are no weights, and a whole CLIP holds the
 * other tower too.
 */
final class ClipNames {
    static final String TEXT_PROJECTION = "text_projection.weight";
    static final String VISION_PROJECTION = "visual_projection.weight";
    static final String LOGIT_SCALE = "logit_scale";

    private static final Set<String> TOWER_PARTS =
            Set.of("embeddings", "encoder", "final_layer_norm", "pre_layrnorm", "post_layernorm");

    private ClipNames() {}

    /** What the text tower has. */
    static StateSource text(StateSource source) {
        return tower(source, "text_model.", "vision_model.", VISION_PROJECTION);
    }

    /** What the vision tower has. */
    static StateSource vision(StateSource source) {
        return tower(source, "vision_model.", "text_model.", TEXT_PROJECTION);
    }

    /** All of a whole CLIP. */
    static StateSource whole(StateSource source) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : source.names()) {
            if (!name.endsWith("position_ids")) {
                names.put(name, name);
            }
        }
        return new Renamed(source, names);
    }

    private static StateSource tower(
            StateSource source, String own, String other, String otherProjection) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : source.names()) {
            boolean foreign =
                    name.startsWith(other)
                            || name.equals(otherProjection)
                            || name.equals(LOGIT_SCALE)
                            || name.endsWith("position_ids");
            if (!foreign) {
                boolean bare = TOWER_PARTS.contains(name.split("\\.", 2)[0]);
                names.put(bare ? own + name : name, name);
            }
        }
        return new Renamed(source, names);
    }

    /**
     * A view of a source under other names.
     *
     * @param names the source's name by the new one
     */
    private record Renamed(StateSource source, Map<String, String> byName) implements StateSource {
        @Override
        public String description() {
            return source.description();
        }

        @Override
        public Set<String> names() {
            return byName.keySet();
        }

        @Override
        public long[] shape(String name) {
            return source.shape(byName.getOrDefault(name, name));
        }

        @Override
        public float[] floats(String name) {
            return source.floats(byName.getOrDefault(name, name));
        }
    }
}
