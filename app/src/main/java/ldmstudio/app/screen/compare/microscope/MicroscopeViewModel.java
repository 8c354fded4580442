package ldmstudio.app.screen.compare.microscope;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.action.EditHistory;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.screen.compare.ModelKnowledge;
import ldmstudio.app.screen.compare.SharedValue;
import ldmstudio.app.screen.compare.StateFile;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.Kind;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.WaySettings;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.config.PartedTexts;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State of the sampler microscope: what is followed and what was seen. Knows no controls. */
public final class MicroscopeViewModel {
    /** What it is doing. */
    public enum Phase {
        EMPTY,
        /** The chosen model says what it knows; nobody has asked for states yet. */
        ASKING,
        LOADING,
        FOLLOWING,
        DONE,
        CANCELLED,
        FAILED
    }

    /** Something that went wrong, in words. */
    public record Trouble(String words, String hint, String details) {}

    private static final Logger LOG = LoggerFactory.getLogger(MicroscopeViewModel.class);
    private static final String KEY = "compare.microscope";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private final JobRunner runner;
    private final Supplier<Path> workspace;
    private final Preferences preferences;
    private final ModelWorker worker;
    private final ReadOnlyObjectWrapper<MicroscopeForm> form;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.EMPTY);
    private final ReadOnlyObjectWrapper<Optional<ModelKnowledge>> knowledge =
            new ReadOnlyObjectWrapper<>(this, "knowledge", Optional.empty());
    private final EditHistory<MicroscopeForm> history;
    private final ReadOnlyIntegerWrapper step = new ReadOnlyIntegerWrapper(this, "step", 0);
    private Way trunk = new Way();
    private Way branch = new Way();
    private MicroscopeForm followed = MicroscopeForm.empty();
    private Trouble trouble = new Trouble("", "", "");
    private String known = "";
    private boolean cancelled;

    /** Nobody has chosen a step: the newest one is looked at, so that the picture grows. */
    private boolean newest;

    public MicroscopeViewModel(
            JobRunner runner,
            WorkerFactory workers,
            Preferences preferences,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.workspace = workspace;
        this.preferences = preferences;
        this.worker = new ModelWorker(workers);
        this.form =
                new ReadOnlyObjectWrapper<>(
                        this,
                        "form",
                        preferences
                                .value(KEY)
                                .flatMap(json -> StateFile.read(json, MicroscopeForm.class))
                                .orElse(MicroscopeForm.empty()));
        this.history = new EditHistory<>(form.get(), System::nanoTime);
    }

    MicroscopeForm form() {
        return form.get();
    }

    ReadOnlyObjectProperty<MicroscopeForm> formProperty() {
        return form.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** What the chosen model knows, once it was loaded. */
    ReadOnlyObjectProperty<Optional<ModelKnowledge>> knowledgeProperty() {
        return knowledge.getReadOnlyProperty();
    }

    /** Steps that are done where the person looks. */
    ReadOnlyIntegerProperty stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** Looks at a step and stays there. */
    void look(int steps) {
        newest = false;
        step.set(steps);
    }

    /** Goes on to the newest state where nobody has chosen one; called while the page is seen. */
    void tick() {
        int seen = trunk.size();
        if (newest && seen > 0) {
            step.set(seen - 1);
        }
    }

    /** What the states that are shown were asked for with. */
    MicroscopeForm followed() {
        return followed;
    }

    Way trunk() {
        return trunk;
    }

    Way branch() {
        return branch;
    }

    Trouble trouble() {
        return trouble;
    }

    String activity() {
        return worker.progress().text();
    }

    boolean busy() {
        return phase.get() == Phase.LOADING || phase.get() == Phase.FOLLOWING;
    }

    void update(UnaryOperator<MicroscopeForm> change) {
        MicroscopeForm after = change.apply(form.get());
        if (!after.equals(form.get())) {
            form.set(after);
            history.amend(after);
            preferences.setValue(KEY, StateFile.write(after));
        }
    }

    /**
     * A change that Ctrl+Z takes back.
     *
     * @param what value it is: dragging or typing it is one edit
     */
    void edit(String what, UnaryOperator<MicroscopeForm> change) {
        if (history.edit(change.apply(form.get()), what)) {
            update(before -> history.now());
        }
    }

    /** Takes the newest edit back; what was seen stays. */
    public void undo() {
        if (history.undo()) {
            goTo(history.now());
        }
    }

    /** Makes the newest edit again that was taken back. */
    public void redo() {
        if (history.redo()) {
            goTo(history.now());
        }
    }

    private void goTo(MicroscopeForm other) {
        String before = form.get().model();
        update(now -> other);
        if (!other.model().equals(before)) {
            learn();
        }
    }

    /** Chooses a model. */
    void choose(Path model, String name) {
        edit("model", now -> now.withModel(model.toString(), name));
        learn();
    }

    private void learn() {
        String model = form.get().model();
        if (!model.equals(known)) {
            knowledge.set(Optional.empty());
            ask();
        }
    }

    /** Asks the chosen model what it knows, unless it has said so: the fields can offer it then. */
    public void ask() {
        MicroscopeForm asked = form.get();
        if (asked.model().isEmpty() || asked.model().equals(known) || busy()) {
            return;
        }
        cancelled = false;
        phase.set(Phase.ASKING);
        runner.run("Load " + asked.name(), p -> load(asked))
                .onSuccess(model -> learned(asked, model))
                .onFailure(
                        e -> {
                            if (phase.get() == Phase.ASKING
                                    && asked.model().equals(form.get().model())) {
                                failed(e);
                            }
                        });
    }

    private ModelKnowledge load(MicroscopeForm asked) throws Exception {
        Path place = Path.of(asked.model());
        return ModelKnowledge.of(worker.load(workspace.get(), place), place);
    }

    /** Begins with the model that comes with the program. */
    void beginWith(Path shipped, String name) {
        choose(shipped, name);
        follow();
    }

    /** Takes over what a pane draws with. */
    public void begin(
            Path model,
            String name,
            String prompt,
            String negativePrompt,
            String className,
            SamplingConfig how) {
        choose(model, name);
        WaySettings first =
                new WaySettings(
                        prompt,
                        negativePrompt,
                        how.seed(),
                        how.steps(),
                        how.guidanceScale(),
                        how.sampler());
        edit("begin", now -> now.withFirst(first).withClass(className));
    }

    /** The other way leaves the first one where the person looks. */
    public void branchHere() {
        int at = Math.max(0, Math.min(step.get(), form.get().first().steps() - 1));
        edit("branch", now -> now.withKind(Kind.BRANCH).withBranchAt(at));
    }

    /** Follows the ways from noise to picture. */
    public void follow() {
        MicroscopeForm asked = form.get();
        if (busy() || asked.model().isEmpty()) {
            return;
        }
        boolean fresh = !asked.model().equals(known);
        cancelled = false;
        followed = asked;
        newest = asked.kind() != Kind.BRANCH;
        Way first = new Way();
        Way second = new Way();
        trunk = first;
        branch = second;
        phase.set(Phase.LOADING);
        Path out =
                WorkspaceFiles.samples(workspace.get())
                        .resolve(
                                LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
                                        + "_trajectory");
        runner.run(
                        "Follow a sampling",
                        p -> {
                            ModelKnowledge model = load(asked);
                            MicroscopeForm whole = fresh ? asked.completedBy(model) : asked;
                            runner.fx(
                                    () -> {
                                        followed = whole;
                                        learned(asked, model);
                                    });
                            return worker.run(
                                    id -> request(id, whole, model, out),
                                    reply -> take(reply, first, second));
                        })
                .onSuccess(ok -> phase.set(cancelled ? Phase.CANCELLED : Phase.DONE))
                .onFailure(this::failed);
    }

    private void learned(MicroscopeForm asked, ModelKnowledge model) {
        known = asked.model();
        if (asked.model().equals(form.get().model())) {
            if (knowledge.get().isEmpty()) {
                update(now -> now.completedBy(model));
            }
            knowledge.set(Optional.of(model));
        }
        if (phase.get() == Phase.LOADING) {
            phase.set(Phase.FOLLOWING);
        } else if (phase.get() == Phase.ASKING) {
            phase.set(trunk.size() > 0 ? Phase.DONE : Phase.EMPTY);
        }
    }

    private static Request request(String id, MicroscopeForm form, ModelKnowledge model, Path out) {
        int label = model.classes().indexOf(form.className());
        SampleSettings settings =
                new SampleSettings(
                        label >= 0
                                ? List.of(label)
                                : model.classes().isEmpty() ? List.of() : List.of(0),
                        model.text() && !form.first().promptLine().isEmpty()
                                ? List.of(form.first().promptLine())
                                : List.of(),
                        form.first().on(model),
                        0,
                        out.toString(),
                        BeginSettings.NOISE,
                        form.model());
        if (form.kind() == Kind.ALONE) {
            return Request.Trajectory.of(id, settings, out.toString());
        }
        boolean beside = form.kind() == Kind.BESIDE;
        // Side by side both ways leave the same noise, so that only the sampler differs.
        WaySettings other =
                form.second().with(SharedValue.SEED, form.first().value(SharedValue.SEED));
        if (beside) {
            other =
                    other.with(SharedValue.PROMPT, "")
                            .with(
                                    SharedValue.NEGATIVE_PROMPT,
                                    form.first().value(SharedValue.NEGATIVE_PROMPT));
        }
        SamplingConfig branch =
                other.on(model)
                        .with(
                                "prompts",
                                model.text() ? PartedTexts.join(List.of(other.promptLine())) : "");
        return new Request.Trajectory(
                id, settings, beside ? 0 : form.branchAt(), branch, out.toString());
    }

    private static void take(Reply reply, Way first, Way second) {
        if (reply instanceof Reply.StepPictures pictures) {
            (pictures.branch() ? second : first).add(StepPicture.of(pictures));
        }
    }

    private void failed(Throwable e) {
        if (cancelled) {
            phase.set(Phase.CANCELLED);
            return;
        }
        String hint = e instanceof WorkerException w ? w.hint() : "";
        String details =
                e instanceof WorkerException w && !w.details().isEmpty()
                        ? w.details()
                        : Failures.trace(e);
        trouble = new Trouble(Failures.message(e), hint, details);
        phase.set(Phase.FAILED);
    }

    /** Ends within a step; what was seen stays. */
    public void cancel() {
        if (busy()) {
            cancelled = true;
            var unused =
                    worker.cancel()
                            .whenComplete(
                                    (ok, failure) -> {
                                        if (failure != null) {
                                            LOG.debug("nothing to cancel: {}", failure.toString());
                                        }
                                    });
        }
    }

    /** Ends the worker that holds the model. */
    public void unload() {
        runner.background(worker::close);
    }
}
