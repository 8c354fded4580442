package ldmstudio.app.client;

import java.util.ArrayDeque;
import java.util.List;

/** The last lines of a worker's error stream. */
final class LogTail {
    private static final int LINES = 200;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
