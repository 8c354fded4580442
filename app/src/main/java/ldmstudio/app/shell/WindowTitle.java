package ldmstudio.app.shell;

import javafx.stage.Stage;
import ldmstudio.app.AppContext;
import ldmstudio.app.jobs.JobReading;
import ldmstudio.app.jobs.JobState;
import ldmstudio.app.text.Readable;

/** The window's title tells how far the training is, for the task bar of a minimised window. */
public final class WindowTitle {
    private static final String NAME = "LDM Studio";

    private WindowTitle() {}

    /** Keeps the title up to date, also while the window is minimised. */
    public static void keep(Stage stage, AppContext context) {
        stage.setTitle(NAME);
        // Not by the frame sampler, which rests while the window is minimised.
        context.clockwork()
                .every(
                        1000,
                        () ->
                                context.runner()
                                        .fx(
                                                () -> {
                                                    String title = title(context);
                                                    if (!title.equals(stage.getTitle())) {
                                                        stage.setTitle(title);
                                                    }
                                                }));
    }

    private static String title(AppContext context) {
        return context.jobs()
                .active()
                .map(
                        job -> {
                            JobReading now = job.reading();
                            String steps = Readable.steps(now.step(), now.totalSteps());
                            String state =
                                    now.state() == JobState.RUNNING
                                            ? ""
                                            : " (" + now.state().word() + ")";
                            return steps + state + " · " + job.name() + " · " + NAME;
                        })
                .orElse(NAME);
    }
}
