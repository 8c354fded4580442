package ldmstudio.engine.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of a step goes, by operator. The whole backward pass is one operator, {@code
 * gradients}; what is not spent in operators is Java's and DJL's own.
 */
public final class OperatorTimes implements OperatorWatch {
    /** An operator's calls and the time in them. */
    public record Line(String operator, long calls, double milliseconds) {}

    private final Map<String, long[]> times = new LinkedHashMap<>();

    @Override
    public void called(String operator, Object[] arguments, long nanoseconds) {
        long[] sum = times.computeIfAbsent(operator, name -> new long[2]);
        sum[0]++;
        sum[1] += nanoseconds;
    }

    /** The operators, the longest first. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        times.forEach((name, sum) -> lines.add(new Line(name, sum[0], sum[1] / 1e6)));
        lines.sort(Comparator.comparingDouble(Line::milliseconds).reversed());
        return lines;
    }
}
