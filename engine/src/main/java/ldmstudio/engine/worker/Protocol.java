package ldmstudio.engine.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import ldmstudio.engine.run.SealedJson;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies as lines of JSON. Requests are read strictly, since a person's work hangs on
 * them: a missing, unknown or wrongly typed field is an error that names it. Replies are read
 * leniently, so that a window understands a newer worker.
 */
public final class Protocol {
    /** Raised when an older window or worker could misunderstand a newer one. */
    public static final int VERSION = 1;

    /** Longest request in bytes: a configuration is some kilobytes. */
    public static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final ObjectMapper STRICT =
            SealedJson.builder(Request.class)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            text ->
                                    text.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

    private static final ObjectMapper LENIENT =
            SealedJson.builder(Reply.class)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private Protocol() {}

    public static String write(Request request) {
        return write(STRICT, request);
    }

    public static String write(Reply reply) {
        return write(LENIENT, reply);
    }

    /** Reads a request; an error names the field, its value and what is allowed. */
    public static Request readRequest(String line) throws ProtocolException {
        JsonNode tree = tree(STRICT, line);
        String id = id(tree);
        LaterFields.fill(tree);
        try {
            return STRICT.treeToValue(tree, Request.class);
        } catch (JsonProcessingException e) {
            throw new ProtocolException(id, explain(e, Request.class));
        }
    }

    /** Reads a reply of this or a newer worker. */
    public static Reply readReply(String line) throws ProtocolException {
        JsonNode tree = tree(LENIENT, line);
        String id = id(tree);
        try {
            return LENIENT.treeToValue(tree, Reply.class);
        } catch (JsonProcessingException e) {
            throw new ProtocolException(id, explain(e, Reply.class));
        }
    }

    /** A record as a field of an answer, its keys in snake case. */
    static Map<String, Object> payload(String key, Object value) {
        return Map.of(
                key,
                LENIENT.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {}));
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    private static JsonNode tree(ObjectMapper mapper, String line) throws ProtocolException {
        JsonNode tree;
        try {
            tree = mapper.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ProtocolException("", "not a JSON object: " + e.getOriginalMessage());
        }
        if (tree == null || !tree.isObject()) {
            throw new ProtocolException("", "not a JSON object: " + shorten(line));
        }
        return tree;
    }

    private static String id(JsonNode tree) {
        JsonNode id = tree.get("id");
        return id != null && id.isTextual() ? id.textValue() : "";
    }

    private static String explain(JsonProcessingException e, Class<?> root) {
        if (e instanceof InvalidTypeIdException unknown) {
            String allowed =
                    Arrays.stream(root.getPermittedSubclasses())
                            .map(SealedJson::typeName)
                            .collect(Collectors.joining(", "));
            String typeId = unknown.getTypeId();
            String what = typeId == null ? "missing" : "'" + shorten(typeId) + "'";
            return "field 'type' is " + what + "; allowed: " + allowed;
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field '"
                    + shorten(unknown.getPropertyName())
                    + "'; known fields: "
                    + unknown.getKnownPropertyIds();
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return Objects.toString(e.getCause().getMessage(), "a value is not allowed");
        }
        String field = e instanceof JsonMappingException mapping ? field(mapping) : null;
        String reason = e.getOriginalMessage();
        return field == null ? reason : "field '" + field + "': " + reason;
    }

    private static @Nullable String field(JsonMappingException e) {
        String path =
                e.getPath().stream()
                        .map(r -> r.getFieldName() == null ? "" + r.getIndex() : r.getFieldName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() ? null : path;
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
