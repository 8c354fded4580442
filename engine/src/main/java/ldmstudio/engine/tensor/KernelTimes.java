package ldmstudio.engine.tensor;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What libtorch itself ran, the backward pass included, by its own record: every ATen operator with
 * its calls, its own time (without the operators that it called) and the numbers of its first
 * argument. {@link OperatorTimes} sees a backward pass as one operator; this looks inside.
 */
public final class KernelTimes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KernelTimes() {}

    /**
     * An operator.
     *
     * @param operator ATen's name, or the name of a node of the graph
     * @param milliseconds without what it called
     * @param millions of numbers in its first arguments, all calls together
     */
    public record Line(String operator, long calls, double milliseconds, double millions) {}

    /** An entry of the record. */
    private record Event(String name, long thread, double start, double length, double numbers) {
        double end() {
            return start + length;
        }
    }

    /**
     * Runs something and says what ran in libtorch, the longest first. Recording costs time itself,
     * most for short operators.
     */
    public static List<Line> of(Runnable work) throws IOException {
        Path file = Files.createTempFile("ldm-kernels", ".json");
        try {
            JniUtils.startProfile(false, true, false);
            try {
                work.run();
            } finally {
                JniUtils.stopProfile(file.toString());
            }
            return lines(JSON.readTree(file.toFile()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<Line> lines(JsonNode trace) {
        List<Event> events = new ArrayList<>();
        for (JsonNode entry : trace) {
            events.add(
                    new Event(
                            entry.path("name").asText(),
                            entry.path("tid").asLong(),
                            entry.path("ts").asDouble(),
                            entry.path("dur").asDouble(),
                            numbers(entry.path("shape").path(0))));
        }
        events.sort(
                Comparator.comparingLong(Event::thread)
                        .thenComparingDouble(Event::start)
                        .thenComparing(Comparator.comparingDouble(Event::length).reversed()));
        Map<String, double[]> sums = new LinkedHashMap<>();
        Map<Long, Deque<Event>> open = new HashMap<>();
        for (Event event : events) {
            Deque<Event> callers = open.computeIfAbsent(event.thread(), t -> new ArrayDeque<>());
            while (!callers.isEmpty() && callers.peek().end() <= event.start()) {
                callers.pop();
            }
            Event caller = callers.peek();
            if (caller != null) {
                sums.computeIfAbsent(caller.name(), n -> new double[3])[1] -= event.length();
            }
            double[] sum = sums.computeIfAbsent(event.name(), n -> new double[3]);
            sum[0]++;
            sum[1] += event.length();
            sum[2] += event.numbers();
            callers.push(event);
        }
        List<Line> lines = new ArrayList<>();
        sums.forEach(
                (name, sum) ->
                        lines.add(new Line(name, (long) sum[0], sum[1] / 1e3, sum[2] / 1e6)));
        lines.sort(Comparator.comparingDouble(Line::milliseconds).reversed());
        return lines;
    }

    private static double numbers(JsonNode shape) {
        double product = shape.isArray() && !shape.isEmpty() ? 1 : 0;
        for (JsonNode side : shape) {
            product *= side.asDouble();
        }
        return product;
    }
}
