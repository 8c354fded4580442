package ldmstudio.engine.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.StudioVersion;
import ldmstudio.engine.train.ProcessMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: reads requests on the calling thread, runs jobs on threads of its own, and sends a
 * heartbeat every second whatever the jobs do. When its input ends, which is how the death of the
 * window looks, it stops the training with a checkpoint and returns.
 */
public final class WorkerServer {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerServer.class);

    private final EngineService engine;
    private final RequestReader requests;
    private final ReplyWriter replies;
    private final Duration heartbeat;
    private final Duration patience;
    private final ExecutorService trainingThread = thread("training");
    private final ExecutorService samplingThread = thread("sampling");
    private final ExecutorService inspectionThread = thread("inspection");
    private final SamplingDesk sampling;
    private final ConversionDesk conversion;
    private volatile @Nullable TrainingJob training;

    /**
     * A worker with its usual times: a heartbeat a second, and five minutes to save at the end.
     *
     * @param out nothing else may write to it
     */
    public WorkerServer(EngineService engine, InputStream in, OutputStream out) {
        this(engine, in, out, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    WorkerServer(
            EngineService engine,
            InputStream in,
            OutputStream out,
            Duration heartbeat,
            Duration patience) {
        this.engine = engine;
        this.heartbeat = heartbeat;
        this.patience = patience;
        requests = new RequestReader(in, Protocol.MAX_REQUEST_BYTES);
        replies = new ReplyWriter(out);
        sampling = new SamplingDesk(engine, samplingThread, replies::send);
        conversion = new ConversionDesk(inspectionThread, replies::send);
    }

    /** Serves until shutdown or the end of the input. */
    public void serve() {
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "worker-heartbeat"));
        clock.scheduleAtFixedRate(this::beat, 0, heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        String shutdownId = readAll();
        stopJobs();
        samplingThread.execute(sampling::closeModels);
        samplingThread.shutdown();
        await(samplingThread, "sampling");
        trainingThread.shutdown();
        inspectionThread.shutdown();
        // A conversion that was told to end takes its half-written file away.
        await(inspectionThread, "conversion");
        clock.shutdownNow();
        if (shutdownId != null) {
            replies.send(new Reply.Ok(shutdownId, Map.of()));
        }
        replies.close();
    }

    /** Stops the training with a checkpoint, cancels sampling, and waits for both to end. */
    public void stopJobs() {
        sampling.cancelAny();
        conversion.cancelAny();
        TrainingJob job = training;
        if (job == null) {
            return;
        }
        job.stop(true);
        try {
            if (!job.ended().await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error(
                        "the training did not stop within {}; its last checkpoint is intact",
                        patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(ExecutorService thread, String job) {
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the {} did not end within {}", job, patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the id of a shutdown request, or null when the input ended. */
    private @Nullable String readAll() {
        while (true) {
            try {
                String line = requests.next();
                if (line == null) {
                    return null;
                }
                Request request = Protocol.readRequest(line);
                if (request instanceof Request.Shutdown) {
                    return request.id();
                }
                answer(request);
            } catch (ProtocolException e) {
                replies.send(Failures.of(e.id(), e));
            } catch (IOException e) {
                LOG.warn("cannot read requests any more: {}", e.toString());
                return null;
            }
        }
    }

    private void answer(Request request) {
        try {
            if (request.id().isBlank()) {
                throw new RefusedException("field 'id' is empty", "");
            }
            Map<String, Object> payload = dispatch(request);
            if (payload != null) {
                replies.send(new Reply.Ok(request.id(), payload));
            }
        } catch (Exception e) {
            replies.send(Failures.of(request.id(), e));
        }
    }

    /** Does what is quick and returns the answer; null for a job, which answers for itself. */
    private @Nullable Map<String, Object> dispatch(Request request) throws Exception {
        if (request instanceof Request.Train r) {
            Path runDir = Path.of(r.runDir());
            RunConfig config = RunConfigs.parse(r.configYaml(), "configuration", Path.of(""));
            begin(r.id(), runDir, () -> engine.train(config, runDir));
            return null;
        } else if (request instanceof Request.Resume r) {
            Path runDir = Path.of(r.runDir());
            begin(r.id(), runDir, () -> engine.resume(runDir));
            return null;
        } else if (request instanceof Request.Load r) {
            sampling.load(r);
            return null;
        } else if (request instanceof Request.Sample r) {
            sampling.sample(r);
            return null;
        } else if (request instanceof Request.SampleTogether r) {
            sampling.sampleTogether(r);
            return null;
        } else if (request instanceof Request.Trajectory r) {
            sampling.trajectory(r);
            return null;
        } else if (request instanceof Request.Frame r) {
            sampling.frame(r);
            return null;
        } else if (request instanceof Request.GiveBack r) {
            sampling.giveBack(r);
            return null;
        } else if (request instanceof Request.Pace r) {
            sampling.pace(r);
            return null;
        } else if (request instanceof Request.Render r) {
            sampling.render(r);
            return null;
        } else if (request instanceof Request.Film r) {
            sampling.film(r);
            return null;
        } else if (request instanceof Request.Redraw r) {
            sampling.redraw(r);
            return null;
        } else if (request instanceof Request.Unpack r) {
            inspectionThread.execute(() -> unpack(r));
            return null;
        } else if (request instanceof Request.Inspect r) {
            inspectionThread.execute(() -> inspect(r));
            return null;
        } else if (request instanceof Request.Tokens r) {
            return sampling.tokens(r.text());
        } else if (request instanceof Request.Vocabulary) {
            return Map.of("words", sampling.vocabulary());
        } else if (request instanceof Request.Convert r) {
            conversion.convert(r);
            return null;
        } else if (request instanceof Request.Cancel r) {
            if (!conversion.cancel(r.targetId())) {
                sampling.cancel(r.targetId());
            }
        } else if (request instanceof Request.Pause) {
            runningTraining().handle().pause();
        } else if (request instanceof Request.Continue) {
            runningTraining().handle().proceed();
        } else if (request instanceof Request.Stop r) {
            runningTraining().stop(r.save());
        } else if (request instanceof Request.CheckpointNow) {
            runningTraining().handle().checkpointNow();
        } else if (request instanceof Request.SampleNow) {
            runningTraining().handle().sampleNow();
        } else if (request instanceof Request.Set r) {
            runningTraining().handle().set(r.key(), r.value());
        } else if (request instanceof Request.Device) {
            return Map.of("report", engine.deviceReport());
        } else if (request instanceof Request.Ping) {
            return self();
        }
        return Map.of();
    }

    /** On its own thread: a file of gigabytes is hashed while a training goes on. */
    private void inspect(Request.Inspect request) {
        Reply answer;
        try {
            Path path = Path.of(request.path());
            answer =
                    new Reply.Ok(
                            request.id(),
                            Protocol.payload("inspection", engine.inspect(path, request.hash())));
        } catch (Exception e) {
            answer = Failures.of(request.id(), e);
        }
        replies.send(answer);
    }

    /** On the same thread: a person who looks at a video does not wait for a sampling. */
    private void unpack(Request.Unpack request) {
        Reply answer;
        try {
            answer =
                    new Reply.Ok(
                            request.id(),
                            engine.unpack(Path.of(request.video()), Path.of(request.outDir())));
        } catch (Exception e) {
            answer = Failures.of(request.id(), e);
        }
        replies.send(answer);
    }

    private void begin(String id, Path runDir, Callable<TrainingHandle> opening)
            throws RefusedException {
        if (isTraining()) {
            throw new RefusedException(
                    "already running: a worker trains one run at a time",
                    "Stop the training first, or start another worker.");
        }
        TrainingJob job = new TrainingJob(id, runDir, replies::send);
        training = job;
        trainingThread.execute(() -> job.run(opening));
    }

    private boolean isTraining() {
        TrainingJob job = training;
        return job != null && job.isRunning();
    }

    private TrainingJob runningTraining() throws RefusedException {
        TrainingJob job = training;
        if (job == null || !job.isRunning()) {
            throw new RefusedException("no training is running", "Start or resume one first.");
        }
        return job;
    }

    private void beat() {
        try {
            TrainingJob job = training;
            JobState state = job != null && isTraining() ? job.state() : sampling.state();
            replies.send(state.heartbeat(ProcessMemory.usedMib(), engine.liveArrays()));
        } catch (RuntimeException e) {
            // An exception would end the schedule, and the window would take the worker for dead.
            LOG.warn("no heartbeat: {}", e.toString());
        }
    }

    private static Map<String, Object> self() {
        Map<String, Object> self = new LinkedHashMap<>();
        self.put("version", StudioVersion.current());
        self.put("protocol", Protocol.VERSION);
        self.put("pid", ProcessHandle.current().pid());
        self.put("java", Runtime.version().toString());
        return self;
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(r -> daemon(r, name));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        // A job that hangs must not keep a process alive that everybody has left.
        thread.setDaemon(true);
        return thread;
    }
}
