package ldmstudio.app.jobs;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import ldmstudio.app.client.Worker;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.shell.Navigator;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.text.Readable;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The bar at the bottom: what trains now, how far it is, what can be done with it, what waits. */
public final class JobsBar extends HBox {
    private static final double ROOM_FOR_MEMORY = 1100;
    private static final double ROOM_FOR_RATE = 1060;
    private final JobCenter center;
    private final Notifications notifications;

    private final FontIcon stateIcon = new FontIcon(MaterialDesignP.POWER_SLEEP);
    private final Button name = new Button();
    private final Label activity = new Label();
    private final ProgressBar progress = new ProgressBar(0);
    private final Label steps = number("jobs-steps", 130);
    private final Label percent = number("jobs-percent", 40);
    private final Label rate = number("jobs-rate", 68);
    private final Label eta = number("jobs-eta", 104);
    private final Label memory = number("jobs-memory", 64);
    private final Button pause = button("jobs-pause", MaterialDesignP.PAUSE, "Pause");
    private final Button checkpoint =
            button("jobs-checkpoint", MaterialDesignC.CONTENT_SAVE_OUTLINE, "Checkpoint now");
    private final Button sample =
            button("jobs-sample", MaterialDesignI.IMAGE_PLUS, "Evaluate and show pictures now");
    private final Button stopSave =
            button("jobs-stop-save", MaterialDesignS.STOP_CIRCLE_OUTLINE, "Stop and save");
    private final Button stop = button("jobs-stop", MaterialDesignS.STOP, "Stop without saving");
    private final Button queue = new Button();
    private final HBox numbers;
    private final HBox controls;

    public JobsBar(
            JobCenter center,
            Navigator navigator,
            FrameSampler sampler,
            Notifications notifications,
            Runnable showQueue) {
        this.center = center;
        this.notifications = notifications;
        setId("jobs-bar");
        getStyleClass().add("jobs-bar");
        setAlignment(Pos.CENTER_LEFT);

        name.setId("jobs-name");
        WholeText.told(name);
        name.getStyleClass().addAll("flat", "small", "job-name");
        name.setOnAction(
                event ->
                        center.active()
                                .ifPresent(
                                        job ->
                                                navigator.show(
                                                        job.screenId(),
                                                        new OpenRequest.Run(job.folder()))));
        activity.setId("jobs-activity");
        activity.getStyleClass().add("job-activity");
        activity.setMinWidth(0);
        WholeText.told(activity);
        HBox.setHgrow(activity, Priority.SOMETIMES);
        progress.setId("jobs-progress");
        progress.getStyleClass().add("job-progress");
        numbers = row(progress, steps, percent, rate, eta, memory);
        controls = row(pause, checkpoint, sample, stopSave, stop);
        controls.getStyleClass().add("job-controls");
        pause.setOnAction(event -> withActive(JobsBar::togglePause));
        checkpoint.setOnAction(event -> withActive(TrainingJob::checkpointNow));
        sample.setOnAction(event -> withActive(TrainingJob::sampleNow));
        stopSave.setOnAction(event -> withActive(job -> center.stop(job, true)));
        stop.setOnAction(event -> withActive(job -> center.stop(job, false)));

        queue.setId("jobs-queue");
        queue.getStyleClass().addAll("flat", "small");
        queue.setMinWidth(USE_PREF_SIZE);
        queue.setGraphic(new FontIcon(MaterialDesignT.TRAY_FULL));
        queue.setOnAction(event -> showQueue.run());
        // The training page tells it, too; the run's name needs the room in a small window.
        memory.visibleProperty().bind(widthProperty().greaterThan(ROOM_FOR_MEMORY));
        memory.managedProperty().bind(memory.visibleProperty());
        rate.visibleProperty().bind(widthProperty().greaterThan(ROOM_FOR_RATE));
        rate.managedProperty().bind(rate.visibleProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(stateIcon, name, activity, space, numbers, controls, queue);
        center.subscribe(this::refresh);
        sampler.register(FrameSampler.TEXT_HZ, this::refresh);
    }

    private static CompletableFuture<Void> togglePause(TrainingJob job) {
        return job.state() == JobState.PAUSED ? job.proceed() : job.pause();
    }

    private void withActive(java.util.function.Function<TrainingJob, CompletableFuture<Void>> act) {
        center.active()
                .ifPresent(
                        job -> {
                            var unused =
                                    act.apply(job)
                                            .whenComplete((ok, failure) -> tell(job, failure));
                        });
    }

    private void tell(TrainingJob job, @Nullable Throwable failure) {
        // A request that a worker's death cut off is told once, as the death.
        if (failure != null && !job.state().isOver()) {
            notifications.failed("That could not be done with " + job.name(), failure);
        }
    }

    private void refresh() {
        Optional<TrainingJob> active = center.active();
        int waiting = center.queue().size();
        set(
                queue,
                waiting == 0
                        ? "Queue empty"
                        : "Queue " + waiting + (center.isQueuePaused() ? " (held)" : ""));
        show(name, active.isPresent());
        show(numbers, active.isPresent());
        show(controls, active.isPresent());
        if (active.isEmpty()) {
            icon(MaterialDesignP.POWER_SLEEP);
            set(activity, idleWords(waiting));
            return;
        }
        TrainingJob job = active.get();
        JobReading now = job.reading();
        boolean silent = now.health() == Worker.Health.SILENT;
        icon(silent ? MaterialDesignA.ALERT_OUTLINE : icon(now.state()));
        set(name, job.name());
        set(activity, silent ? "The worker does not answer" : now.activity());
        double fraction = now.fraction();
        if (Math.abs(progress.getProgress() - fraction) > 1e-4) {
            // Unknown length shows as an empty bar: an indeterminate one would move for minutes.
            progress.setProgress(Math.max(0, fraction));
        }
        set(steps, Readable.steps(now.step(), now.totalSteps()));
        set(percent, fraction < 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * fraction));
        set(rate, Readable.rate(now.stepsPerSecond()));
        String left = Readable.duration(now.etaSeconds());
        set(eta, left.isEmpty() ? "" : "ETA " + left);
        set(memory, Readable.memory(now.memoryMib()));
        boolean paused = now.state() == JobState.PAUSED;
        if (pause.getGraphic() instanceof FontIcon picture) {
            Ikon wanted = paused ? MaterialDesignP.PLAY : MaterialDesignP.PAUSE;
            if (picture.getIconCode() != wanted) {
                picture.setIconCode(wanted);
                pause.getTooltip().setText(paused ? "Continue" : "Pause");
            }
        }
        boolean working = now.state() == JobState.RUNNING || paused;
        pause.setDisable(!working);
        checkpoint.setDisable(!working);
        sample.setDisable(!working);
        stopSave.setDisable(!working);
        stop.setDisable(!working && now.state() != JobState.STARTING);
    }

