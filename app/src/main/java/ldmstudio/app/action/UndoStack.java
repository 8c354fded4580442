package ldmstudio.app.action;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** What a page can take back, newest first, for Ctrl+Z. */
public final class UndoStack {
    /** How many steps are kept. */
    public static final int KEPT = 100;

    private record Step(String name, Runnable undo) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private final ReadOnlyStringWrapper next = new ReadOnlyStringWrapper(this, "next", "");

    /** Remembers how something that was just done is undone; {@code name}: "Delete 3 pictures". */
    public void done(String name, Runnable undo) {
        steps.push(new Step(name, undo));
        if (steps.size() > KEPT) {
            steps.removeLast();
        }
        show();
    }

    /** Takes the newest back; does nothing when there is none. */
    public void undo() {
        Step step = steps.poll();
        show();
        if (step != null) {
            step.undo().run();
        }
    }

    /** Name of what {@link #undo} takes back; empty: nothing. */
    public ReadOnlyStringProperty nextProperty() {
        return next.getReadOnlyProperty();
    }

    private void show() {
        Step step = steps.peek();
        next.set(step == null ? "" : step.name());
    }
}
