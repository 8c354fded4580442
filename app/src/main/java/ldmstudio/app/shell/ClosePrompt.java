package ldmstudio.app.shell;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.jobs.TrainingJob;

/** Asks what becomes of the training when the window is to close. */
final class ClosePrompt extends StackPane {
    private final AppContext context;
    private final Label title = new Label();
    private final Label text = new Label();
    private final Button save = button("close-save", "Stop and save");
    private final Button discard = button("close-discard", "Stop without saving");
    private final Button stay = button("close-cancel", "Cancel");
    private final Button now = button("close-now", "Close now");
    private final ProgressIndicator working = new ProgressIndicator();
    private Runnable close = () -> {};

    ClosePrompt(AppContext context) {
        this.context = context;
        setId("close-prompt");
        getStyleClass().add("veil");
        title.getStyleClass().add("empty-title");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        save.setOnAction(event -> stop(true));
        discard.setOnAction(event -> stop(false));
        stay.setOnAction(event -> hide());
        now.setOnAction(event -> close.run());
        working.setMaxSize(20, 20);
        HBox buttons = new HBox(8, working, now, stay, discard, save);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        VBox box = new VBox(16, title, text, buttons);
        box.getStyleClass().add("dialog-box");
        box.setMaxSize(480, Region.USE_PREF_SIZE);
        getChildren().add(box);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        hide();
                    }
                    event.consume();
                });
        hide();
    }

    /** Asks; {@code close} closes the window. */
    void ask(Runnable close) {
        this.close = close;
        Optional<TrainingJob> job = context.jobs().active();
        if (job.isEmpty()) {
            close.run();
            return;
        }
        title.setText(job.get().name() + " is still training");
        int waiting = context.jobs().queue().size();
        text.setText(
                "It cannot go on without the studio. With a checkpoint it can be resumed from where"
                        + " it is now."
                        + (waiting > 0
                                ? " The " + waiting + " in the queue will wait until next time."
                                : ""));
        show(true);
        setManaged(true);
        setVisible(true);
        save.requestFocus();
    }

    private void stop(boolean saving) {
        text.setText(
                saving
                        ? "Writing the checkpoint. The window closes when it is whole."
                        : "The worker ends after its current step.");
        show(false);
        var unused =
                context.jobs()
                        .stopAll(saving)
                        .whenComplete((done, failure) -> context.runner().fx(close));
    }

    private void show(boolean asking) {
        for (Button button : new Button[] {save, discard}) {
            button.setVisible(asking);
            button.setManaged(asking);
        }
        working.setVisible(!asking);
        working.setManaged(!asking);
        now.setVisible(!asking);
        now.setManaged(!asking);
    }

    private void hide() {
        setVisible(false);
        setManaged(false);
    }

    private static Button button(String id, String words) {
        Button button = new Button(words);
        button.setId(id);
        return button;
    }
}
