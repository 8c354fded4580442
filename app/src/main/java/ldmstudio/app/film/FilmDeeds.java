package ldmstudio.app.film;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.FileManagers;
import org.jspecify.annotations.Nullable;

/** One film at a time: begun, gone on with, told about when it ends, put away. */
public final class FilmDeeds {
    private final JobRunner runner;
    private final Notifications notifications;
    private final FilmDesk desk;
    private Runnable onChanged = () -> {};

    public FilmDeeds(
            JobRunner runner,
            Notifications notifications,
            WorkerFactory workers,
            Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.desk = new FilmDesk(runner, workers, workspace, System::nanoTime);
        desk.setOnEnd(this::ended);
    }

    public FilmDesk desk() {
        return desk;
    }

    /** Called when a film has begun, ended or been forgotten. */
    public void setOnChanged(Runnable listener) {
        onChanged = listener;
    }

    /** Renders in the background, unless another film is rendered. */
    public void render(FilmOrder order) {
        desk.render(order);
        onChanged.run();
    }

    /** The film that was cancelled or failed goes on from its whole frames. */
    public void goOn() {
        FilmOrder unfinished = desk.order();
        if (unfinished != null) {
            desk.render(unfinished);
        }
    }

    /** Forgets the film that is done, cancelled or failed; its files stay. */
    public void dismiss() {
        desk.dismiss();
        onChanged.run();
    }

    /** The film that waits for being finished; null: none. */
    public @Nullable FilmOrder unfinished() {
        return switch (desk.phase()) {
            case RUNNING, CANCELLED, FAILED -> desk.order();
            default -> null;
        };
    }

    private void ended() {
        onChanged.run();
        FilmDesk.Film film = desk.film();
        if (desk.phase() == FilmDesk.Phase.DONE && film != null) {
            notifications.show(
                    Notification.success("The film is done", film.path().toString())
                            .withChoices(
                                    new Notification.Choice(
                                            "Open folder", () -> reveal(film.path()))));
        } else if (desk.phase() == FilmDesk.Phase.FAILED) {
            notifications.show(
                    Notification.error("The film was not finished", desk.trouble().whole())
                            .withDetails(desk.trouble().details())
                            .withChoices(new Notification.Choice("Go on", this::goOn)));
        }
    }

    /** Shows a film's folder in the file manager. */
    public void reveal(Path film) {
        Path folder = Files.isDirectory(film) ? film : film.toAbsolutePath().getParent();
        if (folder != null) {
            runner.run("Open " + folder, p -> FileManagers.reveal(folder))
                    .onFailure(e -> notifications.failed("The folder cannot be shown", e));
        }
    }
}
