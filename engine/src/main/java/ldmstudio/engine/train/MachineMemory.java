package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of the machine that this process may use; known on Linux. */
public final class MachineMemory {
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final Path CONTAINER = Path.of("/sys/fs/cgroup");
    private static final double MIB = 1024.0 * 1024.0;

    private MachineMemory() {}

    /** MiB in the machine, or of the container where that is less; NaN where unknown. */
    public static double totalMib() {
        return least(machine("MemTotal:"), number(CONTAINER.resolve("memory.max")) / MIB);
    }

    /** MiB that may still be taken without pushing anything out; NaN where unknown. */
    public static double availableMib() {
        double limit = number(CONTAINER.resolve("memory.max")) / MIB;
        double left = Double.NaN;
        if (!Double.isNaN(limit)) {
            // Files that were read are counted as used, but given up on demand.
            double files = entry(CONTAINER.resolve("memory.stat"), "inactive_file ") / MIB;
            left = limit - number(CONTAINER.resolve("memory.current")) / MIB;
            left += Double.isNaN(files) ? 0 : files;
        }
        return least(machine("MemAvailable:"), left);
    }

    private static double least(double a, double b) {
        return Double.isNaN(b) ? a : Double.isNaN(a) ? b : Math.min(a, b);
    }

    private static double machine(String name) {
        return entry(MACHINE, name) / 1024;
    }

    private static double entry(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }

    /** A file that holds one number; {@code max} and a missing file are none. */
    private static double number(Path file) {
        try {
            return Files.exists(file)
                    ? Double.parseDouble(Files.readString(file).strip())
                    : Double.NaN;
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }
}
