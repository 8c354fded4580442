package ldmstudio.engine.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Folds events, in their order, into a {@link RunStatus}. A reader that follows a run keeps one and
 * adds what {@link EventLog#read} gives; not for several threads.
 */
public final class RunHistory {
    private final Path folder;
    private final TreeMap<Long, Double> psnr = new TreeMap<>();

    private RunState state = RunState.CREATED;
    private String stage = "";
    private long step;
    private long totalSteps;
    private Map<String, Double> metrics = Map.of();
    private Map<String, Double> evaluation = Map.of();
    private long checkpointStep = -1;
    private long startedAt;
    private long updatedAt;
    private String failure = "";
    private String hint = "";

    public RunHistory(Path folder) {
        this.folder = folder;
    }

    public void add(Event event) {
        updatedAt = event.time();
        if (event instanceof Event.Started e) {
            started(e);
        } else if (event instanceof Event.Step e) {
            step = e.step();
            metrics = e.metrics();
        } else if (event instanceof Event.Evaluation e) {
            evaluation = e.metrics();
            Double value = e.metrics().get(Metrics.VAL_PSNR);
            if (value != null && !value.isNaN()) {
                psnr.put(e.step(), value);
            }
        } else if (event instanceof Event.CheckpointSaved e) {
            checkpointStep = e.step();
        } else if (event instanceof Event.SettingChanged e) {
            settingChanged(e);
        } else if (event instanceof Event.Paused e) {
            step = e.step();
            state = RunState.PAUSED;
        } else if (event instanceof Event.Resumed) {
            state = RunState.RUNNING;
        } else if (event instanceof Event.Failed e) {
            step = e.step();
            state = RunState.FAILED;
            failure = e.cause();
            hint = e.hint();
        } else if (event instanceof Event.Finished e) {
            step = e.step();
            state = e.stopped() ? RunState.STOPPED : RunState.FINISHED;
        }
    }

    /**
     * The status after the events so far.
     *
     * @param held whether a process holds the folder's {@link RunLock}
     */
    public RunStatus status(boolean held) {
        var best = psnr.entrySet().stream().max(Map.Entry.comparingByValue());
        RunState seen = state;
        if (held && !seen.isAlive()) {
            // Taken up again, its first event yet to come.
            seen = RunState.RUNNING;
        } else if (!held && seen.isAlive()) {
            seen = RunState.CRASHED;
        }
        return new RunStatus(
                folder,
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                seen,
                stage,
                step,
                totalSteps,
                metrics,
                evaluation,
                best.map(Map.Entry::getValue).orElse(Double.NaN),
                best.map(Map.Entry::getKey).orElse(-1L),
                checkpointStep,
                startedAt,
                updatedAt,
                failure,
                hint);
    }

    private void started(Event.Started e) {
        state = RunState.RUNNING;
        stage = e.stage();
        step = e.step();
        totalSteps = e.totalSteps();
        startedAt = startedAt == 0 ? e.time() : startedAt;
        failure = "";
        hint = "";
        // Steps after the checkpoint are done again; what they gave the first time is void.
        psnr.tailMap(e.step(), false).clear();
    }

    private void settingChanged(Event.SettingChanged e) {
        if (e.key().equals("max_train_steps")) {
            try {
                totalSteps = Long.parseLong(e.value());
            } catch (NumberFormatException notANumber) {
                // Nobody but a hand at the file writes such a value; the old length stays.
                return;
            }
        }
    }
}
