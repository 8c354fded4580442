package ldmstudio.engine.train;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.Checkpoints;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.Hinted;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.StudioVersion;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Recompute;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.TorchThreads;
import org.jspecify.annotations.Nullable;

/**
 * The loop that both stages share: steps, learning rate, curves, evaluation, checkpoints, live
 * changes, pause and stop.
 *
 * <p>Whatever happens is written to the run folder first. A step's random numbers, batch and rate
 * are functions of the step, so a run that is resumed from a checkpoint continues bit by bit as if
 * it had never ended.
 */
public final class TrainingLoop implements AutoCloseable {
    /** How a training ended; {@code stopped}: because it was asked to. */
    public record End(long step, boolean stopped) {}

    private final RunFolder folder;
    private final TrainingConfig config;
    private final TrainingTask task;
    private final TrainingControl control;
    private final Pace pace = new Pace();
    private final MetricMeans means = new MetricMeans();
    private final MemoryWatch memory;
    private final BackgroundWriter writer = new BackgroundWriter();
    private final WaitTimes waits = new WaitTimes();
    private double peakRate;
    private long maxSteps;
    private long evaluateEvery;
    private long checkpointEvery;
    private long step;
    private long savedStep = -1;

    TrainingLoop(
            RunFolder folder, TrainingConfig config, TrainingTask task, TrainingControl control) {
        this.folder = folder;
        this.config = config;
        this.task = task;
        this.control = control;
        this.memory = MemoryWatch.ofThisMachine(config);
        this.peakRate = config.learningRate();
        this.maxSteps = config.maxTrainSteps();
        this.evaluateEvery = config.evaluateEvery();
        this.checkpointEvery = config.checkpointEvery();
    }

    TrainingTask task() {
        return task;
    }

    public TrainingControl control() {
        return control;
    }

    public RunFolder folder() {
        return folder;
    }

    /** Arrays of the tensor library that are alive. */
    public long liveArrays() {
        return task.ops().liveArrays();
    }

    /**
     * Trains to the end or until stopped.
     *
     * @param from the checkpoint to go on from; null: from the beginning
     * @throws Exception the cause of a failure, after it was written to the run folder
     */
    public End run(@Nullable Checkpoint from, TrainingObserver observer) throws Exception {
        try {
            Recompute.watch(task.ops(), memory);
            task.prepare(observer, control);
            if (from != null) {
                restore(from);
            }
            started();
            waits.begin();
            if (from == null && !control.stopRequested()) {
                evaluate(observer);
            }
            while (step < maxSteps && untilStopped(observer)) {
                takeStep(observer);
            }
            return end(observer);
        } catch (Exception | OutOfMemoryError e) {
            finishWriting(e);
            reportFailure(e);
            throw e;
        }
    }

