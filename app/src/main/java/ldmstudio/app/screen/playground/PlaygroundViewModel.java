package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.MapChangeListener;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.UndoStack;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RememberedJson;
import ldmstudio.app.workspace.Workspace;
import ldmstudio.app.workspace.WorkspaceFiles;
import org.jspecify.annotations.Nullable;

/**
 * State of the Playground: what is set, what waits, what is drawn, what was drawn before. Knows no
 * controls.
 */
final class PlaygroundViewModel implements DrawRunner.Events {
    private static final double NANOS = 1e9;

    private final JobRunner runner;
    private final Notifications notifications;
    private final Workspace workspace;
    private final PlaygroundParts parts;
    private final ModelWorker worker;
    private final SampleForm form = new SampleForm();
    private final UndoStack undo = new UndoStack();
    private final ModelList models;
    private final DrawingMaker maker;
    private final ChosenModel model;
    private final FormEdits edits;
    private final PromptHistory history;
    private final Presets presets;
    private final DrawQueue queue;
    private final DrawRunner draws;
    private final PictureDeeds deeds;
    private final PictureFilms films;
    private final RememberedJson memory;
    private final DrawnSets drawings;
    private final QueueDeeds waiting;
    private final ReadOnlyStringWrapper complaint =
            new ReadOnlyStringWrapper(this, "complaint", "");
    private final BooleanProperty single = new SimpleBooleanProperty(this, "single", false);
    private String beginProblem = "";
    private @Nullable PlaygroundMemory written;
    private boolean remembering;
    private int early;
    private long drawingSince = System.nanoTime();

    PlaygroundViewModel(AppContext context, PlaygroundParts parts, List<ModelChoice> shipped) {
        this.runner = context.runner();
        this.notifications = context.notifications();
        this.workspace = context.workspace();
        this.parts = parts;
        worker = new ModelWorker(context.workers());
        models = new ModelList(runner, notifications, context.catalog(), workspace::runs, shipped);
        history = new PromptHistory(file("prompts.json"));
        presets = new Presets(file(Presets.FILE));
        queue = new DrawQueue(file("queue.json"));
        memory = file("playground.json");
        deeds = new PictureDeeds(runner, notifications, workspace, undo);
        draws = new DrawRunner(runner, worker, queue, workspace::folder, this::finish, this);
        waiting = new QueueDeeds(queue, draws, models, undo, this::go);
        drawings = new DrawnSets(runner, notifications);
        films = new PictureFilms(context, models);
        maker = new DrawingMaker(workspace, models, form, parts);
        model =
                new ChosenModel(
                        runner,
                        worker,
                        workspace,
                        models,
                        form,
                        parts,
                        draws::isBusy,
                        complaint::set);
        edits =
                new FormEdits(
                        runner,
                        notifications,
                        form,
                        models,
                        model,
                        presets,
                        parts.begin(),
                        maker::begin,
                        undo,
                        complaint::set);
        form.faults()
                .addListener(
                        (MapChangeListener<String, String>)
                                c -> {
                                    if (c.wasRemoved()
                                            && complaint.get().startsWith(c.getKey() + ": ")) {
                                        complaint.set(faults());
                                    }
                                });
        if (parts.begin() != null) {
            parts.begin().changes().addListener((o, was, is) -> forgive());
        }
        ScriptPart script = parts.script();
        if (script != null) {
            script.asking(maker::plain);
            script.onApply(edits::offerRecipeOf);
            edits.setScript(script);
        }
    }

    private RememberedJson file(String name) {
        Executor background = runner.backgroundExecutor();
        return new RememberedJson(
                () -> WorkspaceFiles.remembered(workspace.folder(), name), background);
    }

    SampleForm form() {
        return form;
    }

    ModelList models() {
        return models;
    }

    ChosenModel model() {
        return model;
    }

    FormEdits edits() {
        return edits;
    }

    PromptHistory history() {
        return history;
    }

    Presets presets() {
        return presets;
    }

    DrawQueue queue() {
        return queue;
    }

    DrawRunner draws() {
        return draws;
    }

    PictureDeeds deeds() {
        return deeds;
    }

    PictureFilms films() {
        return films;
    }

    UndoStack undo() {
        return undo;
    }

    ModelWorker.Progress progress() {
        return worker.progress();
    }

    /** Drawings of this session and earlier ones, and the one that is looked at. */
    DrawnSets drawings() {
        return drawings;
    }

    /** What can be done to drawings that wait. */
    QueueDeeds waiting() {
        return waiting;
    }

    /** Why a press of Draw had no effect; empty: it had. */
    ReadOnlyStringProperty complaintProperty() {
        return complaint.getReadOnlyProperty();
    }

    /** One picture large, instead of all. */
    BooleanProperty singleProperty() {
        return single;
    }

