package ldmstudio.engine.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a file are not those of the network. The message says what the file seems to be,
 * what was expected, and lists what is missing, unexpected or of another shape.
 */
public final class StateMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 8;

    private StateMismatchException(String message) {
        super(message);
    }

    static void check(String network, Map<String, Parameter> state, StateSource source) {
        List<String> missing = new ArrayList<>();
        List<String> otherShape = new ArrayList<>();
        for (Map.Entry<String, Parameter> entry : state.entrySet()) {
            String name = entry.getKey();
            long[] expected = entry.getValue().shape().getShape();
            if (!source.names().contains(name)) {
                missing.add(name);
            } else if (!Arrays.equals(expected, source.shape(name))) {
                otherShape.add(
                        name
                                + " is "
                                + Arrays.toString(source.shape(name))
                                + ", expected "
                                + Arrays.toString(expected));
            }
        }
        List<String> unexpected =
                source.names().stream().filter(name -> !state.containsKey(name)).sorted().toList();
        if (missing.isEmpty() && otherShape.isEmpty() && unexpected.isEmpty()) {
            return;
        }
        StringBuilder message =
                new StringBuilder(
                        source.description()
                                + " does not fit this network, "
                                + network
                                + " with "
                                + state.size()
                                + " tensors.");
        if (!source.seemsToBe().isEmpty()) {
            message.append(" It seems to be ").append(source.seemsToBe()).append('.');
        }
        message.append(hint(state, source, missing, otherShape, unexpected));
        append(message, "Missing", missing);
        append(message, "Of another shape", otherShape);
        append(message, "Unexpected", unexpected);
        throw new StateMismatchException(message.toString());
    }

    /** What would probably help. */
    private static String hint(
            Map<String, Parameter> state,
            StateSource source,
            List<String> missing,
            List<String> otherShape,
            List<String> unexpected) {
        if (missing.isEmpty() && unexpected.isEmpty()) {
            return " The names agree, the sizes do not: the configuration is another model's.";
        }
        if (!missing.isEmpty()) {
            String first = missing.get(0);
            for (String name : unexpected) {
                String prefix = name.substring(0, Math.max(0, name.length() - first.length()));
                boolean all =
                        name.equals(prefix + first)
                                && missing.stream()
                                        .allMatch(m -> source.names().contains(prefix + m));
                if (all && !prefix.isEmpty()) {
                    return " All that is missing is there behind '"
                            + prefix
                            + "': the weights were saved inside another network.";
                }
            }
        }
        if (missing.size() == state.size()) {
            return " Not one name agrees: this is another network.";
        }
        return otherShape.isEmpty()
                ? " The configuration has other layers or options than the weights."
                : "";
    }

    private static void append(StringBuilder message, String title, List<String> names) {
        if (!names.isEmpty()) {
            message.append(' ').append(title).append(" (").append(names.size()).append("): ");
            message.append(String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))));
            message.append(names.size() > SHOWN ? ", …." : ".");
        }
    }
}
