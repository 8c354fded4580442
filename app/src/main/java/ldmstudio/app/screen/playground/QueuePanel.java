package ldmstudio.app.screen.playground;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.WholeText;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/**
 * What waits, in order, each with its own settings: moved up and down (Alt+arrows), taken out
 * (Delete), all cleared. There only when something waits.
 */
final class QueuePanel extends VBox {
    private static final double HEIGHT = 132;

    private final PlaygroundViewModel model;
    private final VBox lines = new VBox(2);
    private final Label title = new Label();
    private final Button go = new Button("Draw them", new FontIcon(MaterialDesignP.PLAY));

    QueuePanel(PlaygroundViewModel model) {
        this.model = model;
        setId("sample-queue");
        getStyleClass().add("play-queue");
        title.setId("sample-queue-title");
        title.getStyleClass().add("text-bold");
        go.setId("sample-queue-go");
        go.getStyleClass().addAll("small", "accent");
        go.setOnAction(e -> model.go());
        Button clear = new Button("Clear");
        clear.setId("sample-queue-clear");
        clear.getStyleClass().addAll("small", "flat");
        clear.setTooltip(new Tooltip("Takes out everything that is not begun; Ctrl+Z undoes it"));
        clear.setOnAction(e -> model.waiting().clear());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox top = new HBox(8, title, gap, go, clear);
        top.setAlignment(Pos.CENTER_LEFT);
        top.setPadding(new Insets(6, 12, 2, 12));
        lines.setPadding(new Insets(0, 8, 6, 8));
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HEIGHT);
        scroll.getStyleClass().add("plain-scroll");
        getChildren().addAll(top, scroll);
        model.queue().items().addListener((ListChangeListener<Drawing>) c -> fill());
        model.draws().phaseProperty().addListener((o, was, is) -> fill());
        fill();
    }

    private void fill() {
        var items = model.queue().items();
        int fixed = model.draws().fixed();
        boolean failed = model.draws().phaseProperty().get() == DrawRunner.Phase.FAILED;
        int waiting = items.size() - fixed;
        setVisible(waiting > 0);
        setManaged(waiting > 0);
        boolean left = fixed == 0 && !failed;
        String count = waiting + (waiting == 1 ? " drawing waits" : " drawings wait");
        title.setText(left ? count + " from last time" : count);
        go.setVisible(left);
        go.setManaged(left);
        lines.getChildren().clear();
        for (int i = fixed; i < items.size(); i++) {
            lines.getChildren().add(line(items.get(i), i, fixed, failed && i == 0));
        }
    }

    private HBox line(Drawing drawing, int index, int fixed, boolean failed) {
        Label words = new Label(DrawnWords.of(drawing));
        words.getStyleClass().add("play-field");
        WholeText.told(words);
        words.setTextOverrun(OverrunStyle.ELLIPSIS);
        words.setMaxWidth(Double.MAX_VALUE);
        if (failed) {
            words.setGraphic(new FontIcon(MaterialDesignA.ALERT_CIRCLE_OUTLINE));
            words.setText("failed: " + words.getText());
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        IconButton up =
                new IconButton(
                        "queue-up-" + index,
                        MaterialDesignA.ARROW_UP,
                        "Earlier (Alt+Up)",
                        () -> move(drawing, -1));
        IconButton down =
                new IconButton(
                        "queue-down-" + index,
                        MaterialDesignA.ARROW_DOWN,
                        "Later (Alt+Down)",
                        () -> move(drawing, 1));
        up.setDisable(index == fixed);
        down.setDisable(index == model.queue().items().size() - 1);
        IconButton out =
                new IconButton(
                        "queue-remove-" + index,
                        MaterialDesignC.CLOSE,
                        "Take it out (Delete)",
                        () -> model.waiting().remove(drawing));
        HBox line = new HBox(2, words, up, down, out);
        line.setId("queue-item-" + index);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPadding(new Insets(0, 4, 0, 8));
        line.setAccessibleText("Waiting, number " + (index - fixed + 1) + ": " + words.getText());
        line.addEventHandler(KeyEvent.KEY_PRESSED, e -> pressed(e, drawing));
        return line;
    }

    private void move(Drawing drawing, int by) {
        model.queue().move(drawing, by, model.draws().fixed());
    }

    private void pressed(KeyEvent e, Drawing drawing) {
        if (e.isAltDown() && e.getCode() == KeyCode.UP) {
            move(drawing, -1);
        } else if (e.isAltDown() && e.getCode() == KeyCode.DOWN) {
            move(drawing, 1);
        } else if (e.getCode() == KeyCode.DELETE) {
            model.waiting().remove(drawing);
        } else {
            return;
        }
        e.consume();
    }
}
