package ldmstudio.app.screen.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import ldmstudio.app.client.WorkerException;
import org.jspecify.annotations.Nullable;

/**
 * What a worker said about a file or folder of weights. Read leniently: what a worker of another
 * version does not say is empty.
 *
 * @param path the file, or the folder that was meant: of a run its newest checkpoint
 * @param format {@code safetensors}, {@code torch zip}, {@code torch legacy}, {@code folder} or
 *     {@code unknown}
 * @param kind one word for programs
 * @param what for people: "a VQModel of diffusers"
 * @param use what can be done with it, as a sentence; may be empty
 * @param types how many numbers there are of each type
 * @param parts networks of a pipeline; empty for a plain file
 */
record InspectedModel(
        String path,
        String format,
        String kind,
        String what,
        String use,
        long bytes,
        long parameters,
        Map<String, Long> types,
        Map<String, String> metadata,
        List<Part> parts,
        List<Tensor> tensors) {
    /** One tensor. */
    record Tensor(String name, String type, List<Long> shape) {
        /** Number of its elements. */
        long size() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }

        /** {@code 320 × 4 × 3 × 3}; {@code scalar} without sides. */
        String shapeText() {
            return shape.isEmpty()
                    ? "scalar"
                    : shape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
        }

        /** Whether every word is in the name, the type or the shape. */
        boolean matches(List<String> words) {
            String text = (name + " " + type + " " + shapeText()).toLowerCase(Locale.ROOT);
            return words.stream().allMatch(text::contains);
        }
    }

    /** One network of a pipeline; {@code role} is empty where it is the only one. */
    record Part(String role, String className, long parameters, Map<String, String> config) {}

    /** Reads a worker's answer. */
    static InspectedModel of(Map<String, Object> payload) throws WorkerException {
        if (!(payload.get("inspection") instanceof Map<?, ?> said)) {
            throw new WorkerException(
                    "The worker gave no answer about this file.",
                    "The window and the worker may be of different versions.",
                    payload.toString());
        }
        Map<String, Long> types = new LinkedHashMap<>();
        map(said.get("types")).forEach((type, count) -> types.put(type, number(count)));
        List<Part> parts = new ArrayList<>();
        for (Map<?, ?> part : maps(said.get("parts"))) {
            parts.add(
                    new Part(
                            text(part.get("role")),
                            text(part.get("class_name")),
                            number(part.get("parameters")),
                            texts(part.get("config"))));
        }
        List<Tensor> tensors = new ArrayList<>();
        for (Map<?, ?> tensor : maps(said.get("tensors"))) {
            List<Long> shape =
                    tensor.get("shape") instanceof List<?> sides
                            ? sides.stream().map(InspectedModel::number).toList()
                            : List.of();
            tensors.add(new Tensor(text(tensor.get("name")), text(tensor.get("type")), shape));
        }
        return new InspectedModel(
                text(said.get("path")),
                text(said.get("format")),
                text(said.get("kind")),
                text(said.get("what")),
                text(said.get("use")),
                number(said.get("bytes")),
                number(said.get("parameters")),
                types,
                texts(said.get("metadata")),
                List.copyOf(parts),
                List.copyOf(tensors));
    }

    /** Whether it is one file, which has a hash. */
    boolean isFile() {
        return !format.equals("folder");
    }

    /** {@code what} as a heading. */
    String heading() {
        return what.isEmpty()
                ? ""
                : what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, inside) -> result.put(text(key), inside == null ? "" : inside));
        }
        return result;
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> result = new LinkedHashMap<>();
        map(value).forEach((key, inside) -> result.put(key, text(inside)));
        return result;
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> result = new ArrayList<>();
        if (value instanceof List<?> given) {
            for (Object inside : given) {
                if (inside instanceof Map<?, ?> one) {
                    result.add(one);
                }
            }
        }
        return result;
    }
}
