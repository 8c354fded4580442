package ldmstudio.app.screen.playground.begin;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Steps of undo and redo over levels, each as the stretch of bytes that it changed. */
final class StrokeHistory {
    /** Steps that are kept. */
    private static final int MOST = 100;

    /** Bytes from {@code from} on, as they were and as they became. */
    private record Step(int from, byte[] old, byte[] fresh) {}

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();

    /** Keeps what a stroke has changed; nothing where nothing has. */
    void add(byte[] before, byte[] after) {
        int from = 0;
        while (from < after.length && before[from] == after[from]) {
            from++;
        }
        if (from == after.length) {
            return;
        }
        int to = after.length;
        while (before[to - 1] == after[to - 1]) {
            to--;
        }
        byte[] old = new byte[to - from];
        byte[] fresh = new byte[to - from];
        System.arraycopy(before, from, old, 0, old.length);
        System.arraycopy(after, from, fresh, 0, fresh.length);
        done.push(new Step(from, old, fresh));
        undone.clear();
        if (done.size() > MOST) {
            done.removeLast();
        }
    }

    boolean canUndo() {
        return !done.isEmpty();
    }

    boolean canRedo() {
        return !undone.isEmpty();
    }

    boolean undo(byte[] levels) {
        @Nullable Step step = done.poll();
        if (step == null) {
            return false;
        }
        System.arraycopy(step.old(), 0, levels, step.from(), step.old().length);
        undone.push(step);
        return true;
    }

    boolean redo(byte[] levels) {
        @Nullable Step step = undone.poll();
        if (step == null) {
            return false;
        }
        System.arraycopy(step.fresh(), 0, levels, step.from(), step.fresh().length);
        done.push(step);
        return true;
    }
}
