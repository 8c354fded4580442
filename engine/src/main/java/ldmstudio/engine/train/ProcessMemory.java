package ldmstudio.engine.train;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process, the tensor library's included. */
public final class ProcessMemory {
    private static final long PAGE = 4096;

    private ProcessMemory() {}

    /** In MiB; where the system does not tell, the Java heap in use. */
    public static double residentMib() {
        try {
            String[] words = Files.readString(Path.of("/proc/self/statm")).split(" ");
            return Long.parseLong(words[1]) * PAGE / 1048576.0;
        } catch (IOException notLinux) {
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
        }
    }
}
