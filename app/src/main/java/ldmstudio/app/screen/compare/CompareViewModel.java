package ldmstudio.app.screen.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.image.Image;
import ldmstudio.app.action.EditHistory;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.WorkspaceFiles;

/** State of the Compare page: panes, linked values, what is drawn. Knows no controls. */
final class CompareViewModel {
    /** Where the state is kept between sessions. */
    static final String KEY = "compare.state";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    /** A value that is still being dragged is not drawn. */
    private static final long REST_NANOS = 300_000_000L;

    private final JobRunner runner;
    private final Notifications notifications;
    private final Supplier<Path> workspace;
    private final Preferences preferences;
    private final PaneQueue queue;
    private final ReadOnlyObjectWrapper<CompareState> state;
    private final EditHistory<CompareState> history;
    private final ReadOnlyIntegerWrapper learned = new ReadOnlyIntegerWrapper(this, "learned");
    private long changedAt;
    private boolean drawnOnce;

    /** Draw was pressed before any model had said how it wants to be drawn from. */
    private boolean drawWhenLearned;

    CompareViewModel(
            JobRunner runner,
            Notifications notifications,
            WorkerFactory workers,
            Preferences preferences,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        this.preferences = preferences;
        this.queue = new PaneQueue(runner, workers, workspace);
        this.state =
                new ReadOnlyObjectWrapper<>(
                        this,
                        "state",
                        preferences
                                .value(KEY)
                                .flatMap(json -> StateFile.read(json, CompareState.class))
                                .orElse(CompareState.empty()));
        this.history = new EditHistory<>(state.get(), System::nanoTime);
        queue.setOnLearned(this::learned);
        state.get().panes().stream().filter(pane -> !pane.draws()).forEach(this::readPicture);
    }

    CompareState state() {
        return state.get();
    }

    ReadOnlyObjectProperty<CompareState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Grows when a model has said what it knows: more can be chosen then. */
    ReadOnlyIntegerProperty learnedProperty() {
        return learned.getReadOnlyProperty();
    }

    PaneDrawing drawing(PaneSpec pane) {
        return queue.drawing(pane.id());
    }

    Optional<ModelKnowledge> knowledge(PaneSpec pane) {
        return queue.knowledge(pane.model());
    }

    boolean busy() {
        return queue.busy();
    }

    String activity() {
        return queue.activity();
    }

    /** Changes the state and remembers it. */
    void update(UnaryOperator<CompareState> change) {
        CompareState before = state.get();
        CompareState after = change.apply(before);
        history.amend(after);
        if (!after.equals(before)) {
            if (!after.panes().equals(before.panes()) || !after.shared().equals(before.shared())) {
                changedAt = System.nanoTime();
            }
            state.set(after);
            preferences.setValue(KEY, StateFile.write(after));
        }
    }

    /** A change that Ctrl+Z takes back. */
    void edit(UnaryOperator<CompareState> change) {
        edit("", change);
    }

    /**
     * @param gesture that it belongs to; empty: none
     */
    private void edit(String gesture, UnaryOperator<CompareState> change) {
        if (history.edit(change.apply(state.get()), gesture)) {
            update(before -> history.now());
        }
    }

    /** Takes the newest edit back; how the pictures are looked at stays. */
    void undo() {
        if (history.undo()) {
            goTo(history.now());
        }
    }

    /** Makes the newest edit again that was taken back. */
    void redo() {
        if (history.redo()) {
            goTo(history.now());
        }
    }

    private void goTo(CompareState other) {
        update(now -> now.edited(other));
        // A pane that comes back shows what it showed.
        for (PaneSpec pane : state.get().panes()) {
            if (pane.draws()) {
                learn(pane);
            } else if (drawing(pane).phase() == PaneDrawing.Phase.EMPTY) {
                readPicture(pane);
            }
        }
    }

    boolean canUndo() {
        return history.canUndo();
    }

    /** Adds a model; what it knows is asked at once, so that the fields can offer it. */
    void addModel(Path model, String name) {
        add(PaneSpec.ofModel(model.toAbsolutePath().normalize(), name));
    }

    /** Adds a finished picture. */
    void addPicture(Path file) {
        add(PaneSpec.ofPicture(file));
    }

    private void add(PaneSpec pane) {
        if (state.get().full()) {
            notifications.show(
                    Notification.info(
                            "There are six panes already",
                            "More would be too small to see. Remove one first."));
            return;
        }
        edit(now -> now.plus(pane));
        PaneSpec added = state.get().panes().get(state.get().panes().size() - 1);
        if (added.draws()) {
            learn(added);
        } else {
            readPicture(added);
        }
    }

    /** The same model once more, for another sampler or other values. */
    void duplicate(PaneSpec pane) {
        add(pane);
    }

    /** Begins with one model and two samplers: the shortest way to something that is compared. */
    void beginWith(Path shipped, String name) {
        addModel(shipped, name);
        addModel(shipped, name);
        PaneSpec second = state.get().panes().get(1);
        update(now -> now.changed(second.id(), p -> p.with(SharedValue.SAMPLER, "dpmpp_2m")));
        draw();
    }

    /** Takes a pane away; it can be undone. */
    void remove(PaneSpec pane) {
        String letter = CompareState.letter(state.get().place(pane.id()));
        edit(now -> now.without(pane.id()));
        queue.drop(pane.id());
        notifications.show(
                Notification.info("Pane " + letter + " was removed", pane.name())
                        .withChoices(new Notification.Choice("Undo", this::undo)));
    }

    void setModel(PaneSpec pane, Path model, String name) {
        edit(now -> now.changed(pane.id(), old -> old.withModel(model, name)));
        state.get().pane(pane.id()).ifPresent(this::learn);
    }

