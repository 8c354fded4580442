package ldmstudio.app.screen.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a state was before each edit, and what was taken back and can be made again.
 *
 * @param <S> immutable
 */
public final class EditsSoFar<S> {
    /** More than this nobody takes back. */
    private static final int MOST = 50;

    /** Changes of one value that follow each other so closely are one edit. */
    private static final long ONE_EDIT_NANOS = 1_000_000_000L;

    private final Deque<S> past = new ArrayDeque<>();
    private final Deque<S> future = new ArrayDeque<>();
    private String editedLast = "";
    private long editedAt;

    /** Something was changed that was like this before. */
    public void edited(S before) {
        editedLast = "";
        past.push(before);
        if (past.size() > MOST) {
            past.removeLast();
        }
        future.clear();
    }

    /**
     * As {@link #edited(Object)}, of a value that is dragged or typed: that is one edit, not one
     * for each of its places.
     *
     * @param what tells values apart
     */
    public void edited(S before, String what) {
        long now = System.nanoTime();
        if (!what.equals(editedLast) || now - editedAt >= ONE_EDIT_NANOS) {
            edited(before);
        }
        editedLast = what;
        editedAt = now;
    }

    boolean canUndo() {
        return !past.isEmpty();
    }

    boolean canRedo() {
        return !future.isEmpty();
    }

    /** What was before the newest edit; empty: there was none. */
    public Optional<S> undo(S now) {
        return moved(past, future, now);
    }

    /** What was before the newest undo; empty: there was none. */
    public Optional<S> redo(S now) {
        return moved(future, past, now);
    }

    private Optional<S> moved(Deque<S> from, Deque<S> to, S now) {
        editedLast = "";
        if (from.isEmpty()) {
            return Optional.empty();
        }
        to.push(now);
        return Optional.of(from.pop());
    }
}
