package ldmstudio.engine.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Means of named numbers over the steps between two points of a curve; a number that was absent in
 * a step is not counted.
 */
final class MetricMeans {
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    void add(Map<String, Double> metrics) {
        metrics.forEach((name, value) -> add(name, value));
    }

    void add(String name, double value) {
        double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
        sum[0] += value;
        sum[1]++;
    }

    /** The means so far; forgets them. */
    Map<String, Double> take() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        sums.clear();
        return means;
    }
}