    private String idleWords(int waiting) {
        if (waiting > 0) {
            return "No training runs; " + waiting + " waiting in the queue, which is held.";
        }
        return center.over().isEmpty()
                ? "No training runs. Start one on the Autoencoder or Diffusion screen."
                : lastWords(center.over().get(center.over().size() - 1));
    }

    private static String lastWords(TrainingJob job) {
        return job.name() + ": " + job.state().word().toLowerCase(Locale.ROOT) + ".";
    }

    private void icon(Ikon wanted) {
        if (stateIcon.getIconCode() != wanted) {
            stateIcon.setIconCode(wanted);
        }
    }

    private static Ikon icon(JobState state) {
        return switch (state) {
            case PAUSED -> MaterialDesignP.PAUSE_CIRCLE_OUTLINE;
            case STOPPING -> MaterialDesignS.STOP_CIRCLE_OUTLINE;
            case STARTING, QUEUED -> MaterialDesignT.TIMER_SAND;
            default -> MaterialDesignP.PLAY_CIRCLE_OUTLINE;
        };
    }

    private static void set(javafx.scene.control.Labeled label, String text) {
        // Setting equal text would still lay out the bar 15 times a second.
        if (!text.equals(label.getText())) {
            label.setText(text);
        }
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private static Label number(String id, double width) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("job-number");
        label.setMinWidth(width);
        label.setAlignment(Pos.CENTER_RIGHT);
        return label;
    }

    private static Button button(String id, Ikon icon, String words) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "icon-button");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        return button;
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinWidth(USE_PREF_SIZE);
        row.getStyleClass().add("job-row");
        return row;
    }
}
