package ldmstudio.engine.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Plain lines for log files and pipes: the first, the last, and one every few seconds. */
final class LineMeter implements ProgressMeter {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String task;
    private final PrintWriter err;
    private final Clock clock;
    private final Instant start;
    private Instant nextLine;
    private long done;
    private long total;
    private long printed = -1;
    private String note = "";

    LineMeter(String task, long total, PrintWriter err, Clock clock) {
        this.task = task;
        this.total = total;
        this.err = err;
        this.clock = clock;
        start = clock.instant();
        nextLine = start;
    }

    @Override
    public void update(long newDone, long newTotal, String newNote) {
        done = newDone;
        total = newTotal;
        note = newNote;
        if (!clock.instant().isBefore(nextLine) || (total > 0 && done >= total)) {
            print();
        }
    }

    @Override
    public void close() {
        if (printed >= 0 && printed != done) {
            print();
        }
    }

    private void print() {
        if (printed == done) {
            return;
        }
        printed = done;
        Instant now = clock.instant();
        nextLine = now.plus(INTERVAL);
        StringBuilder line = new StringBuilder(task).append(": ").append(done);
        if (total > 0) {
            line.append(" of ").append(total);
        }
        if (!note.isEmpty()) {
            line.append(", ").append(note);
        }
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        if (seconds >= 1) {
            line.append(String.format(", %.0f s", seconds));
        }
        err.println(line);
    }
}
