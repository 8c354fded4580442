package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.List;
import ldmstudio.app.action.UndoStack;

/** What can be done to drawings that wait; what takes them away can be undone. */
final class QueueDeeds {
    private final DrawQueue queue;
    private final DrawRunner draws;
    private final ModelList models;
    private final UndoStack undo;
    private final Runnable go;

    /**
     * @param go draws what waits
     */
    QueueDeeds(DrawQueue queue, DrawRunner draws, ModelList models, UndoStack undo, Runnable go) {
        this.queue = queue;
        this.draws = draws;
        this.models = models;
        this.undo = undo;
        this.go = go;
    }

    /** Takes an entry out of the queue; the one that is being drawn is cancelled. */
    void remove(Drawing drawing) {
        if (drawing.equals(draws.current())) {
            draws.cancel();
            return;
        }
        boolean failed = queue.first().filter(drawing::equals).isPresent();
        int index = queue.remove(drawing);
        if (index >= 0) {
            undo.done("Take a drawing out of the queue", () -> queue.add(index, drawing));
            if (failed) {
                draws.forgetFailure();
            }
        }
    }

    /** Empties the queue but for what is being drawn. */
    void clear() {
        List<Drawing> gone = queue.clear(draws.fixed());
        if (!gone.isEmpty()) {
            undo.done("Clear the queue", () -> gone.forEach(queue::add));
            draws.forgetFailure();
        }
    }

    /** Gives the failed drawing the chosen model and goes on. */
    void drawWithChosen() {
        ModelChoice chosen = models.chosenProperty().get();
        Path weights = models.weights().orElse(null);
        Drawing failed = queue.first().orElse(null);
        if (chosen != null && weights != null && failed != null) {
            queue.replace(failed, d -> d.withModel(weights, chosen.name()));
            go.run();
        }
    }
}
