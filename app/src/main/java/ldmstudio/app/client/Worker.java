package ldmstudio.app.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/** A running worker as the window sees it. Futures complete on the worker's reading thread. */
public interface Worker extends AutoCloseable {
    /** Whether it gives signs of life. */
    enum Health {
        /** Its process lives, the first heartbeat is still to come. */
        STARTING,
        ALIVE,
        /** Its process lives but has not been heard for several heartbeats. */
        SILENT,
        DEAD
    }

    /**
     * Asks for something.
     *
     * @param request makes the request from its id
     * @return Ok, or fails with {@link WorkerException}
     */
    default CompletableFuture<Reply.Ok> request(Function<String, Request> request) {
        return request(request, reply -> {});
    }

    /**
     * Asks for something that takes its time.
     *
     * @param during hears {@link Reply.Progress} and {@link Reply.SampleImage} on the reading
     *     thread
     */
    CompletableFuture<Reply.Ok> request(Function<String, Request> request, Consumer<Reply> during);

    /** The newest heartbeat, to be pulled. */
    Optional<Reply.Heartbeat> heartbeat();

    Health health();

    /** Completes when the process has ended, however it did. */
    CompletableFuture<WorkerDeath> ended();

    /** Asks it to end, and ends it by force when it does not within some seconds. */
    @Override
    void close();
}
