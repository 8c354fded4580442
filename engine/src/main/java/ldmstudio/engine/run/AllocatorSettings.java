package ldmstudio.engine.run;

import java.util.Map;

/**
 * How the C library should hand out memory to a process that computes, as environment of that
 * process. A step frees and asks for the same large arrays again and again; by default glibc gives
 * each of them back to the system at once, which then has to clear its pages anew. Kept, they are
 * there already: 3 % of a training step (measured), for a few percent more memory.
 *
 * <p>Other C libraries do not read this. What a person has set stays.
 */
public final class AllocatorSettings {
    public static final String VARIABLE = "GLIBC_TUNABLES";

    /**
     * Arrays up to 1 GiB come from one heap, which shrinks when 2 GiB at its end are free; one
     * heap, because only the first can grow beyond 64 MiB.
     */
    public static final String VALUE =
            "glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=1073741824"
                    + ":glibc.malloc.trim_threshold=2147483648";

    private AllocatorSettings() {}

    /**
     * Adds the settings to the environment of a process to be started, unless it has others.
     *
     * @param environment may be changed
     */
    public static void give(Map<String, String> environment) {
        environment.putIfAbsent(VARIABLE, VALUE);
    }

    /** Takes the settings out again, for a program that does not bring them itself. */
    public static void take(Map<String, String> environment) {
        environment.remove(VARIABLE, VALUE);
    }
}
