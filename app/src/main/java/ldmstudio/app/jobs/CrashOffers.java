package ldmstudio.app.jobs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ldmstudio.app.AppContext;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notification.Choice;
import ldmstudio.app.text.Readable;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;

/**
 * Looks in the workspace for runs whose process went without a word while the studio was not there,
 * and offers to resume them; each crash is offered once.
 */
public final class CrashOffers {
    private static final String OFFERED = "crashes.offered";
    private static final int REMEMBERED = 50;

    private final AppContext context;

    public CrashOffers(AppContext context) {
        this.context = context;
    }

    /** Looks in the background. */
    public void look() {
        Path runs = context.workspace().runs();
        context.runner()
                .run("Look for crashed runs", progress -> context.catalog().list(runs))
                .onSuccess(this::offer)
                .onFailure(
                        e ->
                                context.notifications()
                                        .failed("The runs in " + runs + " cannot be read", e));
    }

    private void offer(List<RunStatus> all) {
        Set<String> offered =
                new HashSet<>(
                        Arrays.asList(context.preferences().value(OFFERED).orElse("").split("\n")));
        List<RunStatus> crashed =
                all.stream()
                        .filter(run -> run.state() == RunState.CRASHED)
                        .filter(run -> run.checkpointStep() >= 0)
                        .filter(run -> !offered.contains(key(run)))
                        .filter(run -> context.jobs().find(run.folder()).isEmpty())
                        .toList();
        for (RunStatus run : crashed) {
            offered.add(key(run));
            context.notifications()
                    .show(
                            Notification.warning(
                                            run.name() + " had crashed",
                                            "Its worker went without a word at step "
                                                    + Readable.count(run.step())
                                                    + " of "
                                                    + Readable.count(run.totalSteps())
                                                    + ". The last checkpoint is of step "
                                                    + Readable.count(run.checkpointStep())
                                                    + ".")
                                    .withChoices(
                                            new Choice(
                                                    "Resume",
                                                    () ->
                                                            context.jobs()
                                                                    .resume(
                                                                            run.folder(),
                                                                            run.stage()))));
        }
        if (!crashed.isEmpty()) {
            List<String> kept =
                    offered.stream().filter(k -> !k.isEmpty()).limit(REMEMBERED).toList();
            context.preferences().setValue(OFFERED, String.join("\n", kept));
        }
    }

    private static String key(RunStatus run) {
        return run.folder().toAbsolutePath() + "@" + run.updatedAt();
    }
}
