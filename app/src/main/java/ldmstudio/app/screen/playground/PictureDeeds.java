package ldmstudio.app.screen.playground;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import ldmstudio.app.action.UndoStack;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.PictureMarks;
import ldmstudio.app.workspace.PictureTrash;
import ldmstudio.app.workspace.Workspace;

/** What can be done with finished pictures: star, delete, bring back, save a copy. */
final class PictureDeeds {
    private final JobRunner runner;
    private final Notifications notifications;
    private final Workspace workspace;
    private final UndoStack undo;
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes", 0);

    PictureDeeds(
            JobRunner runner, Notifications notifications, Workspace workspace, UndoStack undo) {
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        this.undo = undo;
    }

    /** Grows with every star and deletion. */
    ReadOnlyIntegerProperty changes() {
        return changes.getReadOnlyProperty();
    }

    boolean isStarred(Drawn.Picture picture) {
        Path file = picture.file();
        return file != null && workspace.marks().isStarred(file);
    }

    /** Gives a star to all of them, or takes it from all when all have it. */
    void star(List<Drawn.Picture> pictures) {
        boolean on = !pictures.stream().allMatch(this::isStarred);
        PictureMarks marks = workspace.marks();
        for (Path file : files(pictures)) {
            marks.setStarred(file, on);
        }
        changed();
        runner.run(
                        "Remember the stars",
                        p -> {
                            marks.write();
                            return on;
                        })
                .onFailure(e -> notifications.failed("The star is not remembered", e));
    }

    /** Moves finished pictures to the workspace's trash; Ctrl+Z brings them back. */
    void delete(Drawn drawn, List<Drawn.Picture> pictures) {
        List<Drawn.Picture> finished = pictures.stream().filter(p -> p.file() != null).toList();
        if (finished.isEmpty()) {
            return;
        }
        PictureTrash trash = workspace.trash();
        // At once on the screen; what cannot be moved comes back.
        drawn.remove(finished);
        changed();
        String what = finished.size() == 1 ? "a picture" : finished.size() + " pictures";
        runner.run("Delete " + what, p -> trash.delete(files(finished)))
                .onSuccess(
                        deleted ->
                                undo.done(
                                        "Delete " + what,
                                        () -> restore(trash, deleted, drawn, finished)))
                .onFailure(
                        e -> {
                            drawn.restore(finished);
                            changed();
                            notifications.failed("Nothing was deleted", e);
                        });
    }

    private void restore(
            PictureTrash trash,
            PictureTrash.Deleted deleted,
            Drawn drawn,
            List<Drawn.Picture> pictures) {
        runner.run(
                        "Bring back",
                        p -> {
                            trash.restore(deleted);
                            return deleted;
                        })
                .onSuccess(
                        back -> {
                            drawn.restore(pictures);
                            changed();
                        })
                .onFailure(e -> notifications.failed("The pictures were not brought back", e));
    }

    /** Copies a finished picture with its recipe. */
    void save(Path picture, Path target) {
        runner.run(
                        "Save " + target.getFileName(),
                        p -> Files.copy(picture, target, StandardCopyOption.REPLACE_EXISTING))
                .onSuccess(
                        file ->
                                notifications.show(
                                        Notification.success(
                                                "The picture was saved",
                                                file + " holds its recipe, too.")))
                .onFailure(e -> notifications.failed("The picture was not saved", e));
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    private static List<Path> files(List<Drawn.Picture> pictures) {
        return pictures.stream().map(Drawn.Picture::file).filter(Objects::nonNull).toList();
    }
}
