package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * The model that a person chose and what it makes of the form: its classes, its samplers, the
 * settings that its own samples were drawn with. It is loaded ahead when somebody begins to write,
 * so that its tokenizer can count and complete.
 */
final class ChosenModel {
    private final JobRunner runner;
    private final ModelWorker worker;
    private final Workspace workspace;
    private final ModelList models;
    private final SampleForm form;
    private final PromptReader reader;
    private final PlaygroundParts parts;
    private final BooleanSupplier busy;
    private final Consumer<String> complain;
    private final ReadOnlyBooleanWrapper warming =
            new ReadOnlyBooleanWrapper(this, "warming", false);
    private final ObservableList<String> examples = FXCollections.observableArrayList();
    private Runnable afterLearning = () -> {};
    private boolean keepValues;
    private boolean takeLater;

    /**
     * @param busy whether something is being drawn, which has the worker to itself
     */
    ChosenModel(
            JobRunner runner,
            ModelWorker worker,
            Workspace workspace,
            ModelList models,
            SampleForm form,
            PlaygroundParts parts,
            BooleanSupplier busy,
            Consumer<String> complain) {
        this.runner = runner;
        this.worker = worker;
        this.workspace = workspace;
        this.models = models;
        this.form = form;
        this.parts = parts;
        this.busy = busy;
        this.complain = complain;
        reader = new PromptReader(runner, worker);
        models.chosenProperty().addListener((o, was, is) -> chosen(is));
        models.factsProperty().addListener((o, was, is) -> read(is));
        models.readingProperty().addListener((o, was, is) -> freed());
    }

    PromptReader reader() {
        return reader;
    }

    /** Whether it is being loaded without a drawing. */
    ReadOnlyBooleanProperty warmingProperty() {
        return warming.getReadOnlyProperty();
    }

    /** The values of the form stay as they are when the next model's facts come. */
    void keepValues(boolean keep) {
        keepValues = keep;
    }

    /** A person chose it: it draws as its own samples were drawn, until that is changed. */
    void choose(ModelChoice model) {
        keepValues = false;
        models.choose(model);
    }

    /**
     * Opens one from anywhere. A model that is no run is loaded at once: nothing else says more.
     */
    void open(Path model) {
        keepValues = false;
        models.open(model);
    }

    private void chosen(@Nullable ModelChoice model) {
        if (model == null) {
            return;
        }
        examples.setAll(ShippedModels.prompts(model.path()));
        parts.modelChanged(Map.of());
        if (!model.isRun()) {
            boolean takeSettings = !keepValues;
            keepValues = false;
            if (!examples.isEmpty() && form.promptProperty().get().isBlank()) {
                form.promptProperty().set(examples.get(0));
            }
            warmUp(takeSettings);
        }
    }

    /** Prompts that show what the chosen model can do; empty: none are known. */
    ObservableList<String> examples() {
        return examples;
    }

    private void read(@Nullable ModelFacts facts) {
        if (facts == null) {
            return;
        }
        form.listensToTextProperty().set(facts.text());
        if (!keepValues) {
            form.show(facts.over(form.values()));
        }
        keepValues = false;
    }

    /**
     * Loads it, unless it is there already or something is drawn.
     *
     * @param takeSettings begin with the sampler and steps that it names
     */
    void warmUp(boolean takeSettings) {
        ModelChoice model = models.chosenProperty().get();
        Path weights = models.weights().orElse(null);
        if (weights == null || model == null || busy.getAsBoolean()) {
            return;
        }
        if (warming.get()) {
            takeLater = takeSettings;
            return;
        }
        warming.set(true);
        runner.run("Load " + model.name(), p -> load(weights))
                .onSuccess(description -> warm(model, description, takeSettings))
                .onFailure(e -> complain.accept(Trouble.of(e, false).words()))
                .onFinished(() -> warmed(model));
    }

    private Map<String, Object> load(Path weights) throws Exception {
        return worker.load(workspace.folder(), weights);
    }

    private void warm(ModelChoice model, Map<String, Object> description, boolean takeSettings) {
        if (model.equals(models.chosenProperty().get())) {
            tell(description);
            if (takeSettings) {
                ModelFacts.begin(description, form);
            }
        }
    }

    private void warmed(ModelChoice loaded) {
        warming.set(false);
        ModelChoice now = models.chosenProperty().get();
        if (now != null && !now.isRun() && !now.is(loaded.path())) {
            // Another one was chosen while the first was loading; drawings wait for that one.
            warmUp(takeLater);
            takeLater = false;
        }
        freed();
    }

    private boolean isLearning() {
        return warming.get() || models.readingProperty().get();
    }

    private void freed() {
        if (isLearning()) {
            return;
        }
        Runnable after = afterLearning;
        afterLearning = () -> {};
        after.run();
    }

    /**
     * Whether it is known what it listens to and how it draws by itself: a run's folder says so
     * when it was read, of other models only their loading.
     */
    boolean isLearned() {
        ModelChoice model = models.chosenProperty().get();
        if (model == null) {
            return true;
        }
        return model.isRun() ? !models.readingProperty().get() : !warming.get();
    }

    /** Runs at once, or when loading and reading are over. */
    void whenFree(Runnable action) {
        if (isLearning()) {
            Runnable before = afterLearning;
            afterLearning =
                    () -> {
                        before.run();
                        action.run();
                    };
        } else {
            action.run();
        }
    }

    /** A model is in memory: the form, the prompt's reader and the sections hear what it knows. */
    void tell(Map<String, Object> description) {
        ModelFacts.tell(description, form);
        reader.modelLoaded(form.listensToTextProperty().get());
        reader.read(form.values().prompts());
        parts.modelChanged(description);
    }
}
