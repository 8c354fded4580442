package ldmstudio.app.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerDeath;
import ldmstudio.app.client.WorkerException;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;

/** A worker without a process, which ends when the test says so. */
final class MemoryWorker implements Worker {
    final List<Request> requests = new ArrayList<>();
    final CompletableFuture<WorkerDeath> ended = new CompletableFuture<>();
    boolean silent;
    private @Nullable CompletableFuture<Reply.Ok> training;

    @Override
    public CompletableFuture<Reply.Ok> request(
            Function<String, Request> make, Consumer<Reply> during) {
        Request request = make.apply(String.valueOf(requests.size()));
        requests.add(request);
        if (request instanceof Request.Train || request instanceof Request.Resume) {
            CompletableFuture<Reply.Ok> future = new CompletableFuture<>();
            training = future;
            during.accept(new Reply.Progress(request.id(), "", 0, 0, 100, List.of(), 0));
            return future;
        }
        if (request instanceof Request.Stop) {
            end("stopped");
        }
        return CompletableFuture.completedFuture(new Reply.Ok(request.id(), Map.of()));
    }

    void end(String state) {
        CompletableFuture<Reply.Ok> running = training;
        if (running != null) {
            running.complete(new Reply.Ok("0", Map.of("state", state, "step", 100)));
        }
    }

    void fail(String message) {
        CompletableFuture<Reply.Ok> running = training;
        if (running != null) {
            running.completeExceptionally(new WorkerException(message, "Do better.", "trace"));
        }
    }

    void die() {
        ended.complete(
                new WorkerDeath(137, false, "It was killed from outside (signal 9).", List.of()));
        fail("The worker is gone.");
    }

    @Override
    public Optional<Reply.Heartbeat> heartbeat() {
        return Optional.empty();
    }

    @Override
    public Health health() {
        return ended.isDone() ? Health.DEAD : silent ? Health.SILENT : Health.ALIVE;
    }

    @Override
    public CompletableFuture<WorkerDeath> ended() {
        return ended;
    }

    @Override
    public void close() {
        ended.complete(new WorkerDeath(0, true, "It ended by itself.", List.of()));
        fail("The worker is gone.");
    }
}
