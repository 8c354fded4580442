package ldmstudio.app.notify;

import java.util.concurrent.Executor;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The history of what the window told, newest first; may be called from any thread. */
public final class Notifications {
    /** How many are kept. */
    public static final int KEPT = 200;

    private final Executor fx;
    private final ObservableList<Notification> history = FXCollections.observableArrayList();
    private final ObservableList<Notification> readOnly =
            FXCollections.unmodifiableObservableList(history);

    public Notifications(Executor fx) {
        this.fx = fx;
    }

    public void show(Notification notification) {
        fx.execute(
                () -> {
                    history.add(0, notification);
                    if (history.size() > KEPT) {
                        history.remove(KEPT, history.size());
                    }
                });
    }

    /** Reports something that a person's click could not do. */
    public void failed(String title, Throwable cause) {
        show(Failures.describe(title, cause));
    }

    /** Changes on the FX thread only. */
    public ObservableList<Notification> history() {
        return readOnly;
    }

    public void clear() {
        fx.execute(history::clear);
    }
}