    /** Takes over what the open workspace remembers; when the page is first shown, and later. */
    void open() {
        remembering = false;
        written = null;
        history.reload();
        presets.reload();
        queue.reload();
        drawings.clear();
        PlaygroundMemory remembered = PlaygroundMemory.read(memory);
        model.keepValues(!remembered.isFirst());
        form.show(remembered.values());
        single.set(remembered.single());
        models.restoreOpened(remembered.opened());
        if (parts.begin() != null) {
            parts.begin().show(remembered.begin());
        }
        if (parts.script() != null) {
            parts.script().restore(remembered.script());
        }
        if (remembered.model().isEmpty()) {
            models.refresh();
        } else {
            models.choose(Path.of(remembered.model()));
        }
        Path samples = WorkspaceFiles.samples(workspace.folder());
        drawings.list(samples, remembered.shown(), () -> remembering = true);
    }

    /** Writes what has changed, soon; called about once a second and when the page is hidden. */
    void remember() {
        if (!remembering) {
            return;
        }
        ModelChoice chosen = models.chosenProperty().get();
        Drawn looked = drawings.shownProperty().get();
        PlaygroundMemory now =
                new PlaygroundMemory(
                        form.values(),
                        chosen == null ? "" : chosen.path().toString(),
                        models.opened(),
                        single.get(),
                        looked == null ? "" : looked.folder().toString(),
                        parts.script() == null ? "" : parts.script().state(),
                        maker.begin());
        if (!now.equals(written)) {
            written = now;
            now.write(memory);
        }
    }

    /** Puts a drawing with the settings as they are into the queue, and draws. */
    void draw() {
        complaint.set(faults());
        if (!complaint.get().isEmpty()) {
            return;
        }
        if (!model.isLearned()) {
            // Drawn now, it would hear no prompt and have another guidance than its own.
            early++;
            model.whenFree(this::drawEarly);
            return;
        }
        Drawing made;
        try {
            made = maker.make();
        } catch (IllegalArgumentException wrong) {
            complaint.set(String.valueOf(wrong.getMessage()));
            beginProblem = parts.begin() == null ? "" : parts.begin().problem().orElse("");
            return;
        }
        history.add(form.promptProperty().get(), form.negativePromptProperty().get());
        if (draws.phaseProperty().get() == DrawRunner.Phase.FAILED) {
            // A person who draws on is not to wait behind what failed.
            queue.add(0, made);
        } else {
            queue.add(made);
        }
        if (!form.seedLockedProperty().get()) {
            form.anotherSeed();
        }
        go();
    }

    /** A complaint of what is begun from goes when that has become right. */
    private void forgive() {
        if (complaint.get().equals(beginProblem)
                && parts.begin() != null
                && parts.begin().problem().isEmpty()) {
            complaint.set("");
        }
    }

    /** What stands in fields and cannot be drawn with; empty: nothing. */
    private String faults() {
        return form.faults().entrySet().stream()
                .map(fault -> fault.getKey() + ": " + fault.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** The presses of Draw that came before the model had said what it knows. */
    private void drawEarly() {
        int presses = early;
        early = 0;
        for (int i = 0; i < presses; i++) {
            draw();
        }
    }

    /** Draws what waits; a failed drawing is tried again. */
    void go() {
        model.whenFree(draws::go);
    }

    /** The line that draws the same by the command line; empty, with a complaint, when none. */
    Optional<String> command() {
        try {
            Drawing d = maker.plain();
            return Optional.of(SampleCommandLine.of(d.model(), d.settings(), d.classes()));
        } catch (IllegalArgumentException wrong) {
            complaint.set(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public void begun(Drawing drawing, Drawn drawn) {
        if (parts.begin() != null) {
            // What grows now is to be seen.
            parts.begin().staged().set(false);
        }
        drawings.begun(drawn);
    }

    @Override
    public void loaded(Drawing drawing, Map<String, Object> description) {
        drawingSince = System.nanoTime();
        if (models.weights().filter(w -> w.toString().equals(drawing.model())).isPresent()) {
            model.tell(description);
        }
    }

    @Override
    public void ended(Drawing drawing, Drawn drawn, boolean cancelled) {
        ScriptPart script = parts.script();
        if (script != null && !cancelled) {
            script.took(drawing, (System.nanoTime() - drawingSince) / NANOS);
        }
        if (drawn.pictures().isEmpty()) {
            drawings.drop(drawn);
        }
    }

    private void finish(Drawing drawing, Drawn drawn) throws IOException {
        ScriptPart script = parts.script();
        if (script != null && !drawing.script().isEmpty()) {
            script.finish(drawing, drawn.files()).ifPresent(drawn::sheet);
        }
    }

    /** Frees the memory of the model. */
    void unload() {
        runner.background(worker::close);
    }
}
