package ldmstudio.engine.bench;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.tensor.FlopCount;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.TorchThreads;
import ldmstudio.engine.train.ProcessMemory;

/**
 * Times of one workload in this process, after some that are not counted: at least two, as the peer
 * leaves out, and all that begin within the warm-up, while the Java compiler is still at work
 * beside them. A training has thousands of steps.
 *
 * @param flops floating-point operations of a run, see {@link FlopCount}
 * @param flopsPerSecond rate of a large product of matrices in the same arithmetic, measured in the
 *     same process: what the machine can do
 * @param peakMib the most memory that the process held
 */
record Measurement(
        String workload,
        String compute,
        String layout,
        int threads,
        double[] milliseconds,
        double flops,
        double flopsPerSecond,
        double peakMib) {
    private static final int UNCOUNTED = 2;
    private static final int SIDE = 2048;
    private static final int PRODUCTS = 5;

    /** Measures in this process. */
    static Measurement take(Ops ops, Workload workload, BenchPlan plan) throws IOException {
        Workload.Task task = workload.open(ops, plan.models());
        FlopCount count = new FlopCount(ops);
        ops.watch(count);
        long begun = System.nanoTime();
        task.run();
        ops.watch(null);
        for (int i = 1; i < UNCOUNTED || System.nanoTime() - begun < plan.warmUp() * 1e9; i++) {
            task.run();
        }
        double[] times = new double[plan.repeat()];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            task.run();
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        // The product's matrices would count as the workload's memory.
        double peak = ProcessMemory.peakMib();
        return new Measurement(
                workload.word(),
                ops.compute().name().toLowerCase(java.util.Locale.ROOT),
                task.layout().chosen(ops.device().isGpu(), workload.trains()).word(),
                TorchThreads.count(),
                times,
                count.total(),
                rate(ops),
                peak);
    }

    /** The best of several products, since a machine cannot be faster than it is. */
    private static double rate(Ops ops) {
        double best = 0;
        try (Scope scope = Scope.open()) {
            float[] values = new Noise(0, "product").normal(0, 0, SIDE * SIDE);
            NDArray x = ops.cast(ops.array(values, SIDE, SIDE), ops.compute());
            for (int i = 0; i < PRODUCTS; i++) {
                long start = System.nanoTime();
                try (NDArray y = ops.linear(x, x);
                        NDArray first = ops.narrow(ops.narrow(y, 0, 0, 1), 1, 0, 1)) {
                    ops.item(first);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / seconds);
            }
        }
        return best;
    }

    double median() {
        return median(milliseconds);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** FLOPs over the median time and over the machine's rate. */
    double shareOfLimit() {
        return flops / (median() / 1e3) / flopsPerSecond;
    }

    /** What a process tells the one that started it. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("workload", workload);
        map.put("compute", compute);
        map.put("layout", layout);
        map.put("threads", threads);
        map.put("milliseconds", milliseconds);
        map.put("median_ms", median());
        map.put("flops", flops);
        map.put("flops_per_second", flopsPerSecond);
        map.put("share_of_limit", shareOfLimit());
        map.put("peak_mib", peakMib);
        return map;
    }
}
