package ldmstudio.app.screen.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.FoldingBar;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.jobs.TrainingJob;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Which run is looked at, how it stands, and what can be asked of it. */
final class RunHeader extends VBox {
    /** An entry of the chooser; without folder: a new run. */
    record Choice(@Nullable Path folder, String name, String state) {
        @Override
        public String toString() {
            return state.isEmpty() ? name : name + "  ·  " + state;
        }
    }

    private static final Choice NEW = new Choice(null, "New run", "");

    private final TrainingViewModel model;
    private final ComboBox<Choice> chooser = new ComboBox<>();
    private final FontIcon icon = new FontIcon();
    private final Label word = new Label();
    private final Label progress = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final RunTrouble trouble;
    private final Button movie =
            button(
                    "training-film",
                    MaterialDesignM.MOVIE_OPEN_OUTLINE,
                    "Film this training: its pictures, one step after the other");
    private final Button pause =
            button("run-pause", MaterialDesignP.PAUSE, "Pause, keeping the networks in memory");
    private final Button go = button("run-continue", MaterialDesignP.PLAY, "Go on");
    private final Button look =
            button(
                    "run-preview",
                    MaterialDesignI.IMAGE_REFRESH_OUTLINE,
                    "Evaluate and show pictures now");
    private final Button save =
            button("run-checkpoint", MaterialDesignC.CONTENT_SAVE_OUTLINE, "Checkpoint now");
    private final Button stop = button("run-stop", MaterialDesignS.STOP, "Stop with a checkpoint");
    private boolean filling;

    /**
     * @param film opens the panel that films the run
     */
    RunHeader(TrainingViewModel model, Runnable film) {
        this.model = model;
        this.trouble = new RunTrouble(model);
        getStyleClass().add("run-header");
        chooser.setId("run-chooser");
        chooser.setAccessibleText("Run");
        chooser.setPrefWidth(290);
        chooser.setMinWidth(140);
        chooser.setVisibleRowCount(16);
        chooser.setTooltip(new Tooltip("Any run of the workspace, alive or over"));
        chooser.valueProperty().addListener((o, was, is) -> chosen(is));
        word.setId("run-word");
        word.getStyleClass().add("text-bold");
        word.setMinWidth(Region.USE_PREF_SIZE);
        progress.setId("run-progress");
        WholeText.told(progress);
        progress.setMinWidth(60);
        movie.setOnAction(e -> film.run());
        pause.setOnAction(e -> model.ask("The training was not paused", TrainingJob::pause));
        go.setOnAction(e -> model.ask("The training does not go on", TrainingJob::proceed));
        look.setOnAction(e -> model.ask("No pictures were made", TrainingJob::sampleNow));
        save.setOnAction(e -> model.ask("No checkpoint was written", TrainingJob::checkpointNow));
        stop.setOnAction(e -> model.ask("The training was not stopped", j -> j.stop(true)));
        HBox which = new HBox(8, chooser, icon, word, progress);
        which.setAlignment(Pos.CENTER_LEFT);
        HBox deeds = new HBox(8, movie, pause, go, look, save, stop);
        deeds.setAlignment(Pos.CENTER_LEFT);
        FoldingBar line = new FoldingBar(which, deeds, 8);
        line.setPadding(new Insets(8, 12, 8, 12));
        bar.getStyleClass().addAll("small", "run-bar");
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(line, bar, trouble);
        model.runsProperty().addListener((o, was, is) -> fill());
        model.runProperty().addListener((o, was, is) -> fill());
        model.viewProperty().addListener((o, was, is) -> show(is));
        fill();
        show(model.viewProperty().get());
    }

    private void chosen(@Nullable Choice choice) {
        if (filling || choice == null) {
            return;
        }
        Path folder = choice.folder();
        if (folder == null) {
            model.newRun();
        } else {
            model.show(folder);
        }
    }

    private void fill() {
        filling = true;
        List<Choice> choices = new ArrayList<>(List.of(NEW));
        for (RunStatus run : model.runsProperty().get()) {
            choices.add(
                    new Choice(
                            run.folder().toAbsolutePath().normalize(),
                            run.name(),
                            run.state().word()));
        }
        Path shown = model.runProperty().get();
        Choice now = NEW;
        for (Choice choice : choices) {
            if (Objects.equals(choice.folder(), shown)) {
                now = choice;
            }
        }
        if (shown != null && now.folder() == null) {
            now = new Choice(shown, String.valueOf(shown.getFileName()), "");
            choices.add(1, now);
        }
        if (!chooser.getItems().equals(choices)) {
            chooser.getItems().setAll(choices);
        }
        chooser.setValue(now);
        filling = false;
    }

    private void show(RunView view) {
        boolean any = view.phase() != RunPhase.NEW;
        icon.setIconCode(icon(view.phase()));
        icon.getStyleClass().setAll("ikonli-font-icon", "phase-" + tone(view.phase()));
        icon.setVisible(any);
        word.setText(any ? view.phase().word() : "");
        String text = view.progressText();
        boolean saysMore =
                (view.phase() == RunPhase.RUNNING || view.phase() == RunPhase.PREPARING)
                        && text.isEmpty();
        progress.setText(saysMore ? view.words() : text);
        bar.setVisible(any);
        bar.setProgress(
                view.phase() == RunPhase.STARTING || view.phase() == RunPhase.PREPARING
                        ? ProgressBar.INDETERMINATE_PROGRESS
                        : view.fraction());
        boolean busy =
                view.controllable()
                        && (view.phase() == RunPhase.RUNNING || view.phase() == RunPhase.PAUSED);
        show(movie, any);
        boolean paused = view.phase() == RunPhase.PAUSED;
        show(pause, busy && !paused);
        show(go, busy && paused);
        show(look, busy);
        show(save, busy);
        show(stop, view.controllable());
        stop.setDisable(view.phase() == RunPhase.STOPPING);
        trouble.show(view);
    }

    private static void show(Button button, boolean shown) {
        button.setVisible(shown);
        button.setManaged(shown);
    }

    private static Ikon icon(RunPhase phase) {
        return switch (phase) {
            case NEW -> MaterialDesignP.PLUS;
            case QUEUED, STARTING, LOADING, PREPARING -> MaterialDesignC.CLOCK_OUTLINE;
            case RUNNING -> MaterialDesignP.PLAY_CIRCLE;
            case PAUSED -> MaterialDesignP.PAUSE_CIRCLE;
            case STOPPING, STOPPED -> MaterialDesignS.STOP_CIRCLE_OUTLINE;
            case FINISHED -> MaterialDesignC.CHECK_CIRCLE;
            case FAILED -> MaterialDesignA.ALERT_CIRCLE;
            case CRASHED -> MaterialDesignF.FLASH_ALERT;
            case UNREADABLE -> MaterialDesignF.FILE_ALERT_OUTLINE;
        };
    }

    private static String tone(RunPhase phase) {
        return switch (phase) {
            case RUNNING, PREPARING, STARTING -> "busy";
            case FINISHED -> "good";
            case FAILED, CRASHED, UNREADABLE -> "bad";
            default -> "calm";
        };
    }

    private static Button button(String id, Ikon icon, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }

    /** Resume, for the strip that says what went wrong and for stopped runs. */
    static Button resumeButton(TrainingViewModel model) {
        Button resume = new Button("Resume", new FontIcon(MaterialDesignR.REPLAY));
        resume.setId("run-resume");
        resume.setMinWidth(Region.USE_PREF_SIZE);
        resume.setOnAction(e -> model.resume());
        return resume;
    }
}
