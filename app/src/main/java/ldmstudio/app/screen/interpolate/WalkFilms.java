package ldmstudio.app.screen.interpolate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.FileManagers;
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
    private final RenderDesk desk;
    private final ObjectProperty<VideoConfig> video =
            new SimpleObjectProperty<>(this, "video", VideoConfig.defaults());
    private Runnable onChanged = () -> {};

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
        this.desk = new RenderDesk(runner, workers, workspace, System::nanoTime);
        desk.setOnEnd(this::ended);
    }

    RenderDesk desk() {
        return desk;
    }

    ObjectProperty<VideoConfig> videoProperty() {
        return video;
    }

    VideoConfig video() {
        return video.get();
    }

    /** Called when a film has begun, ended or been forgotten. */
    void setOnChanged(Runnable listener) {
        onChanged = listener;
    }

    /** Frames that a film of the walk has one way. */
    int frames() {
        return WalkTimeline.frames(editor.walk().seconds(), video().fps());
    }

    /** Renders the walk under a name of its own. */
    void render() {
        WalkConfig walk = editor.walk();
        if (!models.path().isEmpty() && walk.problems().isEmpty()) {
            desk.render(recipe(FilmNames.free(workspace.get(), walk, video())));
            onChanged.run();
        }
    }

    /** The film that was cancelled or failed goes on from its whole frames. */
    void goOn() {
        WalkRecipe unfinished = desk.recipe();
        if (unfinished != null) {
            desk.render(unfinished);
        }
    }

    /** Forgets the film that is done, cancelled or failed; its files stay. */
    void dismiss() {
        desk.dismiss();
        onChanged.run();
    }

    /** The film that waits for being finished; null: none. */
    @Nullable WalkRecipe unfinished() {
        return switch (desk.phase()) {
            case RUNNING, CANCELLED, FAILED -> desk.recipe();
            default -> null;
        };
    }

    private void ended() {
        onChanged.run();
        RenderDesk.Film film = desk.film();
        if (desk.phase() == RenderDesk.Phase.DONE && film != null) {
            notifications.show(
                    Notification.success("The film is done", film.path().toString())
                            .withChoices(
                                    new Notification.Choice(
                                            "Open folder", () -> reveal(film.path()))));
        } else if (desk.phase() == RenderDesk.Phase.FAILED) {
            notifications.show(
                    Notification.error("The film was not finished", desk.trouble().whole())
                            .withDetails(desk.trouble().details())
                            .withChoices(new Notification.Choice("Go on", this::goOn)));
        }
    }

    /** Shows a film's folder in the file manager. */
    void reveal(Path film) {
        Path folder = Files.isDirectory(film) ? film : film.toAbsolutePath().getParent();
        if (folder != null) {
            runner.run("Open " + folder, p -> FileManagers.reveal(folder))
                    .onFailure(e -> notifications.failed("The folder cannot be shown", e));
        }
    }

    /** Writes the walk as YAML; {@code then} hears the command that renders it. */
    void saveYaml(Path file, Consumer<String> then) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        Path film = WorkspaceFiles.videos(workspace.get()).resolve(FilmNames.file(name, video()));
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
