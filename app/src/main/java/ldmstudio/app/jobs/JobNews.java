package ldmstudio.app.jobs;

import java.util.Locale;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notification.Choice;
import ldmstudio.app.notify.Notifications;

/** What people are told when a training is over. */
final class JobNews {
    private JobNews() {}

    static void tell(TrainingJob job, JobCenter center, Notifications notifications) {
        Choice resume = new Choice("Resume", () -> center.resume(job.folder(), job.stage()));
        JobReading last = job.reading();
        String steps =
                last.totalSteps() > 0
                        ? String.format(
                                Locale.ROOT, "step %,d of %,d", last.step(), last.totalSteps())
                        : String.format(Locale.ROOT, "step %,d", last.step());
        switch (job.state()) {
            case FINISHED ->
                    notifications.show(
                            Notification.success(
                                    job.name() + " is finished",
                                    String.format(
                                            Locale.ROOT, "All %,d steps are done.", last.step())));
            case STOPPED ->
                    notifications.show(
                            Notification.info(
                                            job.name() + " was stopped", "It is at " + steps + ".")
                                    .withChoices(resume));
            case CRASHED ->
                    notifications.show(
                            Notification.error(
                                            "The worker of " + job.name() + " is gone",
                                            job.failure()
                                                    + " It was at "
                                                    + steps
                                                    + "; it can go on from its last checkpoint.")
                                    .withDetails(job.details())
                                    .withChoices(resume));
            default ->
                    notifications.show(
                            Notification.error(
                                            job.name() + " failed",
                                            job.failure()
                                                    + (job.hint().isEmpty()
                                                            ? ""
                                                            : " " + job.hint()))
                                    .withDetails(job.details()));
        }
    }
}
