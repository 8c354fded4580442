package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import org.jspecify.annotations.Nullable;

/** Drawings of this session and earlier ones, newest first, and the one that is looked at. */
final class DrawnSets {
    private final JobRunner runner;
    private final Notifications notifications;
    private final ObservableList<Drawn> sets = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable Drawn> shown =
            new ReadOnlyObjectWrapper<>(this, "shown");

    DrawnSets(JobRunner runner, Notifications notifications) {
        this.runner = runner;
        this.notifications = notifications;
    }

    /** All of them, newest first. */
    ObservableList<Drawn> all() {
        return sets;
    }

    /** The drawing that is looked at. */
    ReadOnlyObjectProperty<@Nullable Drawn> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Forgets them; the files stay. */
    void clear() {
        sets.clear();
        shown.set(null);
    }

    /**
     * Lists what earlier sessions drew.
     *
     * @param remembered folder of the drawing that was looked at last
     * @param after is run when the list is there, or cannot be made
     */
    void list(Path samples, String remembered, Runnable after) {
        runner.run("List earlier pictures", p -> EarlierDrawings.newest(samples))
                .onSuccess(earlier -> listed(earlier, remembered))
                .onFailure(e -> notifications.failed("Earlier pictures cannot be listed", e))
                .onFinished(after);
    }

    private void listed(List<Drawn> earlier, String remembered) {
        for (Drawn one : earlier) {
            if (sets.stream().noneMatch(set -> set.folder().equals(one.folder()))) {
                sets.add(one);
            }
        }
        if (shown.get() == null) {
            sets.stream()
                    .filter(set -> set.folder().toString().equals(remembered))
                    .findFirst()
                    .ifPresent(this::show);
        }
    }

    /** Looks at a drawing. */
    void show(Drawn drawn) {
        shown.set(drawn);
        if (drawn.isUnread()) {
            runner.run(
                            "Read " + drawn.folder().getFileName(),
                            p -> {
                                drawn.readAll(EarlierDrawings.pictures(drawn.folder(), 2));
                                return drawn;
                            })
                    .onFailure(e -> notifications.failed("The pictures cannot be read", e));
        }
    }

    /** A drawing is begun: it is the newest, and is looked at. */
    void begun(Drawn drawn) {
        sets.removeIf(set -> set.folder().equals(drawn.folder()));
        sets.add(0, drawn);
        shown.set(drawn);
    }

    /** Nothing came of a drawing. */
    void drop(Drawn drawn) {
        sets.remove(drawn);
        if (drawn.equals(shown.get())) {
            shown.set(sets.isEmpty() ? null : sets.get(0));
        }
    }
}
