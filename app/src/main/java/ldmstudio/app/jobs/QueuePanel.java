package ldmstudio.app.jobs;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** What waits, in its order: move, remove, hold, start. */
public final class QueuePanel extends VBox {
    private final JobCenter center;
    private final VBox rows = new VBox();
    private final Button hold = new Button();
    private final Button undo = new Button(null, new FontIcon(MaterialDesignU.UNDO));

    public QueuePanel(JobCenter center, Runnable close) {
        this.center = center;
        setId("queue-panel");
        getStyleClass().addAll("side-panel", "queue-panel");
        Label title = new Label("Queue");
        title.getStyleClass().add("panel-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        hold.setId("queue-hold");
        hold.getStyleClass().add("small");
        hold.setOnAction(event -> center.setQueuePaused(!center.isQueuePaused()));
        Button hide = new Button("Close");
        hide.getStyleClass().addAll("small", "flat");
        hide.setOnAction(event -> close.run());
        HBox head = new HBox(8, title, space, hold, hide);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");
        rows.getStyleClass().add("cards");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        undo.setId("queue-undo");
        undo.getStyleClass().add("small");
        undo.setWrapText(true);
        undo.setMinHeight(USE_PREF_SIZE);
        VBox.setMargin(undo, new Insets(0, 12, 12, 16));
        showUndo(false);
        getChildren().addAll(head, undo, scroll);
        center.subscribe(this::rebuild);
    }

    private void rebuild() {
        List<TrainingJob> waiting = center.queue();
        hold.setText(center.isQueuePaused() ? "Start the queue" : "Hold the queue");
        hold.setDisable(waiting.isEmpty() && !center.isQueuePaused());
        rows.getChildren().clear();
        for (int i = 0; i < waiting.size(); i++) {
            rows.getChildren().add(row(waiting.get(i), i, waiting.size()));
        }
        if (waiting.isEmpty()) {
            Label none =
                    new Label(
                            "Nothing waits. A training that is started while another one runs is"
                                    + " put here, with the settings it had then.");
            none.setWrapText(true);
            none.getStyleClass().add("empty-text");
            rows.getChildren().add(none);
        }
    }

    private HBox row(TrainingJob job, int index, int count) {
        Label name = new Label(job.name());
        name.getStyleClass().add("notice-title");
        Label what =
                new Label(
                        Stage.words(job.stage())
                                + (job.run().isResume() ? ", resumed" : ", new")
                                + (job.run().needs().isEmpty()
                                        ? ""
                                        : ", after "
                                                + java.nio.file.Path.of(job.run().needs())
                                                        .getFileName()));
        what.getStyleClass().add("notice-text");
        VBox words = new VBox(2, name, what);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button up = button(MaterialDesignA.ARROW_UP, "Earlier");
        up.setDisable(index == 0);
        up.setOnAction(event -> center.move(job, -1));
        Button down = button(MaterialDesignA.ARROW_DOWN, "Later");
        down.setDisable(index == count - 1);
        down.setOnAction(event -> center.move(job, 1));
        Button remove = button(MaterialDesignC.CLOSE, "Take out of the queue");
        remove.setId("queue-remove-" + index);
        remove.setOnAction(event -> remove(job, index));
        HBox row = new HBox(words, up, down, remove);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("notice");
        return row;
    }

    private void remove(TrainingJob job, int place) {
        center.remove(job);
        // Here and not in a message: those are hidden while the queue is open.
        undo.setText("Undo: " + job.name() + " back into the queue");
        undo.setOnAction(
                event -> {
                    showUndo(false);
                    center.putBack(job, place);
                });
        showUndo(true);
        undo.requestFocus();
    }

    private void showUndo(boolean shown) {
        undo.setVisible(shown);
        undo.setManaged(shown);
    }

    private static Button button(Ikon icon, String words) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        return button;
    }
}
