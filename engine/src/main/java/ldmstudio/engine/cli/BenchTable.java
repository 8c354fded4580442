package ldmstudio.engine.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.engine.bench.MachineName;

/** The figures of {@code ldm bench} as a table in Markdown, under the name of the machine. */
final class BenchTable {
    private BenchTable() {}

    static void print(PrintWriter out, List<Map<String, Object>> lines) {
        out.println("Machine: " + MachineName.ofThis());
        out.println();
        out.println(
                "| workload | arithmetic | ours | peer | peer / ours (range) | of the limit | MiB |"
                        + " peer's MiB |");
        out.println("|---|---|---:|---:|---:|---:|---:|---:|");
        for (Map<String, Object> line : lines) {
            String name = text(line, "workload");
            if (line.containsKey("workers")) {
                name += ", workers: " + text(line, "workers");
            }
            String ratio =
                    line.containsKey("ratio")
                            ? "%s (%s–%s)"
                                    .formatted(
                                            number(line, "ratio", 2),
                                            number(line, "ratio_low", 2),
                                            number(line, "ratio_high", 2))
                            : "";
            out.println(
                    "| "
                            + String.join(
                                    " | ",
                                    name,
                                    text(line, "compute"),
                                    ours(line),
                                    peer(line),
                                    ratio,
                                    share(line),
                                    number(line, "peak_mib", 0),
                                    number(line, "peer_peak_mib", 0))
                            + " |");
        }
    }

    private static String ours(Map<String, Object> line) {
        if (line.containsKey("missing")) {
            return "cannot be started here";
        }
        String time = number(line, "ours_ms", 0) + " ms";
        return line.containsKey("per_second") ? number(line, "per_second", 0) + " / s" : time;
    }

    private static String peer(Map<String, Object> line) {
        return line.containsKey("peer_ms")
                ? number(line, "peer_ms", 0) + " ms (" + text(line, "peer_setting") + ")"
                : "";
    }

    private static String share(Map<String, Object> line) {
        return line.get("share_of_limit") instanceof Number share
                ? String.format(Locale.ROOT, "%.0f %%", 100 * share.doubleValue())
                : "";
    }

    private static String number(Map<String, Object> line, String key, int digits) {
        return line.get(key) instanceof Number number
                ? String.format(Locale.ROOT, "%." + digits + "f", number.doubleValue())
                : "";
    }

    private static String text(Map<String, Object> line, String key) {
        return String.valueOf(line.getOrDefault(key, ""));
    }
}
