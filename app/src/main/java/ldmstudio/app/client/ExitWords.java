package ldmstudio.app.client;

import java.util.Map;

/** What a process's exit code means, for people. */
final class ExitWords {
    private static final int SIGNAL = 128;
    private static final int WINDOWS_ACCESS_VIOLATION = 0xC0000005;
    private static final int WINDOWS_NO_MEMORY = 0xC0000017;

    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    2, "It was interrupted (signal 2).",
                    4,
                            "The processor does not know an instruction of the tensor library (signal"
                                    + " 4); this build is for another kind of machine.",
                    6,
                            "It gave up by itself (signal 6), mostly for lack of memory or by an error"
                                    + " in a native library.",
                    7, "A memory-mapped file went away or the disk failed (signal 7).",
                    9,
                            "It was killed from outside (signal 9): by somebody, or by the system"
                                    + " because memory ran out.",
                    11, "A native library crashed (signal 11).",
                    15, "It was asked to end from outside (signal 15).");

    private ExitWords() {}

    static String of(int code) {
        if (code == WINDOWS_ACCESS_VIOLATION) {
            return "A native library crashed (access violation).";
        }
        if (code == WINDOWS_NO_MEMORY) {
            return "Memory ran out.";
        }
        if (code > SIGNAL && code < SIGNAL + 65) {
            int signal = code - SIGNAL;
            return SIGNALS.getOrDefault(signal, "It was ended by signal " + signal + ".");
        }
        if (code == 0) {
            return "It ended by itself.";
        }
        if (code == 3) {
            return "Java ran out of memory (exit code 3).";
        }
        return "It ended with exit code " + code + ".";
    }
}
