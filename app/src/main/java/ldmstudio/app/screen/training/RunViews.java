package ldmstudio.app.screen.training;

import java.util.Optional;
import ldmstudio.app.client.RunFeed;
import ldmstudio.app.jobs.JobReading;
import ldmstudio.app.jobs.JobState;
import ldmstudio.app.jobs.TrainingJob;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.run.RunStatus;

/**
 * How a run stands, from two witnesses: the folder, which knows everything that has happened, and
 * this session's job, which knows first what is happening now.
 */
final class RunViews {
    private RunViews() {}

    static RunView of(RunFeed feed, Optional<TrainingJob> job, RunStory story) {
        RunStatus status = feed.status();
        Optional<JobReading> reading = job.map(TrainingJob::reading);
        RunPhase phase = phase(feed, reading.map(JobReading::state), story);
        boolean active = reading.map(r -> r.state().isActive()).orElse(false);
        double speed =
                active
                        ? reading.get().stepsPerSecond()
                        : phase.isAlive()
                                ? status.metrics().getOrDefault(Metrics.STEPS_PER_SECOND, 0.0)
                                : 0;
        long step = Math.max(status.step(), active ? reading.get().step() : 0);
        long total =
                active
                        ? Math.max(status.totalSteps(), reading.get().totalSteps())
                        : status.totalSteps();
        double eta =
                active
                        ? reading.get().etaSeconds()
                        : phase.isAlive() && speed > 0 ? (total - step) / speed : -1;
        return new RunView(
                phase,
                words(phase, feed, job, reading, story),
                hint(phase, status, job, story),
                details(job, story),
                step,
                total,
                speed,
                phase == RunPhase.RUNNING ? eta : -1,
                active,
                !phase.isAlive() && phase != RunPhase.FINISHED && status.checkpointStep() >= 0,
                status.checkpointStep());
    }

    private static RunPhase phase(RunFeed feed, Optional<JobState> job, RunStory story) {
        if (job.isPresent()) {
            RunPhase known =
                    switch (job.get()) {
                        case QUEUED -> RunPhase.QUEUED;
                        case STARTING ->
                                story.preparing().isPresent()
                                        ? RunPhase.PREPARING
                                        : RunPhase.STARTING;
                        case RUNNING ->
                                story.preparing().isPresent()
                                        ? RunPhase.PREPARING
                                        : RunPhase.RUNNING;
                        case PAUSED -> RunPhase.PAUSED;
                        case STOPPING -> RunPhase.STOPPING;
                        case FINISHED -> RunPhase.FINISHED;
                        case STOPPED -> RunPhase.STOPPED;
                        case FAILED -> RunPhase.FAILED;
                        case CRASHED -> RunPhase.CRASHED;
                    };
            return known;
        }
        if (!feed.problem().isEmpty()) {
            return RunPhase.UNREADABLE;
        }
        if (!feed.isCaughtUp()) {
            return RunPhase.LOADING;
        }
        return switch (feed.status().state()) {
            case CREATED -> RunPhase.STOPPED;
            case RUNNING -> story.preparing().isPresent() ? RunPhase.PREPARING : RunPhase.RUNNING;
            case PAUSED -> RunPhase.PAUSED;
            case FINISHED -> RunPhase.FINISHED;
            case STOPPED -> RunPhase.STOPPED;
            case FAILED -> RunPhase.FAILED;
            case CRASHED -> RunPhase.CRASHED;
        };
    }

    private static String words(
            RunPhase phase,
            RunFeed feed,
            Optional<TrainingJob> job,
            Optional<JobReading> reading,
            RunStory story) {
        RunStatus status = feed.status();
        return switch (phase) {
            case QUEUED -> "Waits for the training before it.";
            case PREPARING -> story.preparing().map(p -> p.text()).orElse("");
            case STARTING -> reading.map(JobReading::activity).orElse("");
            case RUNNING, PAUSED, STOPPING ->
                    reading.map(JobReading::activity)
                            .orElse("Another program trains it; it can only be watched here.");
            case FAILED -> {
                String fromJob = job.map(TrainingJob::failure).orElse("");
                yield fromJob.isEmpty()
                        ? story.failure().map(f -> f.cause()).orElse(status.failure())
                        : fromJob;
            }
            case CRASHED -> {
                String fromJob = job.map(TrainingJob::failure).orElse("");
                yield fromJob.isEmpty()
                        ? "Its program ended without a word: it was killed, ran out of memory, or"
                                + " the power failed."
                        : fromJob;
            }
            case UNREADABLE -> feed.problem();
            case STOPPED -> status.step() == 0 ? "It has not trained yet." : "Stopped by a person.";
            case NEW, LOADING, FINISHED -> "";
        };
    }

    private static String hint(
            RunPhase phase, RunStatus status, Optional<TrainingJob> job, RunStory story) {
        if (!phase.isBroken()) {
            return "";
        }
        String said =
                job.map(TrainingJob::hint)
                        .filter(h -> !h.isEmpty())
                        .orElseGet(() -> story.failure().map(f -> f.hint()).orElse(""));
        String checkpoint =
                status.checkpointStep() >= 0
                        ? String.format(
                                java.util.Locale.ROOT,
                                "Resume goes on from the checkpoint of step %,d.",
                                status.checkpointStep())
                        : "There is no checkpoint yet; start it again as a new run.";
        return said.isEmpty() ? checkpoint : said + " " + checkpoint;
    }

    private static String details(Optional<TrainingJob> job, RunStory story) {
        String fromJob = job.map(TrainingJob::details).orElse("");
        return fromJob.isEmpty() ? story.failure().map(f -> f.details()).orElse("") : fromJob;
    }
}
