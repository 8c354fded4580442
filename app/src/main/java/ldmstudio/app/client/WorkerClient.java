package ldmstudio.app.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import ldmstudio.app.concurrent.DaemonThreads;
import ldmstudio.engine.run.AllocatorSettings;
import ldmstudio.engine.worker.Protocol;
import ldmstudio.engine.worker.ProtocolException;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker in a child process: requests on its standard input, replies on its standard output, logs
 * on its error stream. Whatever happens to the process, every request ends with an answer or a
 * {@link WorkerException}.
 */
public final class WorkerClient implements Worker {
    /** This many missed heartbeats (one a second) make a worker silent. */
    public static final int MISSED_HEARTBEATS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerClient.class);
    private static final long GRACE_SECONDS = 10;

    private record Pending(CompletableFuture<Reply.Ok> future, Consumer<Reply> during) {}

    private final Process process;
    private final BufferedWriter input;
    private final ExecutorService writing =
            Executors.newSingleThreadExecutor(
                    task -> DaemonThreads.create("worker-requests", task));
    private final LongSupplier nanoTime;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final LogTail log = new LogTail();
    private final CompletableFuture<WorkerDeath> ended = new CompletableFuture<>();
    private volatile Reply.@Nullable Heartbeat heartbeat;
    private volatile long heardAt;
    private volatile boolean asked;

    private WorkerClient(Process process, LongSupplier nanoTime) {
        this.process = process;
        this.nanoTime = nanoTime;
        this.heardAt = nanoTime.getAsLong();
        this.input =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the process; {@code folder} is its working directory, made if absent. */
    public static WorkerClient start(WorkerCommand command, Path folder) throws IOException {
        return start(command, folder, System::nanoTime);
    }

    static WorkerClient start(WorkerCommand command, Path folder, LongSupplier nanoTime)
            throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command.words()).directory(folder.toFile());
        builder.environment().putAll(command.environment());
        AllocatorSettings.give(builder.environment());
        WorkerClient client = new WorkerClient(builder.start(), nanoTime);
        Thread logs = DaemonThreads.create("worker-log", client::readLog);
        logs.start();
        DaemonThreads.create("worker-replies", () -> client.readReplies(logs)).start();
        return client;
    }

    @Override
    public CompletableFuture<Reply.Ok> request(
            Function<String, Request> request, Consumer<Reply> during) {
        String id = Long.toString(ids.incrementAndGet());
        CompletableFuture<Reply.Ok> future = new CompletableFuture<>();
        pending.put(id, new Pending(future, during));
        Request made = request.apply(id);
        if (made instanceof Request.Shutdown) {
            asked = true;
        }
        try {
            writing.execute(() -> write(id, Protocol.write(made)));
        } catch (RejectedExecutionException e) {
            // The process has ended, and with it the writing thread.
            failAsGone(id);
        }
        // The death may have been handled between the put above and now.
        if (ended.isDone()) {
            failAsGone(id);
        }
        return future;
    }

    @Override
    public Optional<Reply.Heartbeat> heartbeat() {
        return Optional.ofNullable(heartbeat);
    }

    @Override
    public Health health() {
        if (ended.isDone()) {
            return Health.DEAD;
        }
        if (heartbeat == null) {
            return Health.STARTING;
        }
        long silent = nanoTime.getAsLong() - heardAt;
        return silent > TimeUnit.SECONDS.toNanos(MISSED_HEARTBEATS) ? Health.SILENT : Health.ALIVE;
    }

    @Override
    public CompletableFuture<WorkerDeath> ended() {
        return ended;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        if (ended.isDone()) {
            return;
        }
        var unused =
                request(Request.Shutdown::new)
                        .orTimeout(GRACE_SECONDS, TimeUnit.SECONDS)
                        .whenComplete((ok, failure) -> endSoon());
    }

    private void endSoon() {
        // It answers before it ends; a second is plenty for a Java process to leave.
        CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS)
                .execute(
                        () -> {
                            if (process.isAlive()) {
                                process.destroyForcibly();
                            }
                        });
    }

    private void write(String id, String line) {
        try {
            input.write(line);
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            // A closed pipe means that the process is ending; its exit code says more than the
            // pipe.
            LOG.debug("request {} could not be written: {}", id, e.toString());
        }
    }

    private void readReplies(Thread logs) {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                handle(line);
            }
        } catch (IOException e) {
            LOG.debug("the worker's output ended: {}", e.toString());
        }
        die(logs);
    }

    private void handle(String line) {
        Reply reply;
        try {
            reply = Protocol.readReply(line);
        } catch (ProtocolException e) {
            // A native library that prints to standard output must not end a training.
            log.add("(on standard output) " + line);
            return;
        }
        heardAt = nanoTime.getAsLong();
        if (reply instanceof Reply.Heartbeat beat) {
            heartbeat = beat;
            return;
        }
        if (reply instanceof Reply.Ok ok) {
            Pending done = pending.remove(ok.id());
            if (done != null) {
                done.future().complete(ok);
            }
        } else if (reply instanceof Reply.Failure failure) {
            Pending done = pending.remove(failure.id());
            if (done != null) {
                done.future().completeExceptionally(WorkerException.of(failure));
            } else {
                log.add("(failure) " + failure.message());
            }
        } else {
            Pending going = pending.get(reply.id());
            if (going != null) {
                going.during().accept(reply);
            }
        }
    }

    private void readLog() {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
                LOG.debug("worker {}: {}", process.pid(), line);
            }
        } catch (IOException e) {
            LOG.debug("the worker's log ended: {}", e.toString());
        }
    }

    private void die(Thread logs) {
        int code;
        try {
            // Its output ends some milliseconds before the process; one that closed it and lives on
            // can never answer again.
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            code = process.waitFor();
            logs.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = -1;
        }
        writing.shutdown();
        WorkerDeath death = WorkerDeath.of(code, asked, log.lines());
        ended.complete(death);
        for (String id : pending.keySet()) {
            failAsGone(id);
        }
    }

    private void failAsGone(String id) {
        Pending left = pending.remove(id);
        if (left != null) {
            WorkerDeath death = ended.getNow(WorkerDeath.of(-1, asked, log.lines()));
            left.future().completeExceptionally(WorkerException.of(death));
        }
    }
}