    /** Gives a value to all panes, or to one that then is not linked any more. */
    void set(int scope, SharedValue value, String text) {
        edit(
                scope + " " + value.key(),
                scope == 0
                        ? now -> now.withShared(value, text)
                        : now -> now.changed(scope, pane -> pane.with(value, text)));
    }

    /** A pane shares a value again. */
    void link(int pane, SharedValue value) {
        edit(now -> now.changed(pane, old -> old.linked(value)));
    }

    /** All panes take what this one draws with. */
    void shareValuesOf(PaneSpec pane) {
        edit(
                now -> {
                    CompareState all = now;
                    for (SharedValue value : SharedValue.values()) {
                        all = all.withShared(value, now.value(pane, value));
                        for (PaneSpec each : now.panes()) {
                            all = all.changed(each.id(), old -> old.linked(value));
                        }
                    }
                    return all;
                });
    }

    /** Gives a pane the sampler that its model's own run used. */
    void useOwnSampler(PaneSpec pane) {
        knowledge(pane)
                .ifPresent(
                        model -> {
                            set(pane.id(), SharedValue.SAMPLER, model.sampling().sampler());
                            draw();
                        });
    }

    /** Asks the models of panes that show nothing yet what they know. */
    void ask() {
        for (PaneSpec pane : state.get().panes()) {
            if (drawing(pane).phase() == PaneDrawing.Phase.EMPTY) {
                learn(pane);
            }
        }
    }

    private void learn(PaneSpec pane) {
        if (pane.draws() && knowledge(pane).isEmpty()) {
            queue.ask(new PaneQueue.Task(state.get(), pane, letter(pane), "", Path.of("")));
        }
    }

    /** The first model says how it wants to be drawn from; what a person said before stays. */
    private void learned(PaneSpec pane, ModelKnowledge model) {
        if (!state.get().saysHowToDraw()) {
            update(now -> now.completedBy(model.sampling()));
        }
        learned.set(learned.get() + 1);
        if (drawWhenLearned) {
            drawWhenLearned = false;
            draw();
        }
    }

    private void readPicture(PaneSpec pane) {
        Path file = Path.of(pane.picture());
        runner.run(
                        "Read " + pane.name(),
                        p -> {
                            try (InputStream in = Files.newInputStream(file)) {
                                Image image = new Image(in);
                                if (image.isError()) {
                                    throw new IOException(
                                            pane.name() + " is no picture that can be shown.");
                                }
                                return image;
                            }
                        })
                .onSuccess(image -> drawing(pane).show(image, file))
                .onFailure(
                        e ->
                                drawing(pane)
                                        .fail(
                                                new PaneDrawing.Trouble(
                                                        ldmstudio.app.notify.Failures.message(e),
                                                        "Remove the pane, or put the file back.",
                                                        ldmstudio.app.notify.Failures.trace(e))));
    }

    /** Draws what is not up to date; when everything is, all of it anew. The pictures are kept. */
    void draw() {
        List<PaneSpec> unknown =
                state.get().panes().stream()
                        .filter(pane -> pane.draws() && knowledge(pane).isEmpty())
                        .toList();
        if (!state.get().saysHowToDraw() && !unknown.isEmpty()) {
            // Its own guidance and steps are on their way; others would draw another picture.
            drawWhenLearned = true;
            unknown.forEach(this::learn);
            return;
        }
        boolean stale =
                state.get().panes().stream().anyMatch(pane -> pane.draws() && isStale(pane));
        Path folder =
                WorkspaceFiles.samples(workspace.get())
                        .resolve(
                                LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
                                        + "_compare");
        draw(!stale, folder);
    }

    private void draw(boolean all, Path folder) {
        drawnOnce = true;
        changedAt = 0;
        CompareState now = state.get();
        for (PaneSpec pane : now.panes()) {
            if (pane.draws() && (all || isStale(pane))) {
                Path out = folder.resolveSibling(folder.getFileName() + "-" + letter(pane));
                queue.ask(new PaneQueue.Task(now, pane, letter(pane), wish(pane), out));
            }
        }
    }

    /** Whether what a pane shows was drawn with other values than it has now. */
    boolean isStale(PaneSpec pane) {
        PaneDrawing drawing = drawing(pane);
        boolean there = drawing.busy() || drawing.phase() == PaneDrawing.Phase.DONE;
        return pane.draws() && !(there && drawing.wish().equals(wish(pane)));
    }

    private String wish(PaneSpec pane) {
        TreeMap<String, String> all = new TreeMap<>();
        for (SharedValue value : SharedValue.values()) {
            all.put(value.key(), state.get().value(pane, value));
        }
        return pane.model() + " " + all;
    }

    private String letter(PaneSpec pane) {
        return CompareState.letter(state.get().place(pane.id()));
    }

    /** Draws anew when values have come to rest; called about 15 times a second while shown. */
    void tick(long nanos) {
        if (state.get().live() && drawnOnce && changedAt != 0 && nanos - changedAt > REST_NANOS) {
            // Pictures of every place of a slider would fill the workspace: drafts are overwritten.
            draw(false, WorkspaceFiles.remembered(workspace.get(), "compare"));
        }
    }

    void cancel() {
        drawWhenLearned = false;
        queue.cancel();
    }

    /** Ends the worker that holds the models. */
    void unload() {
        queue.close();
    }

    /** Files or folders that were dropped: models and pictures. */
    void take(List<Path> dropped) {
        for (Path file : dropped) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg")) {
                addPicture(file);
            } else {
                addModel(file, ModelChoices.name(file));
            }
        }
    }
}
