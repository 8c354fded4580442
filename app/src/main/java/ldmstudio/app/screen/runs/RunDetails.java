package ldmstudio.app.screen.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.film.GrowthPanel;
import ldmstudio.app.film.TrainingFilms;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notification.Choice;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.WorkspaceChooser;
import ldmstudio.app.text.Readable;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The selected run: its numbers, what went wrong, and the buttons. */
final class RunDetails extends VBox {
    private final AppContext context;
    private final Runnable changed;
    private final WorkspaceChooser folders;
    private final Label title = new Label();
    private final Label failure = new Label();
    private final GridPane facts = new GridPane();
    private final Button open = button("run-open", MaterialDesignO.OPEN_IN_APP, "Open");
    private final Button resume = button("run-resume", MaterialDesignP.PLAY, "Resume");
    private final Button sample = button("run-sample", MaterialDesignI.IMAGE_OUTLINE, "Sample");
    private final Button compare = button("run-compare", MaterialDesignC.COMPARE, "Compare");
    private final TrainingFilms films;
    private final GrowthPanel panel;
    private final Button film = button("run-film", MaterialDesignM.MOVIE_OPEN_OUTLINE, "Film");
    private final Button reveal =
            button("run-reveal", MaterialDesignF.FOLDER_OUTLINE, "Show folder");
    private final Button delete = button("run-delete", MaterialDesignT.TRASH_CAN_OUTLINE, "Delete");
    private final FlowPane buttons = new FlowPane(8, 8);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());
    private @Nullable RunStatus run;

    RunDetails(AppContext context, Runnable changed) {
        this.context = context;
        this.changed = changed;
        this.folders =
                new WorkspaceChooser(
                        context.workspace(), context.notifications(), context.runner());
        films = new TrainingFilms(context, "film-runs.json");
        panel = new GrowthPanel(films.films(), context, "run-film-panel");
        setId("run-details");
        getStyleClass().add("details-pane");
        setMinWidth(260);
        title.getStyleClass().add("empty-title");
        title.setWrapText(true);
        failure.getStyleClass().add("problem-text");
        failure.setWrapText(true);
        failure.setMinHeight(USE_PREF_SIZE);
        open.getStyleClass().add("accent");
        buttons.getChildren().addAll(open, resume, sample, compare, film, reveal, delete);
        facts.setHgap(8);
        facts.setVgap(4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(64);
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints values = new ColumnConstraints();
        values.setMinWidth(USE_PREF_SIZE);
        facts.getColumnConstraints().setAll(names, values);
        ScrollPane scroll = new ScrollPane(facts);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(title, buttons, failure, scroll);
        open.setOnAction(event -> with(selected -> RunLook.open(context, selected)));
        resume.setOnAction(event -> with(this::resume));
        sample.setOnAction(
                event ->
                        with(
                                selected ->
                                        context.navigator()
                                                .show(
                                                        "playground",
                                                        new OpenRequest.SampleFrom(
                                                                selected.folder()))));
        compare.setTooltip(new Tooltip("Adds it to the Compare page"));
        compare.setOnAction(
                event ->
                        with(
                                selected ->
                                        context.navigator()
                                                .show(
                                                        "compare",
                                                        new OpenRequest.Compare(
                                                                List.of(selected.folder())))));
        film.setTooltip(new Tooltip("How the run got better, as a film"));
        film.setOnAction(event -> with(selected -> films.film(selected.folder())));
        reveal.setOnAction(event -> with(selected -> folders.reveal(selected.folder())));
        delete.setOnAction(event -> with(this::delete));
        show(null);
    }

    /** Films of the selected run; stands beside the table, where there is room. */
    GrowthPanel panel() {
        return panel;
    }

    void show(@Nullable RunStatus selected) {
        if (selected == null || run == null || !selected.folder().equals(run.folder())) {
            films.films().close();
        }
        run = selected;
        buttons.setVisible(selected != null);
        facts.getChildren().clear();
        if (selected == null) {
            title.setText("Select a run");
            failure.setText("");
            return;
        }
        title.setText(selected.name());
        String words =
                selected.state() == RunState.CRASHED
                        ? "Its worker went without a word."
                        : selected.failure();
        failure.setText(selected.hint().isEmpty() ? words : words + " " + selected.hint());
        failure.setManaged(!words.isEmpty());
        boolean resumable = RunLook.isResumable(selected);
        resume.setVisible(resumable);
        resume.setManaged(resumable);
        boolean drawable = selected.stage().equals("diffusion") && selected.checkpointStep() >= 0;
        sample.setVisible(drawable);
        sample.setManaged(drawable);
        compare.setVisible(drawable);
        compare.setManaged(drawable);
        delete.setDisable(selected.state().isAlive());
        fill(selected);
    }

    private void fill(RunStatus selected) {
        fact("State", RunLook.word(selected.state()));
        fact("Stage", RunLook.stageName(selected.stage()));
        fact("Step", Readable.steps(selected.step(), selected.totalSteps()));
        fact(
                "Checkpoint",
                selected.checkpointStep() < 0
                        ? "none yet"
                        : "step " + Readable.count(selected.checkpointStep()));
        fact("Started", date(selected.startedAt()));
        fact("Changed", date(selected.updatedAt()));
        for (MetricWords number : MetricWords.of(selected.metrics(), selected.evaluation())) {
            fact(number.name(), number.value()).setTooltip(new Tooltip(number.meaning()));
        }
    }

    private Label fact(String name, String value) {
        Label left = new Label(name);
        left.getStyleClass().add("row-text");
        left.setWrapText(true);
        left.setMinSize(0, USE_PREF_SIZE);
        Label right = new Label(value);
        int row = facts.getRowCount();
        facts.addRow(row, left, right);
        GridPane.setValignment(left, VPos.TOP);
        GridPane.setValignment(right, VPos.TOP);
        return left;
    }

    private void resume(RunStatus selected) {
        context.jobs().resume(selected.folder(), selected.stage());
        RunLook.open(context, selected);
    }

    private void delete(RunStatus selected) {
        Path folder = selected.folder();
        context.runner()
                .run("Delete " + selected.name(), progress -> RunTrash.delete(folder))
                .onSuccess(
                        deleted -> {
                            show(null);
                            changed.run();
                            context.notifications()
                                    .show(
                                            Notification.info(
                                                            selected.name() + " was deleted",
                                                            "Its folder lies in runs/.trash of"
                                                                    + " the workspace.")
                                                    .withChoices(
                                                            new Choice(
                                                                    "Undo",
                                                                    () ->
                                                                            restore(
                                                                                    deleted,
                                                                                    folder))));
                        })
                .onFailure(
                        e ->
                                context.notifications()
                                        .failed(selected.name() + " was not deleted", e));
    }

    private void restore(Path deleted, Path original) {
        context.runner()
                .run("Restore a run", progress -> RunTrash.restore(deleted, original))
                .onSuccess(back -> changed.run())
                .onFailure(e -> context.notifications().failed("The run was not restored", e));
    }

    private void with(java.util.function.Consumer<RunStatus> act) {
        RunStatus selected = run;
        if (selected != null) {
            act.accept(selected);
        }
    }

    private static String date(long millis) {
        return millis <= 0 ? "never" : DATE.format(Instant.ofEpochMilli(millis));
    }

    private static Button button(String id, Ikon icon, String words) {
        Button button = new Button(words, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add("small");
        return button;
    }
}
