package ldmstudio.engine.run;

import java.util.List;

/**
 * How large Java's heap may be in a process that computes, as options of its Java. Arrays lie
 * outside of it, so it begins small and gives back what it does not need: by itself it would begin
 * with a 64th of the machine's memory.
 */
public final class HeapSettings {
    public static final List<String> OPTIONS =
            List.of("-Xmx3g", "-Xms32m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30");

    private HeapSettings() {}
}
