package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.RunStatus;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;

/**
 * State of the Playground page: models, settings, the sampling that goes on and those before it.
 * Knows no controls.
 */
final class PlaygroundViewModel {
    /** What the page is doing. */
    enum Phase {
        /** There is no diffusion run with a checkpoint. */
        NO_MODEL,
        READY,
        LOADING,
        SAMPLING,
        FAILED
    }

    /** Something that went wrong, in words. */
    record Trouble(String words, String hint, String details) {}

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private final JobRunner runner;
    private final Notifications notifications;
    private final RunCatalog catalog;
    private final Supplier<Path> workspace;
    private final ModelWorker worker;
    private final SampleForm form = new SampleForm();
    private final ObservableList<RunStatus> runs = FXCollections.observableArrayList();
    private final ObservableList<Checkpoint> checkpoints = FXCollections.observableArrayList();
    private final ObservableList<SampleSet> sets = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.NO_MODEL);
    private final ReadOnlyObjectWrapper<@Nullable RunStatus> run =
            new ReadOnlyObjectWrapper<>(this, "run");
    private final ReadOnlyObjectWrapper<@Nullable SampleSet> shown =
            new ReadOnlyObjectWrapper<>(this, "shown");
    private @Nullable Checkpoint checkpoint;
    private @Nullable Path wanted;
    private @Nullable RunStatus foreign;
    private Trouble trouble = new Trouble("", "", "");
    private @Nullable Job<?> listing;
    private boolean cancelled;

    PlaygroundViewModel(
            JobRunner runner,
            Notifications notifications,
            RunCatalog catalog,
            WorkerFactory workers,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.catalog = catalog;
        this.workspace = workspace;
        this.worker = new ModelWorker(workers);
    }

    SampleForm form() {
        return form;
    }

    /** Diffusion runs with a checkpoint, newest first. */
    ObservableList<RunStatus> runs() {
        return runs;
    }

    /** Checkpoints of the chosen run, newest first. */
    ObservableList<Checkpoint> checkpoints() {
        return checkpoints;
    }

    /** Samplings of this session, newest first. */
    ObservableList<SampleSet> sets() {
        return sets;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable RunStatus> runProperty() {
        return run.getReadOnlyProperty();
    }

    /** The sampling that is looked at. */
    ReadOnlyObjectProperty<@Nullable SampleSet> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    Trouble trouble() {
        return trouble;
    }

    ModelWorker.Progress progress() {
        return worker.progress();
    }

    void show(SampleSet set) {
        shown.set(set);
    }

    /** Lists the workspace's models anew; the newest one is chosen when none is. */
    void refreshRuns() {
        if (listing != null) {
            return;
        }
        Path folder = workspace.get().resolve("runs");
        Job<List<RunStatus>> job = runner.run("List models", p -> catalog.list(folder));
        listing = job;
        job.onSuccess(this::listed)
                .onFailure(e -> notifications.failed("The runs cannot be listed", e))
                .onFinished(() -> listing = null);
    }

    private void listed(List<RunStatus> all) {
        List<RunStatus> models = new ArrayList<>();
        if (foreign != null) {
            models.add(foreign);
        }
        all.stream()
                .filter(r -> r.stage().equals("diffusion") && r.checkpointStep() >= 0)
                .forEach(models::add);
        if (!models.equals(runs)) {
            runs.setAll(models);
        }
        if (phase.get() == Phase.NO_MODEL && !models.isEmpty()) {
            phase.set(Phase.READY);
        } else if (models.isEmpty() && phase.get() == Phase.READY) {
            phase.set(Phase.NO_MODEL);
        }
        Path asked = wanted;
        if (asked != null) {
            models.stream()
                    .filter(r -> same(r.folder(), asked))
                    .findFirst()
                    .ifPresent(
                            r -> {
                                wanted = null;
                                choose(r);
                            });
        } else if (run.get() == null && !models.isEmpty()) {
            choose(models.get(0));
        }
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    /** Chooses a run as soon as it is listed. */
    void choose(Path folder) {
        wanted = folder;
        refreshRuns();
    }

    /** Chooses a run and its newest checkpoint, and takes its settings of sampling. */
    void choose(RunStatus chosen) {
        RunStatus before = run.get();
        if (before != null && same(before.folder(), chosen.folder())) {
            return;
        }
        run.set(chosen);
        checkpoint = null;
        if (chosen.equals(foreign)) {
            checkpoints.clear();
            load(chosen);
            return;
        }
        runner.run("List checkpoints", p -> ModelFacts.of(chosen.folder()))
                .onSuccess(
                        facts -> {
                            if (chosen.equals(run.get())) {
                                facts.apply(form);
                                checkpoints.setAll(facts.checkpoints());
                            }
                        })
                .onFailure(e -> notifications.failed(chosen.name() + " cannot be read", e));
    }

    /**
     * Chooses a model that is no run of the workspace: a checkpoint, a pipeline's folder or a file.
     * It is loaded at once, since nothing else says what it listens to.
     */
    void chooseModel(Path model) {
        wanted = null;
        RunStatus made = ModelFacts.foreign(model);
        foreign = made;
        choose(made);
        refreshRuns();
    }

    private void load(RunStatus model) {
        if (phase.get() == Phase.SAMPLING || phase.get() == Phase.LOADING) {
            // It is loaded when it is sampled from.
            return;
        }
        cancelled = false;
        phase.set(Phase.LOADING);
        runner.run("Load " + model.name(), p -> worker.load(workspace.get(), model.folder()))
                .onSuccess(
                        description -> {
                            if (model.equals(run.get())) {
                                ModelFacts.tell(description, form);
                                ModelFacts.begin(description, form);
                            }
                            phase.set(Phase.READY);
                        })
                .onFailure(this::failed);
    }

    /** Chooses a checkpoint of the run; null: the newest. */
    void choose(@Nullable Checkpoint chosen) {
        checkpoint = chosen;
    }

    /** Draws pictures with the settings of the form. */
    void sample() {
        RunStatus model = run.get();
        if (model == null || phase.get() == Phase.SAMPLING || phase.get() == Phase.LOADING) {
            return;
        }
        if (!form.seedLockedProperty().get()) {
            form.anotherSeed();
        }
        cancelled = false;
        phase.set(Phase.LOADING);
        Checkpoint at = checkpoint;
        Path weights = at == null ? model.folder() : at.path();
        runner.run("Load " + model.name(), p -> worker.load(workspace.get(), weights))
                .onSuccess(description -> loaded(model, description))
                .onFailure(this::failed);
    }

    private void loaded(RunStatus model, Map<String, Object> description) {
        if (cancelled) {
            phase.set(Phase.READY);
            return;
        }
        ModelFacts.tell(description, form);
        Path out =
                workspace
                        .get()
                        .resolve("samples")
                        .resolve(model.name())
                        .resolve(
                                LocalDateTime.now().format(STAMP)
                                        + "_seed-"
                                        + form.seedProperty().get());
        SampleSet set = new SampleSet(form.settings(out), form.classes());
        sets.add(0, set);
        shown.set(set);
        phase.set(Phase.SAMPLING);
        runner.run(
                        "Sample from " + model.name(),
                        p -> {
                            worker.run(id -> new Request.Sample(id, set.settings()), set::take);
                            return set;
                        })
                .onSuccess(done -> phase.set(Phase.READY))
                .onFailure(this::failed);
    }

    private void failed(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        if (cancelled) {
            phase.set(Phase.READY);
            return;
        }
        String hint = cause instanceof WorkerException w ? w.hint() : "";
        String details =
                cause instanceof WorkerException w && !w.details().isEmpty()
                        ? w.details()
                        : Failures.trace(cause);
        trouble = new Trouble(Failures.message(cause), hint, details);
        phase.set(Phase.FAILED);
    }

    /** Ends the sampling within a step; what is finished stays. */
    void cancel() {
        if (phase.get() != Phase.SAMPLING && phase.get() != Phase.LOADING) {
            return;
        }
        cancelled = true;
        var unused =
                worker.cancel()
                        .whenComplete(
                                (ok, failure) -> {
                                    if (failure != null) {
                                        notifications.failed(
                                                "The sampling could not be cancelled", failure);
                                    }
                                });
    }

    /** Frees the memory of the model. */
    void unload() {
        runner.background(worker::close);
    }

    /** Copies a finished picture with its recipe. */
    void save(SampleSet set, int index, Path target) {
        Optional<Path> from = set.file(index);
        if (from.isEmpty()) {
            return;
        }
        runner.run(
                        "Save " + target.getFileName(),
                        p ->
                                Files.copy(
                                        from.get(),
                                        target,
                                        java.nio.file.StandardCopyOption.REPLACE_EXISTING))
                .onSuccess(
                        file ->
                                notifications.show(
                                        Notification.success(
                                                "The picture was saved",
                                                file + " holds its recipe, too.")))
                .onFailure(e -> notifications.failed("The picture was not saved", e));
    }

    /** Reads the recipe of a picture and puts it into the form; can be undone. */
    void applyRecipeOf(Path png) {
        runner.run(
                        "Read the recipe of " + png.getFileName(),
                        p ->
                                ImageRecipe.read(png)
                                        .orElseThrow(
                                                () ->
                                                        new IOException(
                                                                png.getFileName()
                                                                        + " holds no recipe of LDM"
                                                                        + " Studio.")))
                .onSuccess(recipe -> applied(png, recipe))
                .onFailure(e -> notifications.failed("No recipe was applied", e));
    }

    private void applied(Path png, ImageRecipe recipe) {
        RunStatus chosen = run.get();
        boolean otherModel = chosen == null || !recipe.modelPath().contains(chosen.name());
        form.apply(recipe);
        notifications.show(
                Notification.info(
                        "The recipe of " + png.getFileName() + " was applied",
                        recipe.parametersLine()
                                + (otherModel
                                        ? "\nIt was drawn from another model; choose "
                                                + recipe.modelPath()
                                                + " to draw the same picture."
                                        : "")));
    }
}
