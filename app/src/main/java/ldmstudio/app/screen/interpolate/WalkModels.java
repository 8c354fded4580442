package ldmstudio.app.screen.interpolate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.engine.run.DemoModel;
import org.jspecify.annotations.Nullable;

/** The models that a walk can be drawn with: the workspace's runs, the demo, and those named. */
final class WalkModels {
    /**
     * A model in the list.
     *
     * @param demo the one that comes with the program
     */
    record Choice(String name, Path path, boolean demo) {}

    private final JobRunner runner;
    private final Notifications notifications;
    private final RunCatalog catalog;
    private final Supplier<Path> workspace;
    private final ObservableList<Choice> choices = FXCollections.observableArrayList();
    private final List<Choice> named = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable Choice> chosen =
            new ReadOnlyObjectWrapper<>(this, "chosen");
    private @Nullable Job<?> listing;

    WalkModels(
            JobRunner runner,
            Notifications notifications,
            RunCatalog catalog,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.catalog = catalog;
        this.workspace = workspace;
    }

    ObservableList<Choice> choices() {
        return choices;
    }

    ReadOnlyObjectProperty<@Nullable Choice> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** Path of the chosen model; empty: none. */
    String path() {
        Choice now = chosen.get();
        return now == null ? "" : now.path().toString();
    }

    /** The model that an example is begun with: the demo, whose prompts are known to work. */
    Choice first() {
        return choices.stream().filter(Choice::demo).findFirst().orElseGet(() -> choices.get(0));
    }

    /**
     * Makes sure that a model lies on the disk, which the demo does not at first.
     *
     * @return prompts that show what it can do; empty: it names some itself
     */
    static List<String> prepare(Choice choice) throws IOException {
        if (!choice.demo()) {
            return List.of();
        }
        DemoModel demo = DemoModel.builtIn();
        demo.unpack((bytes, total) -> {});
        return demo.prompts();
    }

    void choose(Choice choice) {
        chosen.set(choice);
    }

    /** Chooses a model by its path, listed or not. */
    void choose(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        Choice choice =
                choices.stream()
                        .filter(c -> c.path().equals(whole))
                        .findFirst()
                        .orElseGet(() -> name(whole));
        chosen.set(choice);
    }

    private Choice name(Path whole) {
        Choice made = new Choice(String.valueOf(whole.getFileName()), whole, false);
        named.add(made);
        choices.add(made);
        return made;
    }

    /** Lists the workspace's models anew. */
    void refresh(Runnable then) {
        if (listing != null) {
            return;
        }
        Path folder = workspace.get().resolve("runs");
        Job<List<Choice>> job = runner.run("List models", p -> list(folder));
        listing = job;
        job.onSuccess(this::listed)
                .onFailure(e -> notifications.failed("The models cannot be listed", e))
                .onFinished(
                        () -> {
                            listing = null;
                            then.run();
                        });
    }

    private List<Choice> list(Path folder) throws Exception {
        List<Choice> all = new ArrayList<>();
        catalog.list(folder).stream()
                .filter(r -> r.stage().equals("diffusion") && r.checkpointStep() >= 0)
                .map(r -> new Choice(r.name(), r.folder().toAbsolutePath().normalize(), false))
                .forEach(all::add);
        DemoModel demo = DemoModel.builtIn();
        if (demo.isShipped()) {
            all.add(new Choice("demo", demo.folder().toAbsolutePath().normalize(), true));
        }
        return all;
    }

    private void listed(List<Choice> runs) {
        List<Choice> all = new ArrayList<>(runs);
        named.stream()
                .filter(n -> all.stream().noneMatch(one -> one.path().equals(n.path())))
                .forEach(all::add);
        if (!all.equals(choices)) {
            choices.setAll(all);
        }
    }
}
