package ldmstudio.app.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Failures;
import ldmstudio.engine.run.RunStatus;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/** The life of one training with its worker, from start to end. */
final class TrainingRun {
    /**
     * What it needs of the job centre.
     *
     * @param changed called on the FX executor after a change of state
     * @param ended called there once, when the job is over and its worker gone
     */
    record Surroundings(
            JobRunner runner,
            WorkerFactory workers,
            Supplier<Path> workspace,
            Runnable changed,
            Consumer<TrainingJob> ended) {}

    private TrainingRun() {}

    static void start(TrainingJob job, Surroundings around) {
        Path folder = around.workspace().get();
        around.runner()
                .run(
                        "Start " + job.name(),
                        progress -> {
                            requireNeeded(job.run());
                            return around.workers().start(folder);
                        })
                .onSuccess(worker -> attach(job, worker, around))
                .onFailure(
                        e -> {
                            String hint = e instanceof WorkerException w ? w.hint() : "";
                            job.setFailure(Failures.message(e), hint);
                            job.setState(JobState.FAILED);
                            around.ended().accept(job);
                        });
    }

    /** Asks the job to end; completes when it is over. */
    static CompletableFuture<Void> stop(TrainingJob job, boolean save, Surroundings around) {
        var worker = job.worker();
        job.setState(JobState.STOPPING);
        around.changed().run();
        if (worker.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Worker running = worker.get();
        if (running.health() == Worker.Health.SILENT) {
            // It would not hear the request; closing ends it by force when it does not answer.
            running.close();
            return running.ended().thenApply(death -> null);
        }
        return job.stop(save)
                .handle((ok, failure) -> running)
                .thenCompose(Worker::ended)
                .thenApply(death -> null);
    }

    private static void requireNeeded(QueuedRun run) throws IOException, WorkerException {
        if (run.needs().isEmpty()) {
            return;
        }
        RunStatus needed = RunStatus.of(Path.of(run.needs()));
        if (needed.checkpointStep() < 0 || needed.state().isAlive()) {
            throw new WorkerException(
                    "It builds on " + needed.name() + ", which has no finished model.",
                    "Resume " + needed.name() + " first, then start this one again.",
                    "");
        }
    }

    private static void attach(TrainingJob job, Worker worker, Surroundings around) {
        job.setWorker(worker);
        Function<String, Request> request =
                job.run().isResume()
                        ? id -> new Request.Resume(id, job.run().folder())
                        : id -> new Request.Train(id, job.run().configYaml(), job.run().folder());
        if (job.state() == JobState.STOPPING) {
            // Asked to stop while its process was starting: there is nothing to save yet.
            job.setState(JobState.STOPPED);
            finish(job, worker, around);
            return;
        }
        CompletableFuture<Reply.Ok> training =
                worker.request(request, reply -> around.runner().fx(() -> begun(job, around)));
        var unused =
                training.whenComplete(
                        (ok, failure) ->
                                around.runner()
                                        .fx(() -> outcome(job, worker, ok, failure, around)));
    }

    private static void begun(TrainingJob job, Surroundings around) {
        if (job.state() == JobState.STARTING) {
            job.setState(JobState.RUNNING);
            around.changed().run();
        }
    }

    private static void outcome(
            TrainingJob job,
            Worker worker,
            Reply.@org.jspecify.annotations.Nullable Ok ok,
            @org.jspecify.annotations.Nullable Throwable failure,
            Surroundings around) {
        if (ok != null) {
            boolean stopped = "stopped".equals(ok.payload().get("state"));
            job.setState(stopped ? JobState.STOPPED : JobState.FINISHED);
            if (ok.payload().get("step") instanceof Number step) {
                job.setLast(step.longValue(), 0);
            }
        } else {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
            boolean dead = worker.ended().isDone();
            job.setState(dead ? JobState.CRASHED : JobState.FAILED);
            job.reading();
            String message = cause == null ? "" : Failures.message(cause);
            job.setFailure(
                    dead ? worker.ended().join().words() : message,
                    cause instanceof WorkerException w ? w.hint() : "");
            job.setDetails(cause instanceof WorkerException w ? w.details() : "");
        }
        finish(job, worker, around);
    }

    private static void finish(TrainingJob job, Worker worker, Surroundings around) {
        worker.close();
        var unused =
                worker.ended()
                        .whenComplete(
                                (death, failure) ->
                                        around.runner().fx(() -> around.ended().accept(job)));
    }
}
