package ldmstudio.app.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerDeath;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/** A worker without a process: records what it is asked, answers when the test says so. */
public final class FakeWorker implements Worker {
    /** A request that waits for its answer. */
    public record Asked(
            Request request, CompletableFuture<Reply.Ok> answer, Consumer<Reply> during) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Map<Class<? extends Request>, Function<Request, Map<String, Object>>> habits =
            new HashMap<>();
    private final CompletableFuture<WorkerDeath> ended = new CompletableFuture<>();
    private Optional<Reply.Heartbeat> heartbeat = Optional.empty();
    private int ids;

    @Override
    public synchronized CompletableFuture<Reply.Ok> request(
            Function<String, Request> request, Consumer<Reply> during) {
        Request made = request.apply(Integer.toString(++ids));
        CompletableFuture<Reply.Ok> answer = new CompletableFuture<>();
        asked.add(new Asked(made, answer, during));
        Function<Request, Map<String, Object>> always = habits.get(made.getClass());
        if (always != null) {
            answer.complete(new Reply.Ok(made.id(), always.apply(made)));
        }
        return answer;
    }

    /** Answers every request of this kind at once from now on. */
    public synchronized void always(
            Class<? extends Request> type, Function<Request, Map<String, Object>> payload) {
        habits.put(type, payload);
    }

    /** Leaves requests of this kind to the test again. */
    public synchronized void never(Class<? extends Request> type) {
        habits.remove(type);
    }

    /** How often it has been asked for this kind. */
    public synchronized int count(Class<? extends Request> type) {
        return (int) asked.stream().filter(a -> type.isInstance(a.request())).count();
    }

    /** The newest request of this kind, if there was one. */
    public synchronized Optional<Asked> last(Class<? extends Request> type) {
        for (int i = asked.size() - 1; i >= 0; i--) {
            if (type.isInstance(asked.get(i).request())) {
                return Optional.of(asked.get(i));
            }
        }
        return Optional.empty();
    }

    /** Refuses everything that still waits for an answer. */
    public synchronized void refuseAll() {
        asked.forEach(
                a ->
                        a.answer()
                                .completeExceptionally(
                                        new IllegalStateException("the test is over")));
    }

    public void setHeartbeat(Reply.Heartbeat beat) {
        heartbeat = Optional.of(beat);
    }

    /** Ends the process that there is not. */
    public void die(WorkerDeath death) {
        ended.complete(death);
    }

    @Override
    public Optional<Reply.Heartbeat> heartbeat() {
        return heartbeat;
    }

    @Override
    public Health health() {
        return ended.isDone() ? Health.DEAD : Health.ALIVE;
    }

    @Override
    public CompletableFuture<WorkerDeath> ended() {
        return ended;
    }

    @Override
    public void close() {
        ended.complete(new WorkerDeath(0, true, "It ended as asked.", List.of()));
    }
}
