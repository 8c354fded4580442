package ldmstudio.app.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.util.Subscription;
import ldmstudio.app.concurrent.Clockwork;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.EventLog;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.RunHistory;
import ldmstudio.engine.run.RunLock;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;

/**
 * Follows a run folder, whether its run is alive, finished, crashed or copied from elsewhere. A
 * background thread reads what is new in {@code events.jsonl}; the screen pulls: {@link #status()}
 * is the newest state, {@link #drain()} hands over every event exactly once.
 */
public final class RunFeed implements AutoCloseable {
    private static final long POLL_MILLIS = 200;

    /**
     * What is new since the last time.
     *
     * @param restarted the log was replaced: forget everything shown so far
     */
    public record News(List<Event> events, boolean restarted) {}

    private final Path folder;
    private final EventLog log;
    private RunHistory history;
    private long offset;

    private final Object handing = new Object();
    private List<Event> waiting = new ArrayList<>();
    private boolean restarted;
    private volatile RunStatus status;
    private volatile String problem = "";
    private volatile boolean caughtUp;
    private Subscription clock = () -> {};

    /** A feed that nobody drives yet; {@link #poll} reads. */
    public RunFeed(Path folder) {
        this.folder = folder;
        this.log = new EventLog(folder.resolve(RunFolder.EVENTS));
        this.history = new RunHistory(folder);
        this.status = history.status(true);
    }

    /** A feed that reads by itself until it is closed. */
    public static RunFeed follow(Path folder, Clockwork clockwork) {
        RunFeed feed = new RunFeed(folder);
        feed.clock = clockwork.every(POLL_MILLIS, feed::poll);
        return feed;
    }

    public Path folder() {
        return folder;
    }

    /** The newest state. */
    public RunStatus status() {
        return status;
    }

    /** Whether everything that was there at the beginning has been read. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Why the folder cannot be read, for people; empty: it can. */
    public String problem() {
        return problem;
    }

    /** All events since the last call, in their order; none is lost and none comes twice. */
    public News drain() {
        synchronized (handing) {
            News news = new News(waiting, restarted);
            waiting = new ArrayList<>();
            restarted = false;
            return news;
        }
    }

    /** Reads what is new; one thread at a time. */
    public synchronized void poll() {
        try {
            // The lock before the log: a run that ends in between is read as ended, not as crashed.
            boolean held = RunLock.isHeld(folder);
            EventLog.Tail tail;
            do {
                tail = log.read(offset);
                offset = tail.offset();
                take(tail);
            } while (!tail.complete());
            status = history.status(held);
            problem = "";
        } catch (RunFolderException e) {
            problem = e.getMessage() == null ? "The folder cannot be read." : e.getMessage();
        }
        caughtUp = true;
    }

    private void take(EventLog.Tail tail) {
        if (tail.restarted()) {
            history = new RunHistory(folder);
        }
        tail.events().forEach(history::add);
        synchronized (handing) {
            if (tail.restarted()) {
                waiting = new ArrayList<>();
                restarted = true;
            }
            waiting.addAll(tail.events());
        }
    }

    /** Whether the run is at work, as far as is known. */
    public boolean isAlive() {
        RunState state = status.state();
        return state.isAlive();
    }

    @Override
    public void close() {
        clock.unsubscribe();
    }
}
