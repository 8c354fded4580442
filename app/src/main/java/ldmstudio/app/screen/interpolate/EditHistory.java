package ldmstudio.app.screen.interpolate;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a document was before each edit. Edits of one gesture, such as the letters of a prompt or
 * the places of a dragged point, carry the same name and count as one.
 */
final class EditHistory<T> {
    /** How many edits can be taken back. */
    static final int KEPT = 200;

    private final Deque<T> past = new ArrayDeque<>();
    private final Deque<T> future = new ArrayDeque<>();
    private T now;
    private String gesture = "";

    EditHistory(T first) {
        now = first;
    }

    T now() {
        return now;
    }

    boolean canUndo() {
        return !past.isEmpty();
    }

    boolean canRedo() {
        return !future.isEmpty();
    }

    /**
     * Takes an edit.
     *
     * @param name of the gesture that it belongs to; empty: an edit of its own
     * @return whether anything changed
     */
    boolean edit(T next, String name) {
        if (next.equals(now)) {
            return false;
        }
        if (name.isEmpty() || !name.equals(gesture)) {
            past.push(now);
            if (past.size() > KEPT) {
                past.removeLast();
            }
        }
        future.clear();
        gesture = name;
        now = next;
        return true;
    }

    /** The gesture is over: the next edit of that name is another one. */
    void endGesture() {
        gesture = "";
    }

    boolean undo() {
        return move(past, future);
    }

    boolean redo() {
        return move(future, past);
    }

    /** Another document; nothing can be taken back. */
    void begin(T document) {
        past.clear();
        future.clear();
        gesture = "";
        now = document;
    }

    private boolean move(Deque<T> from, Deque<T> to) {
        if (from.isEmpty()) {
            return false;
        }
        to.push(now);
        now = from.pop();
        gesture = "";
        return true;
    }
}
