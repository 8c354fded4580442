package ldmstudio.app.screen.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.client.ShippedModel;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;

/** The models on offer: the workspace's diffusion runs, their checkpoints, and the shipped one. */
public final class ModelChoices {
    /**
     * A run to draw from, or the model that comes with the program.
     *
     * @param folder draws from its newest checkpoint
     * @param checkpoints newest first
     * @param shipped whether it comes with the program
     */
    public record Choice(String name, Path folder, List<Checkpoint> checkpoints, boolean shipped) {
        public Choice {
            checkpoints = List.copyOf(checkpoints);
        }
    }

    private final JobRunner runner;
    private final Notifications notifications;
    private final RunCatalog catalog;
    private final Supplier<Path> workspace;
    private final ObservableList<Choice> choices = FXCollections.observableArrayList();
    private @Nullable Job<?> listing;

    public ModelChoices(
            JobRunner runner,
            Notifications notifications,
            RunCatalog catalog,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.catalog = catalog;
        this.workspace = workspace;
    }

    /** Runs newest first, then the shipped model. */
    public ObservableList<Choice> choices() {
        return choices;
    }

    /** Lists them anew, in the background. */
    public void refresh() {
        if (listing != null) {
            return;
        }
        Path runs = workspace.get().resolve("runs");
        Job<List<Choice>> job = runner.run("List models", p -> list(runs));
        listing = job;
        job.onSuccess(
                        found -> {
                            if (!found.equals(choices)) {
                                choices.setAll(found);
                            }
                        })
                .onFailure(e -> notifications.failed("The models cannot be listed", e))
                .onFinished(() -> listing = null);
    }

    private List<Choice> list(Path runs) throws Exception {
        List<Choice> found = new ArrayList<>();
        for (RunStatus run : catalog.list(runs)) {
            if (run.stage().equals("diffusion") && run.checkpointStep() >= 0) {
                found.add(new Choice(run.name(), run.folder(), checkpoints(run.folder()), false));
            }
        }
        ShippedModel.folder()
                .ifPresent(demo -> found.add(new Choice(ShippedModel.NAME, demo, List.of(), true)));
        return found;
    }

    private static List<Checkpoint> checkpoints(Path folder) throws Exception {
        try (RunFolder opened = RunFolder.open(folder)) {
            List<Checkpoint> newestFirst = new ArrayList<>(opened.checkpoints());
            Collections.reverse(newestFirst);
            return newestFirst;
        } catch (RunFolderException damaged) {
            // Its newest checkpoint can still be tried; what is wrong is said then.
            return List.of();
        }
    }

    /** Name of one checkpoint of a run. */
    public static String name(String run, long step) {
        return String.format(Locale.UK, "%s · step %,d", run, step);
    }

    /** Name of a model by its place: run, checkpoint of a run, folder or file. */
    public static String name(Path model) {
        Path whole = model.toAbsolutePath().normalize();
        String last = String.valueOf(whole.getFileName());
        Path above = whole.getParent();
        Path run = above == null ? null : above.getParent();
        if (above == null
                || run == null
                || !above.endsWith("checkpoints")
                || !last.matches("step-\\d+")) {
            return last;
        }
        return name(
                String.valueOf(run.getFileName()),
                Long.parseLong(last.substring("step-".length())));
    }
}
