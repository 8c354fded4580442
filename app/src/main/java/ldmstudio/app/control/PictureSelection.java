package ldmstudio.app.control;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javafx.beans.property.IntegerProperty;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/**
 * Which pictures are chosen: one leads, which the keys move and a details pane shows; Shift takes
 * all between, Ctrl one more or one less, Ctrl+A all.
 */
public final class PictureSelection {
    private final IntegerProperty lead;
    private final TreeSet<Integer> chosen = new TreeSet<>();
    private int anchor = -1;
    private boolean within;
    private Runnable onChanged = () -> {};

    /**
     * @param lead the one that leads; -1: none. Set from outside, it alone is chosen
     */
    PictureSelection(IntegerProperty lead) {
        this.lead = lead;
        lead.addListener(
                (o, was, is) -> {
                    if (!within) {
                        only(is.intValue());
                    }
                });
    }

    /** Called when other pictures are chosen. */
    public void setOnChanged(Runnable listener) {
        onChanged = listener;
    }

    /** The chosen pictures in order. */
    public List<Integer> indices() {
        return List.copyOf(chosen);
    }

    public boolean contains(int index) {
        return chosen.contains(index);
    }

    /** A picture was pressed; one that is chosen stays so, since all of them may be dragged. */
    void pressed(int index, MouseEvent e) {
        if (e.isShiftDown() || e.isShortcutDown()) {
            choose(index, e.isShiftDown(), e.isShortcutDown());
        } else if (!contains(index)) {
            only(index);
            move(index);
        } else {
            move(index);
        }
    }

    /** A picture was pressed and let go without being dragged. */
    void released(int index, MouseEvent e) {
        if (!e.isShiftDown() && !e.isShortcutDown() && e.isStillSincePress()) {
            only(index);
            move(index);
        }
    }

    /** A key moves the one that leads. */
    void moveTo(int index, KeyEvent e) {
        if (e.isShiftDown()) {
            choose(index, true, false);
        } else if (e.isShortcutDown()) {
            move(index);
            onChanged.run();
        } else {
            only(index);
            move(index);
        }
    }

    /** Ctrl+A and Ctrl+Space; whether it was one of them. */
    boolean key(KeyEvent e, int count) {
        if (!e.isShortcutDown() || count == 0) {
            return false;
        }
        if (e.getCode() == KeyCode.A) {
            IntStream.range(0, count).forEach(chosen::add);
            if (lead.get() < 0) {
                move(0);
            }
            onChanged.run();
            return true;
        }
        if (e.getCode() == KeyCode.SPACE && lead.get() >= 0) {
            choose(lead.get(), false, true);
            return true;
        }
        return false;
    }

    /** There are fewer pictures now. */
    void limit(int count) {
        if (chosen.removeIf(index -> index >= count)) {
            onChanged.run();
        }
    }

    private void choose(int index, boolean range, boolean toggle) {
        if (range && anchor >= 0) {
            if (!toggle) {
                chosen.clear();
            }
            IntStream.rangeClosed(Math.min(anchor, index), Math.max(anchor, index))
                    .forEach(chosen::add);
        } else if (!chosen.remove(index) || chosen.isEmpty()) {
            chosen.add(index);
            anchor = index;
        }
        move(index);
        onChanged.run();
    }

    private void only(int index) {
        chosen.clear();
        if (index >= 0) {
            chosen.add(index);
        }
        anchor = index;
        onChanged.run();
    }

    private void move(int index) {
        within = true;
        lead.set(index);
        within = false;
    }
}
