package ldmstudio.app.action;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a document was before each edit. Edits of one gesture, such as the letters of a prompt or
 * the places of a dragged point, carry the same name and count as one.
 */
public final class EditHistory<T> {
    /** How many edits can be taken back. */
    public static final int KEPT = 200;

    /** Where nobody says that a gesture is over, it is over after a pause of a second. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Deque<T> past = new ArrayDeque<>();
    private final Deque<T> future = new ArrayDeque<>();
    private T now;
    private final LongSupplier nanoTime;
    private String gesture = "";
    private long editedAt;

    /** A history whose gestures last until {@link #endGesture}. */
    public EditHistory(T first) {
        this(first, () -> 0);
    }

    /**
     * A history whose gestures also end by a pause.
     *
     * @param nanoTime the time now
     */
    public EditHistory(T first, LongSupplier nanoTime) {
        now = first;
        this.nanoTime = nanoTime;
    }

    public T now() {
        return now;
    }

    public boolean canUndo() {
        return !past.isEmpty();
    }

    public boolean canRedo() {
        return !future.isEmpty();
    }

    /** What {@link #undo} would bring back. */
    public Optional<T> previous() {
        return Optional.ofNullable(past.peek());
    }

    /** What {@link #redo} would bring back. */
    public Optional<T> next() {
        return Optional.ofNullable(future.peek());
    }

    /**
     * Takes an edit.
     *
     * @param name of the gesture that it belongs to; empty: an edit of its own
     * @return whether anything changed
     */
    public boolean edit(T next, String name) {
        if (next.equals(now)) {
            return false;
        }
        long time = nanoTime.getAsLong();
        boolean another = !name.equals(gesture) || time - editedAt >= PAUSE_NANOS;
        editedAt = time;
        if (name.isEmpty() || another) {
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

    /** Puts right what is now, which is no edit: nobody is to take it back. */
    public void amend(T instead) {
        now = instead;
    }

    /** The gesture is over: the next edit of that name is another one. */
    public void endGesture() {
        gesture = "";
    }

    /** Takes the newest edit back; false: there was none. */
    public boolean undo() {
        return move(past, future);
    }

    /** Makes the edit again that was taken back last; false: there was none. */
    public boolean redo() {
        return move(future, past);
    }

    /** Another document; nothing can be taken back. */
    public void begin(T document) {
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
