package ldmstudio.engine.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Locale;

/**
 * JSON for sealed interfaces of records: keys are the component names in snake_case, and the
 * property {@code type} is the record's name in snake_case. {@code Event.CheckpointSaved(5, 100,
 * "checkpoints/step-00000100")} is {@code
 * {"type":"checkpoint_saved","time":5,"step":100,"path":"checkpoints/step-00000100"}}.
 */
public final class SealedJson {
    private SealedJson() {}

    /** A builder that knows the alternatives of the given sealed interfaces. */
    public static MapperBuilder<? extends ObjectMapper, ?> builder(Class<?>... sealedRoots) {
        var builder =
                JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        for (Class<?> root : sealedRoots) {
            builder.addMixIn(root, TypeProperty.class);
            for (Class<?> alternative : root.getPermittedSubclasses()) {
                builder.registerSubtypes(new NamedType(alternative, typeName(alternative)));
            }
        }
        return builder;
    }

    /** The {@code type} of a record: {@code CheckpointSaved} is {@code checkpoint_saved}. */
    public static String typeName(Class<?> alternative) {
        return alternative
                .getSimpleName()
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface TypeProperty {}
}
