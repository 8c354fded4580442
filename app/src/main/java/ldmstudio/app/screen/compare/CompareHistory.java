package ldmstudio.app.screen.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What the page was before each edit, and what was taken back and can be made again. */
final class CompareHistory {
    /** More than this nobody takes back. */
    private static final int MOST = 50;

    private final Deque<CompareState> past = new ArrayDeque<>();
    private final Deque<CompareState> future = new ArrayDeque<>();

    /** Something was changed that was like this before. */
    void edited(CompareState before) {
        past.push(before);
        if (past.size() > MOST) {
            past.removeLast();
        }
        future.clear();
    }

    boolean canUndo() {
        return !past.isEmpty();
    }

    boolean canRedo() {
        return !future.isEmpty();
    }

    /** What was before the newest edit; empty: there was none. */
    Optional<CompareState> undo(CompareState now) {
        return moved(past, future, now);
    }

    /** What was before the newest undo; empty: there was none. */
    Optional<CompareState> redo(CompareState now) {
        return moved(future, past, now);
    }

    private static Optional<CompareState> moved(
            Deque<CompareState> from, Deque<CompareState> to, CompareState now) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        to.push(now);
        return Optional.of(from.pop());
    }
}
