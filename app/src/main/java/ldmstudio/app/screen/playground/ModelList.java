package ldmstudio.app.screen.playground;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * The models that can be drawn with: those that come with the studio, models that were opened from
 * elsewhere, and the workspace's runs with a checkpoint, newest first.
 */
final class ModelList {
    /** How many opened models are remembered. */
    static final int OPENED = 8;

    private final JobRunner runner;
    private final Notifications notifications;
    private final RunCatalog catalog;
    private final Supplier<Path> runsFolder;
    private final List<ModelChoice> shipped;
    private final List<Path> opened = new ArrayList<>();
    private final ObservableList<ModelChoice> models = FXCollections.observableArrayList();
    private final ObservableList<Checkpoint> checkpoints = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable ModelChoice> chosen =
            new ReadOnlyObjectWrapper<>(this, "chosen");
    private final ReadOnlyObjectWrapper<@Nullable ModelFacts> facts =
            new ReadOnlyObjectWrapper<>(this, "facts");
    private final ReadOnlyBooleanWrapper reading =
            new ReadOnlyBooleanWrapper(this, "reading", false);
    private final ReadOnlyBooleanWrapper listed = new ReadOnlyBooleanWrapper(this, "listed");
    private @Nullable Checkpoint checkpoint;
    private @Nullable Path wanted;
    private boolean listing;

    ModelList(
            JobRunner runner,
            Notifications notifications,
            RunCatalog catalog,
            Supplier<Path> runsFolder,
            List<ModelChoice> shipped) {
        this.runner = runner;
        this.notifications = notifications;
        this.catalog = catalog;
        this.runsFolder = runsFolder;
        this.shipped = List.copyOf(shipped);
    }

    ObservableList<ModelChoice> models() {
        return models;
    }

    /** Checkpoints of the chosen run, newest first; empty for a model that is no run. */
    ObservableList<Checkpoint> checkpoints() {
        return checkpoints;
    }

    ReadOnlyObjectProperty<@Nullable ModelChoice> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** What the chosen run's folder tells; null until it is read, and for other models. */
    ReadOnlyObjectProperty<@Nullable ModelFacts> factsProperty() {
        return facts.getReadOnlyProperty();
    }

    /** Whether the facts of the chosen run are still to come. */
    ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Whether the workspace was looked through at least once. */
    ReadOnlyBooleanProperty listedProperty() {
        return listed.getReadOnlyProperty();
    }

    /** What is loaded: the chosen checkpoint, or the model itself. */
    Optional<Path> weights() {
        ModelChoice model = chosen.get();
        Checkpoint at = checkpoint;
        return model == null
                ? Optional.empty()
                : Optional.of(
                        at == null || (!checkpoints.isEmpty() && at.equals(checkpoints.get(0)))
                                ? model.path()
                                : at.path());
    }

    /** Models that were opened from elsewhere, to be remembered. */
    List<String> opened() {
        return opened.stream().map(Path::toString).toList();
    }

    /** Takes over remembered models; those that are gone are left out. */
    void restoreOpened(List<String> paths) {
        opened.clear();
        for (String path : paths) {
            Path model = Path.of(path);
            if (Files.exists(model)) {
                opened.add(model);
            }
        }
    }

    /** Lists anew; the newest run, else the first model, is chosen when none is. */
    void refresh() {
        if (listing) {
            return;
        }
        listing = true;
        Path folder = runsFolder.get();
        runner.run("List models", p -> catalog.list(folder))
                .onSuccess(this::listed)
                .onFailure(e -> notifications.failed("The runs cannot be listed", e))
                .onFinished(
                        () -> {
                            listing = false;
                            listed.set(true);
                        });
    }

    private void listed(List<RunStatus> runs) {
        List<ModelChoice> all = new ArrayList<>(shipped);
        opened.forEach(path -> all.add(ModelChoice.opened(path)));
        runs.stream()
                .filter(r -> r.stage().equals("diffusion") && r.checkpointStep() >= 0)
                .map(ModelChoice::of)
                .filter(run -> all.stream().noneMatch(m -> m.is(run.path())))
                .forEach(all::add);
        ModelChoice now = chosen.get();
        if (now != null && all.stream().noneMatch(m -> m.is(now.path()))) {
            // It stays chosen: it may come back, and what it was is not to vanish silently.
            all.add(new ModelChoice(now.path(), now.name(), "not there any more", now.isRun()));
        }
        if (!all.equals(models)) {
            models.setAll(all);
        }
        Path asked = wanted;
        Optional<ModelChoice> found =
                asked == null
                        ? Optional.empty()
                        : all.stream().filter(m -> m.is(asked)).findFirst();
        if (found.isPresent()) {
            wanted = null;
            choose(found.get());
        } else if (chosen.get() == null && !all.isEmpty()) {
            // What a person trained comes before what came with the studio.
            choose(all.stream().filter(ModelChoice::isRun).findFirst().orElse(all.get(0)));
        }
    }

    /** Chooses a run as soon as it is listed. */
    void choose(Path model) {
        wanted = model;
        refresh();
    }

    /** The model that a picture's recipe names; empty: it is not here. */
    Optional<Path> find(String said) {
        List<ModelChoice> all = new ArrayList<>(shipped);
        all.addAll(models);
        Path folder = runsFolder.get().toAbsolutePath().getParent();
        return new RecipeModels(folder == null ? Path.of("") : folder, all).find(said);
    }

    /** What a model is called in the list; its path where it is none of the list. */
    String nameOf(Path path) {
        return models.stream()
                .filter(model -> model.is(path))
                .map(ModelChoice::name)
                .findFirst()
                .orElse(path.toString());
    }

    /** Opens a model from anywhere and chooses it. */
    void open(Path model) {
        ModelChoice made = ModelChoice.opened(model);
        wanted = null;
        Optional<ModelChoice> known = models.stream().filter(m -> m.is(made.path())).findFirst();
        if (known.isEmpty()) {
            known = shipped.stream().filter(m -> m.is(made.path())).findFirst();
        }
        if (known.isPresent()) {
            choose(known.get());
            return;
        }
        opened.removeIf(made::is);
        opened.add(0, made.path());
        if (opened.size() > OPENED) {
            opened.remove(OPENED);
        }
        models.add(Math.min(models.size(), shipped.size()), made);
        choose(made);
    }

    /** Chooses a model, at its newest checkpoint. */
    void choose(ModelChoice model) {
        ModelChoice before = chosen.get();
        if (before != null && before.is(model.path())) {
            chosen.set(model);
            return;
        }
        checkpoint = null;
        facts.set(null);
        checkpoints.clear();
        if (model.isRun()) {
            reading.set(true);
        }
        chosen.set(model);
        if (!model.isRun()) {
            // Only now: what waited is not to be drawn with the model before.
            reading.set(false);
            return;
        }
        runner.run("Read " + model.name(), p -> ModelFacts.of(model.path()))
                .onSuccess(
                        read -> {
                            if (isChosen(model)) {
                                facts.set(read);
                                checkpoints.setAll(read.checkpoints());
                            }
                        })
                .onFailure(e -> notifications.failed(model.name() + " cannot be read", e))
                .onFinished(
                        () -> {
                            if (isChosen(model)) {
                                reading.set(false);
                            }
                        });
    }

    private boolean isChosen(ModelChoice model) {
        ModelChoice now = chosen.get();
        return now != null && now.is(model.path());
    }

    /** Chooses a checkpoint of the run; null: the newest. */
    void choose(@Nullable Checkpoint at) {
        checkpoint = at;
    }
}
