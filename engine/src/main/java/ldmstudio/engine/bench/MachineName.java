package ldmstudio.engine.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The machine in a line: processor, cores, what it computes with, memory, system. */
public final class MachineName {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final List<String> TELLING =
            List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8");

    private MachineName() {}

    /** This machine; a figure without its machine says nothing. */
    public static String ofThis() {
        String model = System.getProperty("os.arch", "");
        List<String> features = new ArrayList<>();
        if (Files.isReadable(CPU)) {
            try {
                List<String> lines = Files.readAllLines(CPU);
                model = value(lines, "model name", model);
                List<String> flags = Arrays.asList(value(lines, "flags", "").split(" "));
                TELLING.stream().filter(flags::contains).forEach(features::add);
            } catch (IOException e) {
                // The architecture alone is still true.
                features.clear();
            }
        }
        String with = features.isEmpty() ? "" : " (" + String.join(", ", features) + ")";
        return "%s%s, %d cores, %.0f GiB, %s %s, Java %s"
                .formatted(
                        model,
                        with,
                        Runtime.getRuntime().availableProcessors(),
                        memory(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version().feature());
    }

    private static double memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / (double) (1L << 30)
                : 0;
    }

    private static String value(List<String> lines, String key, String otherwise) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return otherwise;
    }
}
