package ldmstudio.engine.train;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process. */
public final class ProcessMemory {
    private static final Path LINUX_STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /**
     * MiB of memory in use: on Linux what the process has resident, arrays of the tensor library
     * included; elsewhere what Java itself has taken.
     */
    public static double usedMib() {
        return status("VmRSS:");
    }

    /** The most that {@link #usedMib} has been. */
    public static double peakMib() {
        return status("VmHWM:");
    }

    private static double status(String name) {
        if (Files.isReadable(LINUX_STATUS)) {
            try {
                for (String line : Files.readAllLines(LINUX_STATUS)) {
                    if (line.startsWith(name)) {
                        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
                    }
                }
            } catch (IOException e) {
                return javaMib();
            }
        }
        return javaMib();
    }

    private static double javaMib() {
        var memory = ManagementFactory.getMemoryMXBean();
        long bytes =
                memory.getHeapMemoryUsage().getCommitted()
                        + memory.getNonHeapMemoryUsage().getCommitted();
        return bytes / (1024.0 * 1024.0);
    }
}
