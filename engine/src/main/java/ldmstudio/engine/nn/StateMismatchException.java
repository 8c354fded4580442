package ldmstudio.engine.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a file are not those of the network. The message lists what is missing, unexpected
 * or of another shape.
 */
public final class StateMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 8;

    private StateMismatchException(String message) {
        super(message);
    }

    static void check(Map<String, Parameter> state, StateSource source) {
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
                new StringBuilder(source.description() + " does not fit this network.");
        append(message, "Missing", missing);
        append(message, "Of another shape", otherShape);
        append(message, "Unexpected", unexpected);
        throw new StateMismatchException(message.toString());
    }

    private static void append(StringBuilder message, String title, List<String> names) {
        if (!names.isEmpty()) {
            message.append(' ').append(title).append(" (").append(names.size()).append("): ");
            message.append(String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))));
            message.append(names.size() > SHOWN ? ", …." : ".");
        }
    }
}
