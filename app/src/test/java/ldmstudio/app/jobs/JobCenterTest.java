package ldmstudio.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.app.client.Worker;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCenterTest {
    private final List<MemoryWorker> workers = new ArrayList<>();
    private final Notifications notifications = new Notifications(Runnable::run);
    private Path workspace = Path.of("");
    private JobCenter center = center();

    @BeforeEach
    void open(@TempDir Path folder) {
        workspace = folder;
        center = center();
    }

    @Test
    void theSecondTrainingWaitsForTheFirst() {
        TrainingJob first = center.train(recipe());
        TrainingJob second = center.train(recipe());
        assertThat(first.state()).isEqualTo(JobState.RUNNING);
        assertThat(second.state()).isEqualTo(JobState.QUEUED);
        assertThat(second.folder()).isNotEqualTo(first.folder());
        assertThat(workers).hasSize(1);

        workers.get(0).end("finished");
        assertThat(first.state()).isEqualTo(JobState.FINISHED);
        assertThat(second.state()).isEqualTo(JobState.RUNNING);
        assertThat(workers).hasSize(2);
        assertThat(titles()).containsExactly(first.name() + " is finished");
    }

    @Test
    void aWaitingTrainingIsASnapshotOfItsSettings() {
        center.train(recipe());
        center.train(RunConfigs.with(recipe(), "training.max_train_steps", 77));
        workers.get(0).end("finished");
        Request.Train request = (Request.Train) workers.get(1).requests.get(0);
        assertThat(request.configYaml()).contains("max_train_steps: 77");
    }

    @Test
    void theQueueCanBeReorderedAndShortened() {
        center.train(recipe());
        TrainingJob b = center.train(recipe());
        TrainingJob c = center.train(recipe());
        center.move(c, -1);
        assertThat(center.queue()).containsExactly(c, b);
        center.move(c, -1);
        assertThat(center.queue()).as("beyond the end").containsExactly(c, b);
        center.remove(c);
        assertThat(center.queue()).containsExactly(b);
        center.putBack(c, 0);
        assertThat(center.queue()).as("where it was").containsExactly(c, b);
        center.putBack(c, 0);
        assertThat(center.queue()).as("not twice").hasSize(2);
    }

    @Test
    void theQueueSurvivesTheStudioButStaysHeld() throws IOException {
        center.train(recipe());
        TrainingJob waiting = center.train(recipe());
        assertThat(Files.readString(workspace.resolve("queue.json"))).contains(waiting.name());

        JobCenter next = center();
        next.restoreQueue();
        assertThat(next.queue()).map(TrainingJob::name).containsExactly(waiting.name());
        assertThat(next.active()).isEmpty();
        assertThat(next.isQueuePaused()).isTrue();
        next.setQueuePaused(false);
        assertThat(next.active()).map(TrainingJob::name).contains(waiting.name());
        assertThat(workspace.resolve("queue.json")).doesNotExist();
    }

    @Test
    void aHeldQueueWaitsUntilItIsReleased() {
        center.train(recipe());
        center.train(recipe());
        center.setQueuePaused(true);
        workers.get(0).end("finished");
        assertThat(center.active()).isEmpty();
        center.setQueuePaused(false);
        assertThat(center.active()).isPresent();
    }

    @Test
    void aKilledWorkerIsACrashWithAResumeThatWorks() {
        TrainingJob job = center.train(recipe());
        workers.get(0).die();
        assertThat(job.state()).isEqualTo(JobState.CRASHED);
        Notification told = notifications.history().get(0);
        assertThat(told.kind()).isEqualTo(Notification.Kind.ERROR);
        assertThat(told.text()).contains("killed from outside").contains("checkpoint");

        told.choices().get(0).action().run();
        assertThat(workers.get(1).requests.get(0))
                .isEqualTo(new Request.Resume("0", job.folder().toString()));
    }

    @Test
    void aFailureSaysWhyAndWhatToDo() {
        TrainingJob job = center.train(recipe());
        workers.get(0).fail("The loss is not a number at step 12.");
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(notifications.history().get(0).text())
                .isEqualTo("The loss is not a number at step 12. Do better.");
    }

    @Test
    void whatBuildsOnARunWithoutModelDoesNotStart() {
        TrainingJob first = center.train(recipe());
        TrainingJob second = center.train(recipe(), first.folder());
        workers.get(0).fail("no");
        assertThat(second.state()).isEqualTo(JobState.FAILED);
        assertThat(workers).as("no worker for the second").hasSize(1);
    }

    @Test
    void aWorkerThatCannotBeStartedIsAFailureInWords() {
        JobCenter broken =
                new JobCenter(
                        new JobRunner(Runnable::run, Runnable::run),
                        folder -> {
                            throw new IOException("The program that trains was not found.");
                        },
                        notifications,
                        () -> workspace,
                        () -> 0);
        TrainingJob job = broken.train(recipe());
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(notifications.history().get(0).text()).contains("was not found");
    }

    @Test
    void stoppingEverythingHoldsTheQueueAndEndsTheWorker() {
        TrainingJob first = center.train(recipe());
        center.train(recipe());
        assertThat(center.stopAll(true)).isCompleted();
        assertThat(first.state()).isEqualTo(JobState.STOPPED);
        assertThat(workers.get(0).requests).contains(new Request.Stop("1", true));
        assertThat(center.active()).isEmpty();
        assertThat(center.queue()).hasSize(1);
    }

    @Test
    void aWorkerThatDoesNotAnswerIsEndedByForce() {
        TrainingJob job = center.train(recipe());
        workers.get(0).silent = true;
        assertThat(center.stop(job, true)).isCompleted();
        assertThat(job.state().isOver()).isTrue();
        assertThat(workers.get(0).requests).as("nothing it could answer").hasSize(1);
        assertThat(center.active()).isEmpty();
    }

    @Test
    void resumingARunThatRunsIsTheSameJob() {
        TrainingJob job = center.train(recipe());
        assertThat(center.resume(job.folder(), "autoencoder")).isSameAs(job);
    }

    @Test
    void chosenThreadsGoToRunsThatLeaveThemOpen() {
        JobCenter two =
                new JobCenter(
                        new JobRunner(Runnable::run, Runnable::run),
                        this::worker,
                        notifications,
                        () -> workspace,
                        () -> 3);
        two.train(recipe());
        assertThat(((Request.Train) workers.get(0).requests.get(0)).configYaml())
                .containsPattern("threads: 3");
    }

    private JobCenter center() {
        return new JobCenter(
                new JobRunner(Runnable::run, Runnable::run),
                this::worker,
                notifications,
                () -> workspace,
                () -> 0);
    }

    private Worker worker(Path folder) {
        MemoryWorker worker = new MemoryWorker();
        workers.add(worker);
        return worker;
    }

    private List<String> titles() {
        return notifications.history().stream().map(Notification::title).toList();
    }

    private static RunConfig recipe() {
        return Recipes.named("shapes_autoencoder").read();
    }
}
