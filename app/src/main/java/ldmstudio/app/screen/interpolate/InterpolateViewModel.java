package ldmstudio.app.screen.interpolate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.PictureVerdict;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.film.FilmTrouble;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.run.ImageRecipe;

/**
 * State of the Interpolate page: which model, the walk that is edited, its live picture, the film.
 * Knows no controls.
 */
final class InterpolateViewModel {
    /** What the page shows. */
    enum Phase {
        /** The workspace is still looked through for models. */
        LISTING,
        /** There is no model to draw with. */
        NO_MODEL,
        /** There are models, but no walk has been begun here. */
        BEGIN,
        LOADING,
        LIVE,
        FAILED
    }

    private final JobRunner runner;
    private final Notifications notifications;
    private final Supplier<Path> workspace;
    private final ModelWorker worker;
    private final WalkModels models;
    private final FrameWorker drawing;
    private final WalkEditor editor = new WalkEditor(WalkConfig.defaults());
    private final LiveWalk live;
    private final WalkFilms films;
    private final WalkSteps steps;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.LISTING);
    private final ReadOnlyObjectWrapper<ModelNature> nature =
            new ReadOnlyObjectWrapper<>(this, "nature", ModelNature.UNKNOWN);
    private FilmTrouble trouble = new FilmTrouble("", "", "");
    private String loaded = "";
    private boolean begun;
    private boolean restored;
    private boolean wantsExample;
    private WalkConfig beforeExample = WalkConfig.defaults();
    private List<Path> fresh = List.of();
    private String modeBeforeFresh = "";
    private Optional<SavedWalk> written = Optional.empty();

    InterpolateViewModel(
            JobRunner runner,
            Notifications notifications,
            RunCatalog catalog,
            WorkerFactory workers,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        this.worker = new ModelWorker(workers);
        this.models = new WalkModels(runner, notifications, catalog, workspace);
        this.drawing = new FrameWorker(worker, runner.backgroundExecutor(), workspace);
        LiveFrames frames =
                new LiveFrames(
                        drawing, runner.fx(), System::nanoTime, new FrameCache(FrameCache.ROOM));
        frames.setOnFailure((key, thrown) -> notDrawn(thrown));
        this.live = new LiveWalk(editor, frames, new LivePace(drawing, runner.fx()));
        this.films = new WalkFilms(runner, notifications, workers, workspace, models, editor);
        this.steps = new WalkSteps(editor, live, films);
        films.setOnChanged(this::save);
        live.setOnDrawn(this::drawn);
        models.chosenProperty().addListener((o, was, is) -> load());
    }

    WalkModels models() {
        return models;
    }

    WalkEditor editor() {
        return editor;
    }

    LiveWalk live() {
        return live;
    }

    WalkFilms films() {
        return films;
    }

    /** Moves by frames and keyframes. */
    WalkSteps steps() {
        return steps;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    Phase phase() {
        return phase.get();
    }

    ReadOnlyObjectProperty<ModelNature> natureProperty() {
        return nature.getReadOnlyProperty();
    }

    ModelNature nature() {
        return nature.get();
    }

    FilmTrouble trouble() {
        return trouble;
    }

    ModelWorker.Progress progress() {
        return worker.progress();
    }

    /** The page is looked at: lists the models and brings back what was left here. */
    void shown() {
        if (!restored) {
            restored = true;
            Path folder = workspace.get();
            runner.run("Read the walk", p -> SavedWalk.read(folder))
                    .onSuccess(saved -> saved.ifPresent(this::restore))
                    .onFinished(this::refresh);
        } else {
            refresh();
        }
    }

    /** Lists the models anew. */
    void refresh() {
        models.refresh(this::settle);
    }

    private void settle() {
        if (!fresh.isEmpty()
                && models.chosenProperty().get() == null
                && !models.choices().isEmpty()) {
            models.choose(models.first());
        }
        if (!begun) {
            phase.set(models.choices().isEmpty() ? Phase.NO_MODEL : Phase.BEGIN);
        }
    }

    private void restore(SavedWalk saved) {
        if (begun || !fresh.isEmpty()) {
            return;
        }
        written = Optional.of(saved);
        films.videoProperty().set(saved.video());
        editor.begin(saved.walk());
        editor.select(saved.selected());
        live.seek(saved.at(), saved.atY());
        WalkRecipe unfinished = saved.unfinished();
        if (unfinished != null) {
            films.remember(unfinished);
        }
        if (!saved.model().isEmpty() && Files.exists(Path.of(saved.model()))) {
            begun = true;
            models.choose(Path.of(saved.model()));
        } else if (!saved.model().isEmpty()) {
            begun = true;
            fail(
                    new FilmTrouble(
                            "The model of this walk is not there any more: " + saved.model() + ".",
                            "Choose another one above; the walk stays as it is.",
                            ""));
        }
    }

    /** Begins a walk with a model: two of its own prompts. */
    void begin(Path model) {
        begun = true;
        wantsExample = true;
        beforeExample = editor.walk();
        loaded = "";
        if (models.path().equals(model.toAbsolutePath().normalize().toString())) {
            load();
        } else {
            models.choose(model);
        }
    }

    /**
     * A new walk between pictures, drawn as the model draws by itself. The walk that was there
     * comes back by undo.
     *
     * @param model that draws; empty: the page's own, or the first that there is
     */
    void beginBetween(String model, List<Path> pictures) {
        if (pictures.isEmpty()) {
            begin(Path.of(model));
            return;
        }
        fresh = List.copyOf(pictures);
        modeBeforeFresh = editor.walk().mode();
        wantsExample = false;
        String whole = model.isBlank() ? "" : Path.of(model).toAbsolutePath().normalize() + "";
        if (!whole.isEmpty() && !whole.equals(models.path())) {
            models.choose(Path.of(model));
        } else if (phase.get() == Phase.LIVE && loaded.equals(models.path())) {
            // At once, so that what is clicked next is not taken back by an answer that comes late.
            arrived(loaded, nature.get());
        } else if (models.chosenProperty().get() != null) {
            load();
        } else {
            begun = !models.choices().isEmpty();
            settle();
        }
    }

    /** Goes between these pictures, whatever they were drawn with. */
    void between(List<Path> pictures) {
        WalkConfig walk = editor.walk();
        editor.replace(PictureEnds.walk(walk, pictures));
        if (!begun && !models.choices().isEmpty()) {
            begun = true;
            models.choose(models.choices().get(0));
        }
    }

    /** Reads a picture's recipe in the background; empty: it holds none. */
    void look(Path picture, Consumer<Optional<ImageRecipe>> then) {
        runner.run(
                        "Look at " + picture.getFileName(),
                        p ->
                                picture.toString().toLowerCase(Locale.ROOT).endsWith(".png")
                                        ? ImageRecipe.read(picture)
                                        : Optional.<ImageRecipe>empty())
                .onSuccess(then)
                .onFailure(unreadable -> then.accept(Optional.empty()));
    }

    /** Asks how the model's autoencoder gives a picture back; not heard where it cannot be read. */
    void giveBack(Path picture, Consumer<PictureVerdict> then) {
        var unused =
                drawing.giveBack(models.path(), picture)
                        .whenComplete(
                                (verdict, thrown) -> {
                                    // What is wrong with the picture is said where frames are.
                                    if (thrown == null && verdict.isPresent()) {
                                        runner.fx(() -> then.accept(verdict.get()));
                                    }
                                });
    }

    /** A seed that nobody thought of. */
    long anotherSeed() {
        return ThreadLocalRandom.current().nextLong(1, 1_000_000);
    }

    /** A picture is dropped on the page: the chosen keyframe takes it. */
    void putPicture(Path picture) {
        if (begun) {
            editor.setKeyframe("picture", picture.toAbsolutePath().toString());
        } else {
            between(List.of(picture));
        }
    }

    /** Loads the chosen model, or loads it again after a failure. */
    void load() {
        WalkModels.Choice choice = models.chosenProperty().get();
        if (choice == null) {
            return;
        }
        begun = true;
        phase.set(Phase.LOADING);
        runner.run(
                        "Load " + choice.name(),
                        p -> {
                            List<String> prompts = WalkModels.prepare(choice);
                            return ModelNature.of(worker.load(workspace.get(), choice.path()))
                                    .withPrompts(prompts);
                        })
                .onSuccess(
                        is -> {
                            if (choice.equals(models.chosenProperty().get())) {
                                arrived(choice.path().toString(), is);
                            }
                        })
                .onFailure(
                        thrown -> {
                            if (choice.equals(models.chosenProperty().get())) {
                                // Pictures of another model would pass for those of this one.
                                loaded = "";
                                live.use("");
                                fail(FilmTrouble.of(thrown));
                            }
                        });
    }

    private void arrived(String path, ModelNature is) {
        nature.set(is);
        if (wantsExample && editor.walk().equals(beforeExample)) {
            editor.begin(is.example());
        } else if (!fresh.isEmpty()) {
            editor.replace(PictureEnds.walk(ownWay(is), fresh));
            fresh = List.of();
        } else {
            WalkConfig fit = wantsExample ? is.taken(editor.walk()) : is.fit(editor.walk());
            if (!fit.equals(editor.walk())) {
                editor.replace(fit);
            }
        }
        wantsExample = false;
        phase.set(Phase.LIVE);
        if (loaded.equals(path)) {
            live.again();
        } else {
            loaded = path;
            live.use(path);
        }
    }

    /** The model's own walk, in the mode that was chosen while it was loading. */
    private WalkConfig ownWay(ModelNature is) {
        String mode = editor.walk().mode();
        return mode.equals(modeBeforeFresh) ? is.own() : is.own().with("mode", mode);
    }

    private void notDrawn(Throwable thrown) {
        if (!FilmTrouble.isCalm(thrown)) {
            fail(FilmTrouble.of(thrown));
        }
    }

    /** What stood in the way, such as a missing picture, was set right by an edit. */
    private void drawn() {
        if (phase.get() == Phase.FAILED && !loaded.isEmpty() && loaded.equals(models.path())) {
            phase.set(Phase.LIVE);
        }
    }

    private void fail(FilmTrouble what) {
        live.playback().stop();
        trouble = what;
        // Set anew, so that a second failure is shown although the first still stands.
        phase.set(Phase.LOADING);
        phase.set(Phase.FAILED);
    }

    /** Keeps the state for after a restart or a crash, when it has changed; costs little. */
    void save() {
        if (!begun) {
            return;
        }
        SavedWalk now =
                new SavedWalk(
                        models.path(),
                        editor.walk(),
                        films.video(),
                        live.at(),
                        live.atY(),
                        editor.selected(),
                        films.unfinished());
        if (written.isPresent() && written.get().equals(now)) {
            return;
        }
        written = Optional.of(now);
        Path folder = workspace.get();
        runner.background(() -> write(now, folder));
    }

    private synchronized void write(SavedWalk saved, Path folder) {
        try {
            saved.write(folder);
        } catch (IOException e) {
            notifications.failed("The walk could not be kept for the next start", e);
        }
    }

    /** Frees the memory of the model. */
    void unload() {
        runner.background(worker::close);
    }
}
