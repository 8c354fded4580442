package ldmstudio.engine.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workload measured here and in the peer, in turn.
 *
 * @param ours medians of our processes, in the order of the rounds
 * @param theirs medians of the peer's; empty: no peer
 * @param peerSetting null: no peer
 */
record Comparison(
        Measurement last,
        List<Double> ours,
        List<Double> theirs,
        Peer.@Nullable Setting peerSetting,
        double peakMib,
        double peerPeakMib) {

    /**
     * Adds peer / ours of the medians over all rounds, above 1 we are faster, and the ratios of the
     * rounds, each against the peer's run beside it.
     */
    static void putRatios(Map<String, Object> map, List<Double> ours, List<Double> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            ratios.add(theirs.get(i) / ours.get(i));
        }
        map.put("ratio", round(median(theirs) / median(ours), 3));
        map.put("ratio_low", round(ratios.stream().min(Double::compare).orElseThrow(), 3));
        map.put("ratio_high", round(ratios.stream().max(Double::compare).orElseThrow(), 3));
    }

    /** The line that {@code --json} prints. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("workload", last.workload());
        map.put("compute", last.compute());
        map.put("layout", last.layout());
        map.put("threads", last.threads());
        map.put("ours_ms", round(median(ours), 1));
        if (!theirs.isEmpty()) {
            map.put("peer_ms", round(median(theirs), 1));
            map.put("peer_setting", String.valueOf(peerSetting));
            putRatios(map, ours, theirs);
        }
        map.put("gflop", round(last.flops() / 1e9, 1));
        map.put(
                "share_of_limit",
                round(last.flops() / (median(ours) / 1e3) / last.flopsPerSecond(), 3));
        map.put("peak_mib", round(peakMib, 0));
        if (!theirs.isEmpty()) {
            map.put("peer_peak_mib", round(peerPeakMib, 0));
        }
        return map;
    }

    static double median(List<Double> values) {
        return Measurement.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double round(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
