package ldmstudio.app.screen.training;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.TabKey;

/** A strip under the header: what went wrong, what to do, and Resume; also for stopped runs. */
final class RunTrouble extends VBox {
    private final Label words = new Label();
    private final TextArea details = TabKey.leaves(new TextArea());
    private final ToggleButton more = new ToggleButton("Details");
    private final Button resume;
    private final HBox line;

    RunTrouble(TrainingViewModel model) {
        resume = RunHeader.resumeButton(model);
        setId("run-trouble");
        words.setId("run-trouble-words");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        more.setId("run-trouble-details");
        more.getStyleClass().addAll("flat", "small");
        more.setMinWidth(USE_PREF_SIZE);
        details.setEditable(false);
        details.getStyleClass().add("details-text");
        details.setPrefRowCount(8);
        details.visibleProperty().bind(more.selectedProperty());
        details.managedProperty().bind(more.selectedProperty());
        line = new HBox(8, words, more, resume);
        line.setAlignment(Pos.CENTER_LEFT);
        setPadding(new Insets(8, 12, 8, 12));
        setSpacing(6);
        getChildren().addAll(line, details);
    }

    void show(RunView view) {
        boolean bad = view.phase().isBroken() || view.phase() == RunPhase.UNREADABLE;
        boolean shown = bad || view.resumable();
        setVisible(shown);
        setManaged(shown);
        if (!shown) {
            return;
        }
        getStyleClass().setAll("run-trouble", bad ? "trouble-bad" : "trouble-calm");
        String text =
                bad
                        ? sentence(view.words()) + (view.hint().isEmpty() ? "" : " " + view.hint())
                        : String.format(
                                java.util.Locale.ROOT,
                                "It can go on from the checkpoint of step %,d.",
                                view.checkpointStep());
        words.setText(text);
        resume.setVisible(view.resumable());
        resume.setManaged(view.resumable());
        boolean detailed = !view.details().isEmpty();
        more.setVisible(detailed);
        more.setManaged(detailed);
        if (!detailed) {
            more.setSelected(false);
        }
        details.setText(view.details());
    }

    private static String sentence(String words) {
        return words.isEmpty() || words.matches("(?s).*[.!?]") ? words : words + ".";
    }
}
