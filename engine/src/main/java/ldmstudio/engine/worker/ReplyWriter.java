package ldmstudio.engine.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes replies on a thread of its own, so that a slow reader never slows a step down. Answers and
 * pictures are kept in their order and never dropped; of progress and heartbeats that are still
 * unwritten only the newest of each is kept.
 */
final class ReplyWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

    private final OutputStream out;
    private final Thread thread;
    private final Map<Object, Reply> waiting = new LinkedHashMap<>();
    private long facts;
    private boolean closed;

    ReplyWriter(OutputStream out) {
        this.out = out;
        thread = new Thread(this::writeAll, "worker-replies");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void send(Reply reply) {
        if (closed) {
            return;
        }
        if (reply instanceof Reply.Progress || reply instanceof Reply.Heartbeat) {
            waiting.put(reply.getClass().getSimpleName() + reply.id(), reply);
        } else {
            waiting.put(facts++, reply);
        }
        notifyAll();
    }

    /** Writes what waits, for at most some time, and ends the thread. */
    void close(Duration patience) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    private void writeAll() {
        try {
            for (List<Reply> batch = take(); !batch.isEmpty(); batch = take()) {
                for (Reply reply : batch) {
                    out.write((Protocol.write(reply) + "\n").getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
            }
        } catch (IOException e) {
            // The window is gone. The end of standard input says so too and ends the jobs.
            LOG.warn("nobody reads the replies any more: {}", e.toString());
            synchronized (this) {
                closed = true;
                waiting.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Reply> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Reply> batch = new ArrayList<>(waiting.values());
        waiting.clear();
        return batch;
    }
}
