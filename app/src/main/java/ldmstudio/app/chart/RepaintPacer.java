package ldmstudio.app.chart;

import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.util.Duration;

/**
 * Paints something at most ten times a second, only when it has changed and somebody can see it.
 * While it is hidden it looks twice a second whether that is still so, and draws nothing.
 */
final class RepaintPacer {
    private static final Duration SHORTEST = Duration.millis(100);
    private static final Duration HIDDEN = Duration.millis(500);

    private final Node node;
    private final Runnable paint;
    private final PauseTransition pause = new PauseTransition(SHORTEST);
    private boolean dirty;
    private boolean waiting;
    private long paints;

    RepaintPacer(Node node, Runnable paint) {
        this.node = node;
        this.paint = paint;
        pause.setOnFinished(e -> due());
    }

    /** Something changed: paint soon. */
    void changed() {
        dirty = true;
        if (!waiting) {
            wait(SHORTEST);
        }
    }

    /** Paints at once when there is something new, whatever the pace: before a picture is taken. */
    void flush() {
        if (dirty) {
            dirty = false;
            paints++;
            paint.run();
        }
    }

    /** How often it has painted. */
    long paints() {
        return paints;
    }

    private void due() {
        waiting = false;
        if (!dirty) {
            return;
        }
        if (isSeen()) {
            flush();
        } else {
            wait(HIDDEN);
        }
    }

    private void wait(Duration duration) {
        waiting = true;
        pause.setDuration(duration);
        pause.playFromStart();
    }

    private boolean isSeen() {
        if (node.getScene() == null
                || node.getScene().getWindow() == null
                || !node.getScene().getWindow().isShowing()) {
            return false;
        }
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
