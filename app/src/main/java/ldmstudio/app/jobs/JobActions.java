package ldmstudio.app.jobs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** What can be done with the running training, as commands. */
public final class JobActions {
    private final AppContext context;
    private final ObservableBooleanValue training;

    private JobActions(AppContext context) {
        this.context = context;
        BooleanProperty active = new SimpleBooleanProperty();
        context.jobs().subscribe(() -> active.set(context.jobs().active().isPresent()));
        training = active;
    }

    public static List<Action> of(AppContext context) {
        return new JobActions(context).list();
    }

    private List<Action> list() {
        return List.of(
                action(
                        "jobs.pause",
                        "Pause training",
                        MaterialDesignP.PAUSE,
                        "",
                        TrainingJob::pause),
                action(
                        "jobs.continue",
                        "Continue training",
                        MaterialDesignP.PLAY,
                        "",
                        TrainingJob::proceed),
                action(
                        "jobs.checkpoint",
                        "Checkpoint now",
                        MaterialDesignC.CONTENT_SAVE_OUTLINE,
                        "Shortcut+Alt+S",
                        TrainingJob::checkpointNow),
                action(
                        "jobs.sample",
                        "Evaluate and show pictures now",
                        MaterialDesignI.IMAGE_PLUS,
                        "Shortcut+Alt+E",
                        TrainingJob::sampleNow),
                action(
                        "jobs.stop_save",
                        "Stop training and save",
                        MaterialDesignS.STOP_CIRCLE_OUTLINE,
                        "",
                        job -> context.jobs().stop(job, true)),
                action(
                        "jobs.stop",
                        "Stop training without saving",
                        MaterialDesignS.STOP,
                        "",
                        job -> context.jobs().stop(job, false)));
    }

    private Action action(
            String id,
            String name,
            Ikon icon,
            String keys,
            Function<TrainingJob, CompletableFuture<Void>> act) {
        return Action.of(id, name, "Jobs", icon, keys, training, () -> run(name, act));
    }

    private void run(String name, Function<TrainingJob, CompletableFuture<Void>> act) {
        context.jobs()
                .active()
                .ifPresent(
                        job -> {
                            var unused =
                                    act.apply(job)
                                            .whenComplete(
                                                    (ok, failure) -> {
                                                        if (failure != null
                                                                && !job.state().isOver()) {
                                                            context.notifications()
                                                                    .failed(
                                                                            "Not done: " + name,
                                                                            failure);
                                                        }
                                                    });
                        });
    }
}
