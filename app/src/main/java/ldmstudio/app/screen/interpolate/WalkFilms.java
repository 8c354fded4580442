package ldmstudio.app.screen.interpolate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.film.FilmDeeds;
import ldmstudio.app.film.FilmDesk;
import ldmstudio.app.film.FilmOrder;
import ldmstudio.app.film.FilmPlace;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.config.WalkRecipes;
import ldmstudio.engine.config.WalkTimeline;
import org.jspecify.annotations.Nullable;

/** The walk as a film: how it is rendered, told about, and handed to the command line. */
final class WalkFilms {
    private final JobRunner runner;
    private final Notifications notifications;
    private final Supplier<Path> workspace;
    private final WalkModels models;
    private final WalkEditor editor;
    private final FilmDeeds deeds;
    private final ObjectProperty<VideoConfig> video =
            new SimpleObjectProperty<>(this, "video", VideoConfig.defaults());

    WalkFilms(
            JobRunner runner,
            Notifications notifications,
            WorkerFactory workers,
            Supplier<Path> workspace,
            WalkModels models,
            WalkEditor editor) {
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        this.models = models;
        this.editor = editor;
        this.deeds = new FilmDeeds(runner, notifications, workers, workspace);
    }

    FilmDeeds deeds() {
        return deeds;
    }

    FilmDesk desk() {
        return deeds.desk();
    }

    ObjectProperty<VideoConfig> videoProperty() {
        return video;
    }

    VideoConfig video() {
        return video.get();
    }

    /** Called when a film has begun, ended or been forgotten. */
    void setOnChanged(Runnable listener) {
        deeds.setOnChanged(listener);
    }

    /** Frames that a film of the walk has one way. */
    int frames() {
        return WalkTimeline.frames(editor.walk().seconds(), video().fps());
    }

    /** Renders the walk under a name of its own. */
    void render() {
        WalkConfig walk = editor.walk();
        if (!models.path().isEmpty() && walk.problems().isEmpty()) {
            deeds.render(
                    new FilmOrder.Walk(recipe(FilmNames.free(workspace.get(), walk, video()))));
        }
    }

    /** The film that waits for being finished; null: none. */
    @Nullable WalkRecipe unfinished() {
        return deeds.unfinished() instanceof FilmOrder.Walk walk ? walk.recipe() : null;
    }

    /** A film that an earlier session began. */
    void remember(WalkRecipe unfinished) {
        desk().remember(new FilmOrder.Walk(unfinished));
    }

    /** Writes the walk as YAML; {@code then} hears the command that renders it. */
    void saveYaml(Path file, Consumer<String> then) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        Path film = WorkspaceFiles.videos(workspace.get()).resolve(FilmPlace.file(name, video()));
        String yaml = WalkRecipes.write(recipe(film));
        runner.run(
                        "Save " + file,
                        p -> {
                            Path parent = file.toAbsolutePath().getParent();
                            if (parent != null) {
                                Files.createDirectories(parent);
                            }
                            return Files.writeString(file, yaml);
                        })
                .onSuccess(made -> then.accept(FilmNames.command(made)))
                .onFailure(e -> notifications.failed("The walk was not saved", e));
    }

    /** The walk with model, film and name: what is rendered, and what {@code ldm} reads. */
    private WalkRecipe recipe(Path out) {
        return new WalkRecipe(models.path(), out.toString(), editor.walk(), video());
    }
}
