package ldmstudio.engine.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A worker on a thread of the test's process, with a window's end of its two pipes. */
final class PipedWorker implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 20;

    private final OutputStream requests;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final List<Reply> seen = new ArrayList<>();
    private final Thread server;
    private final Thread reader;

    PipedWorker(EngineService engine, Duration patience) throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        requests = Channels.newOutputStream(in.sink());
        WorkerServer worker =
                new WorkerServer(
                        engine,
                        Channels.newInputStream(in.source()),
                        Channels.newOutputStream(out.sink()),
                        Duration.ofMillis(5),
                        patience);
        server =
                new Thread(
                        () -> {
                            worker.serve();
                            close(out.sink());
                        });
        reader = new Thread(() -> readAll(out));
        server.start();
        reader.start();
    }

    void send(Request request) throws IOException {
        sendLine(Protocol.write(request));
    }

    void sendLine(String line) throws IOException {
        requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** As the death of the window looks. */
    void closeInput() throws IOException {
        requests.close();
    }

    /** The first reply, from the last awaited one on, that fits; others are passed over. */
    Reply await(Predicate<Reply> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            Reply reply = replies.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (reply == null || System.nanoTime() > end) {
                throw new AssertionError("the reply did not come; there were " + seen);
            }
            if (wanted.test(reply)) {
                return reply;
            }
            seen.add(reply);
        }
    }

    Reply.Ok ok(String id) throws InterruptedException {
        Reply reply = answer(id);
        if (reply instanceof Reply.Ok ok) {
            return ok;
        }
        throw new AssertionError("not done: " + reply);
    }

    Reply.Failure failure(String id) throws InterruptedException {
        Reply reply = answer(id);
        if (reply instanceof Reply.Failure failure) {
            return failure;
        }
        throw new AssertionError("no failure: " + reply);
    }

    Reply.Heartbeat heartbeat(Predicate<Reply.Heartbeat> wanted) throws InterruptedException {
        return (Reply.Heartbeat) await(r -> r instanceof Reply.Heartbeat h && wanted.test(h));
    }

    /** Whether the worker has returned, and its last reply was read. */
    boolean ended() throws InterruptedException {
        server.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        reader.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        return !server.isAlive() && !reader.isAlive();
    }

    private Reply answer(String id) throws InterruptedException {
        return await(
                r -> r.id().equals(id) && (r instanceof Reply.Ok || r instanceof Reply.Failure));
    }

    private void readAll(Pipe out) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(out.source()), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                replies.add(Protocol.readReply(line));
            }
        } catch (IOException | ProtocolException e) {
            throw new AssertionError("the worker wrote what is no reply", e);
        }
    }

    private static void close(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        requests.close();
        if (!ended()) {
            throw new AssertionError("the worker did not end with its input");
        }
    }
}
