package ldmstudio.app.concurrent;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;

/** Puts work off until the window has painted what was shown before it. */
public final class AfterFrame {
    private AfterFrame() {}

    /**
     * Runs {@code task} on the FX thread after the next frame of the node's window; at once when no
     * frame will come, for want of a window.
     */
    public static void run(Node node, Runnable task) {
        Scene scene = node.getScene();
        if (scene == null || scene.getWindow() == null || !scene.getWindow().isShowing()) {
            task.run();
            return;
        }
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        // The frame goes to the painter at the end of this pulse.
                        Platform.runLater(task);
                    }
                });
        Platform.requestNextPulse();
    }
}
