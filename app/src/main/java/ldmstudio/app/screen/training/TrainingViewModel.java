package ldmstudio.app.screen.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import ldmstudio.app.client.RunFeed;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.FormState;
import ldmstudio.app.jobs.JobCenter;
import ldmstudio.app.jobs.TrainingJob;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.text.CommandWords;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.Recipe;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * State of a training page: the form, the runs of its stage, and the run that is looked at, alive
 * or not. Knows no controls; pulled by {@link #sample()} on the FX executor.
 */
public final class TrainingViewModel {
    /** What the page needs from the rest of the window. */
    public record Surroundings(
            JobRunner runner,
            Notifications notifications,
            JobCenter jobs,
            RunCatalog catalog,
            Function<Path, RunFeed> follow,
            Supplier<Path> runs) {}

    private final String stage;
    private final Surroundings around;
    private final List<Recipe> recipes;
    private final FormState form;
    private final RunStory story;
    private final ObjectProperty<@Nullable Recipe> recipe =
            new SimpleObjectProperty<>(this, "recipe");
    private final ReadOnlyObjectWrapper<List<RunStatus>> runs =
            new ReadOnlyObjectWrapper<>(this, "runs", List.of());
    private final ReadOnlyObjectWrapper<List<RunStatus>> autoencoders =
            new ReadOnlyObjectWrapper<>(this, "autoencoders", List.of());
    private final ReadOnlyObjectWrapper<@Nullable Path> run =
            new ReadOnlyObjectWrapper<>(this, "run");
    private final ReadOnlyObjectWrapper<RunView> view =
            new ReadOnlyObjectWrapper<>(this, "view", RunView.NONE);
    private final ReadOnlyBooleanWrapper listed = new ReadOnlyBooleanWrapper(this, "listed");
    private final ReadOnlyStringWrapper estimate = new ReadOnlyStringWrapper(this, "estimate", "");
    private @Nullable RunFeed feed;
    private @Nullable Job<?> listing;
    private @Nullable Job<?> estimating;

    public TrainingViewModel(String stage, CurveSink curves, Surroundings around) {
        this.stage = stage;
        this.around = around;
        this.recipes = Recipes.builtIn().stream().filter(r -> r.stage().equals(stage)).toList();
        this.form = new FormState(recipes.get(0));
        this.story = new RunStory(curves);
        recipe.set(form.origin());
        form.revisionProperty()
                .addListener(
                        (o, was, is) -> {
                            recipe.set(form.origin());
                            estimate();
                        });
        estimate();
    }

    public String stage() {
        return stage;
    }

    public List<Recipe> recipes() {
        return recipes;
    }

    /** The recipe that the form began as; null while it shows a run's settings. */
    public ReadOnlyObjectProperty<@Nullable Recipe> recipeProperty() {
        return recipe;
    }

    public FormState form() {
        return form;
    }

    public RunStory story() {
        return story;
    }

    /** Runs of this stage in the workspace, newest first. */
    public ReadOnlyObjectProperty<List<RunStatus>> runsProperty() {
        return runs.getReadOnlyProperty();
    }

    /** The run folder that is looked at; null: a new run. */
    public ReadOnlyObjectProperty<@Nullable Path> runProperty() {
        return run.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<RunView> viewProperty() {
        return view.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty estimateProperty() {
        return estimate.getReadOnlyProperty();
    }

    /** All runs of the workspace that can serve as an autoencoder, newest first. */
    public ReadOnlyObjectProperty<List<RunStatus>> autoencodersProperty() {
        return autoencoders.getReadOnlyProperty();
    }

    /** Whether the workspace's runs have been listed once. */
    public ReadOnlyBooleanProperty listedProperty() {
        return listed.getReadOnlyProperty();
    }

    /** Lists the workspace's runs anew. */
    public void refreshRuns() {
        if (listing != null) {
            return;
        }
        Path folder = around.runs().get();
        Job<List<RunStatus>> job =
                around.runner().run("List runs", p -> around.catalog().list(folder));
        listing = job;
        job.onSuccess(
                        all -> {
                            runs.set(ofStage(all, stage));
                            autoencoders.set(
                                    ofStage(all, "autoencoder").stream()
                                            .filter(
                                                    r ->
                                                            r.checkpointStep() >= 0
                                                                    || r.state().isAlive())
                                            .toList());
                        })
                .onFailure(e -> around.notifications().failed("The runs cannot be listed", e))
                .onFinished(
                        () -> {
                            listing = null;
                            listed.set(true);
                        });
    }

    private static List<RunStatus> ofStage(List<RunStatus> all, String stage) {
        return all.stream().filter(r -> r.stage().equals(stage)).toList();
    }

    /** An empty page with a recipe in the form. */
    public void newRun(Recipe chosen) {
        look(null);
        form.load(chosen);
    }

    /** An empty page with the form as it is: the settings of the run that was looked at. */
    public void newRun() {
        look(null);
    }

    /** Puts data into the form of a new run. */
    public void useData(DataConfig data) {
        look(null);
        form.edit(RunConfigs.with(form.config(), "data", data));
    }

    /**
     * Puts a model into fields of a new run's form.
     *
     * @param fields paths of fields that name a folder or file: {@code init_from}, {@code
     *     autoencoder}
     */
    public void useModel(Path model, List<String> fields) {
        RunConfig edited = form.config();
        for (String field : fields) {
            edited = RunConfigs.with(edited, field, model.toString());
        }
        look(null);
        form.edit(edited);
    }

    /** Looks at a run folder, alive or not, and shows its settings. */
    public void show(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (absolute.equals(run.get())) {
            return;
        }
        look(absolute);
        around.runner()
                .run(
                        "Read the settings of " + absolute.getFileName(),
                        p -> RunConfigs.read(absolute.resolve(RunFolder.RUN_YAML), List.of()))
                .onSuccess(
                        config -> {
                            if (absolute.equals(run.get())) {
                                form.load(config);
                            }
                        })
                .onFailure(
                        e -> {
                            // A run that has not begun has no file yet; its form is the page's.
                            if (around.jobs().find(absolute).isEmpty()) {
                                around.notifications()
                                        .failed(
                                                "The settings of "
                                                        + absolute.getFileName()
                                                        + " cannot be read",
                                                e);
                            }
                        });
    }

    private void look(@Nullable Path folder) {
        if (feed != null) {
            feed.close();
        }
        story.clear();
        run.set(folder);
        feed = folder == null ? null : around.follow().apply(folder);
        sample();
    }

    /** Starts the form as a new run, or queues it behind the one that runs. */
    public Optional<TrainingJob> train(@Nullable Path needs) {
        if (!form.problems().isEmpty()) {
            return Optional.empty();
        }
        RunConfig config = form.config();
        TrainingJob job =
                needs == null ? around.jobs().train(config) : around.jobs().train(config, needs);
        look(job.folder());
        return Optional.of(job);
    }

    /** Takes up the run that is looked at from its newest checkpoint. */
    public void resume() {
        Path folder = run.get();
        if (folder != null) {
            around.jobs().resume(folder, stage);
            sample();
        }
    }

    /** The job of this session that trains the run that is looked at. */
    public Optional<TrainingJob> job() {
        Path folder = run.get();
        return folder == null ? Optional.empty() : around.jobs().find(folder);
    }

    /** Asks the running job for something; a refusal is told. */
    public void ask(String what, Function<TrainingJob, CompletableFuture<Void>> request) {
        ask(what, request, () -> {});
    }

    private void ask(
            String what,
            Function<TrainingJob, CompletableFuture<Void>> request,
            Runnable onRefused) {
        Optional<TrainingJob> job = job();
        if (job.isEmpty()) {
            return;
        }
        var unused =
                request.apply(job.get())
                        .whenComplete(
                                (ok, failure) -> {
                                    if (failure != null) {
                                        around.notifications().failed(what, failure);
                                        around.runner().fx(onRefused);
                                    }
                                });
    }

    /** Changes a live setting of the running job; the key is the field's last part. */
    public void set(String key, String value) {
        set(key, value, () -> {});
    }

    /** As {@link #set(String, String)}; {@code onRefused} runs on the FX executor. */
    public void set(String key, String value, Runnable onRefused) {
        ask("The setting was not changed", job -> job.set(key, value), onRefused);
    }

    /** The command line that does the same. */
    public String command() {
        Recipe from = recipe.get();
        Path folder = run.get();
        String config =
                from != null
                        ? from.name()
                        : folder == null
                                ? "run.yaml"
                                : CommandWords.quoted(
                                        folder.resolve(RunFolder.RUN_YAML).toString());
        StringBuilder command = new StringBuilder("ldm train ").append(config);
        for (String override : form.overrides()) {
            command.append(' ').append(CommandWords.quoted(override));
        }
        return command.toString();
    }

    /** Takes over what is new; called some times a second while the page is shown. */
    public void sample() {
        RunFeed following = feed;
        if (following == null) {
            set(RunView.NONE);
            return;
        }
        RunFeed.News news = following.drain();
        if (news.restarted()) {
            story.clear();
        }
        news.events().forEach(story::add);
        set(RunViews.of(following, job(), story));
    }

    private void set(RunView now) {
        if (!Objects.equals(now, view.get())) {
            view.set(now);
        }
    }

    private void estimate() {
        if (estimating != null) {
            estimating.cancel();
        }
        RunConfig config = form.config();
        List<RunStatus> past = runs.get();
        Job<String> job =
                around.runner().run("Estimate the time", p -> RunEstimate.of(config, past));
        estimating = job;
        job.onSuccess(estimate::set);
    }
}