    /** What was asked for before a failure is still written, and so comes before it in the log. */
    private void finishWriting(Throwable failure) {
        try {
            writer.finish();
        } catch (IOException | RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void restore(Checkpoint from) throws IOException {
        Map<String, String> settings = task.load(from.path());
        step = from.step();
        savedStep = step;
        peakRate = number(settings, "learning_rate", peakRate);
        maxSteps = (long) number(settings, "max_train_steps", maxSteps);
        evaluateEvery = (long) number(settings, "evaluate_every", evaluateEvery);
        checkpointEvery = (long) number(settings, "checkpoint_every", checkpointEvery);
        task.restoreSettings(settings, step);
    }

    private static double number(Map<String, String> settings, String key, double otherwise) {
        String value = settings.get(key);
        return value == null ? otherwise : Double.parseDouble(value);
    }

    private void started() throws RunFolderException {
        folder.append(
                new Event.Started(
                        now(),
                        step,
                        maxSteps,
                        task.stage(),
                        StudioVersion.current(),
                        task.ops().device().toString(),
                        task.ops().compute() == ComputeType.BF16 ? "bf16" : "fp32",
                        TorchThreads.count(),
                        task.dataFingerprint(),
                        task.pictures(),
                        task.parameterCount(),
                        ProcessHandle.current().pid()));
        for (String warning : task.warnings()) {
            folder.append(new Event.Warning(now(), step, warning));
        }
    }

    /** Does what was asked between two steps; false when the training should end. */
    private boolean untilStopped(TrainingObserver observer)
            throws IOException, InterruptedException {
        boolean wasPaused = false;
        writer.check();
        while (true) {
            applyChanges();
            if (control.takeCheckpoint()) {
                checkpoint(observer);
            }
            if (control.takeSample()) {
                evaluate(observer);
            }
            if (!control.pauseRequested()) {
                break;
            }
            if (!wasPaused) {
                wasPaused = true;
                folder.append(new Event.Paused(now(), step));
                observer.paused(step);
            }
            long start = System.nanoTime();
            control.awaitWork();
            waits.paused(System.nanoTime() - start);
        }
        if (wasPaused && !control.stopRequested()) {
            folder.append(new Event.Resumed(now(), step));
            observer.resumed(step);
        }
        return !control.stopRequested() && step < maxSteps;
    }

    private void applyChanges() throws RunFolderException {
        for (LiveChange change : control.takeChanges()) {
            if (change instanceof LiveChange.Number number) {
                switch (number.key()) {
                    case "learning_rate" -> peakRate = number.number();
                    case "max_train_steps" -> maxSteps = (long) number.number();
                    case "evaluate_every" -> evaluateEvery = (long) number.number();
                    case "checkpoint_every" -> checkpointEvery = (long) number.number();
                    default -> task.change(change, step);
                }
            } else {
                task.change(change, step);
            }
            folder.append(new Event.SettingChanged(now(), step, change.key(), change.value()));
            for (Event fact : task.facts(step)) {
                folder.append(fact);
            }
        }
    }

    private void takeStep(TrainingObserver observer) throws IOException {
        double rate = learningRate();
        Map<String, Double> metrics;
        pace.begin();
        memory.beginStep();
        try (Scope scope = Scope.open()) {
            metrics = task.step(step, rate);
        }
        pace.end();
        step++;
        means.add(metrics);
        waits.writing(() -> appendFacts());
        if (step % config.logEvery() == 0 || step == maxSteps) {
            waits.writing(() -> log(rate));
        }
        observer.step(step, maxSteps, pace.stepsPerSecond());
        boolean last = step >= maxSteps;
        if (step % evaluateEvery == 0 || last) {
            evaluate(observer);
        }
        if (step % checkpointEvery == 0 && !last) {
            checkpoint(observer);
        }
    }

    private void appendFacts() throws RunFolderException {
        for (Event fact : task.facts(step)) {
            folder.append(fact);
        }
    }

    private double learningRate() {
        return LearningRateSchedule.of(
                        LearningRateSchedule.Kind.of(config.lrScheduler()),
                        peakRate,
                        config.lrWarmupSteps(),
                        maxSteps)
                .at(step);
    }

    private void log(double rate) throws RunFolderException {
        Map<String, Double> metrics = new LinkedHashMap<>(means.take());
        metrics.put(Metrics.LEARNING_RATE, rate);
        metrics.put(Metrics.STEPS_PER_SECOND, pace.stepsPerSecond());
        metrics.put(Metrics.IMAGES_PER_SECOND, pace.stepsPerSecond() * task.picturesPerStep());
        metrics.put(Metrics.MEMORY_MIB, ProcessMemory.usedMib());
        metrics.put(Metrics.PEAK_MEMORY_MIB, ProcessMemory.peakMib());
        metrics.put(Metrics.LIVE_ARRAYS, (double) task.ops().liveArrays());
        folder.append(new Event.Step(now(), step, metrics));
    }

    private void evaluate(TrainingObserver observer) throws IOException {
        observer.busy("validation and pictures at step " + step);
        Map<String, Double> metrics;
        try (Scope scope = Scope.open()) {
            metrics = task.evaluate(step, new RunPreviews());
        }
        if (!metrics.isEmpty()) {
            waits.writing(() -> folder.append(new Event.Evaluation(now(), step, metrics)));
        }
    }

    /** Writes pictures where the window looks for them. */
    private final class RunPreviews implements TrainingTask.Previews {
        /** The training is further when the pictures are written. */
        private final long at = step;

        @Override
        public Path folder() throws RunFolderException {
            return folder.previews(at);
        }

        @Override
        public void later(BackgroundWriter.Work work) throws IOException {
            waits.writing(() -> writer.submit(work));
        }

        @Override
        public void add(String kind, List<Path> files) throws RunFolderException {
            folder.append(
                    new Event.Preview(
                            now(), at, kind, files.stream().map(folder::relative).toList()));
        }
    }

    private void checkpoint(TrainingObserver observer) throws IOException {
        waits.writing(() -> writeCheckpoint(observer));
    }

    /**
     * The files are written between two steps, into the system's memory for files and not on the
     * heap; checksums, waiting for the disk and the new name come behind the training's back.
     */
    private void writeCheckpoint(TrainingObserver observer) throws IOException {
        // One at a time: two would need twice the memory, and the older one could win.
        writer.finish();
        observer.busy("checkpoint at step " + step);
        Map<String, String> settings = new LinkedHashMap<>(task.liveSettings());
        settings.put("learning_rate", Double.toString(peakRate));
        settings.put("max_train_steps", Long.toString(maxSteps));
        settings.put("evaluate_every", Long.toString(evaluateEvery));
        settings.put("checkpoint_every", Long.toString(checkpointEvery));
        Checkpoints.Prepared prepared =
                folder.prepareCheckpoint(step, aside -> task.save(aside, step, settings));
        writer.submit(
                () -> folder.publishCheckpoint(prepared, config.keepLast(), config.keepEvery()));
        savedStep = step;
    }

    private End end(TrainingObserver observer) throws IOException {
        boolean stopped = step < maxSteps;
        Event.Waits spent =
                new Event.Waits(
                        now(),
                        step,
                        waits.seconds(),
                        task.dataWaitNanos() * 1e-9 / waits.seconds(),
                        waits.writingSeconds() / waits.seconds());
        if (savedStep != step && (!stopped || control.saveAtStop())) {
            checkpoint(observer);
        }
        writer.finish();
        folder.append(spent);
        folder.append(new Event.Finished(now(), step, stopped));
        return new End(step, stopped);
    }

    private void reportFailure(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        String details =
                e instanceof DivergedException diverged ? diverged.details() : trace.toString();
        try {
            folder.append(new Event.Failed(now(), step, cause(e), hint(e), details));
        } catch (RunFolderException | RuntimeException second) {
            // The folder itself may be the trouble; the caller still gets the first cause.
            e.addSuppressed(second);
        }
    }

    private static String cause(Throwable e) {
        if (outOfMemory(e)) {
            return "Out of memory";
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private String hint(Throwable e) {
        if (e instanceof Hinted hinted) {
            return hinted.hint();
        }
        return outOfMemory(e) ? MemoryWatch.hint(config) : "";
    }

    private static boolean outOfMemory(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof OutOfMemoryError
                || (e instanceof EngineException || e instanceof RuntimeException)
                        && (message.contains("not enough memory")
                                || message.contains("out of memory"));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    /** Frees the networks and the run folder's lock. */
    @Override
    public void close() throws RunFolderException {
        try (folder;
                writer) {
            task.close();
        }
    }
}
