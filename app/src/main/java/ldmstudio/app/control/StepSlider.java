package ldmstudio.app.control;

import java.util.List;
import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/**
 * Through time by the steps at which there are pictures. While it stands on the newest it follows
 * new ones; moved back, it stays. Arrows and J, K, L step, stop and go on; the play button runs
 * through all.
 */
public final class StepSlider extends HBox {
    private static final Duration FRAME = Duration.millis(180);

    private final Slider slider = new Slider(0, 0, 0);
    private final Label label = new Label("no pictures yet");
    private final Button back = button(MaterialDesignC.CHEVRON_LEFT, "Previous step (←)");
    private final Button play = button(MaterialDesignP.PLAY, "Play through all steps");
    private final Button forth = button(MaterialDesignC.CHEVRON_RIGHT, "Next step (→)");
    private final Button newest =
            button(MaterialDesignS.SKIP_NEXT, "Newest step, and follow new ones");
    private final ReadOnlyLongWrapper step = new ReadOnlyLongWrapper(this, "step", -1);
    private final Timeline player = new Timeline(new KeyFrame(FRAME, e -> advance()));
    private List<Long> steps = List.of();

    /** A slider without steps. */
    public StepSlider(String id) {
        setId(id);
        back.setId(id + "-back");
        play.setId(id + "-play");
        forth.setId(id + "-forth");
        newest.setId(id + "-newest");
        slider.setId(id + "-slider");
        label.setId(id + "-label");
        getStyleClass().add("step-slider");
        setSpacing(2);
        setAlignment(Pos.CENTER_LEFT);
        label.setMinWidth(96);
        WholeText.told(label);
        slider.setMinWidth(28);
        slider.getStyleClass().add("small");
        slider.setAccessibleText("Step");
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        HBox.setHgrow(slider, Priority.ALWAYS);
        player.setCycleCount(Animation.INDEFINITE);
        back.setOnAction(e -> move(-1));
        forth.setOnAction(e -> move(1));
        newest.setOnAction(e -> toNewest());
        play.setOnAction(e -> togglePlay());
        slider.valueProperty().addListener((o, was, is) -> moved());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        getChildren().addAll(label, back, play, forth, newest, slider);
        refresh();
    }

    /** The step that is shown; -1 when there is none. */
    public ReadOnlyLongProperty stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** Whether it stands on the newest step. */
    public boolean follows() {
        return steps.isEmpty() || index() == steps.size() - 1;
    }

    /** Sets the steps, ascending. Standing on the newest follows; else the place is kept. */
    public void setSteps(List<Long> newSteps) {
        if (newSteps.equals(steps)) {
            return;
        }
        boolean follow = follows() && player.getStatus() != Animation.Status.RUNNING;
        long before = step.get();
        steps = List.copyOf(newSteps);
        slider.setMax(Math.max(0, steps.size() - 1));
        int place = follow ? steps.size() - 1 : Math.max(0, steps.indexOf(before));
        slider.setValue(place);
        moved();
        refresh();
    }

    /** Shows the step nearest to {@code wanted}. */
    public void show(long wanted) {
        int best = -1;
        for (int i = 0; i < steps.size(); i++) {
            if (best < 0 || Math.abs(steps.get(i) - wanted) < Math.abs(steps.get(best) - wanted)) {
                best = i;
            }
        }
        if (best >= 0) {
            slider.setValue(best);
        }
    }

    /** One step back (-1) or forth (1). */
    public void move(int by) {
        player.stop();
        slider.setValue(Math.max(0, Math.min(steps.size() - 1, index() + by)));
        refresh();
    }

    /** To the newest step. */
    public void toNewest() {
        player.stop();
        slider.setValue(Math.max(0, steps.size() - 1));
        refresh();
    }

    /** Stops playing; called when the screen is hidden. */
    public void stop() {
        player.stop();
        refresh();
    }

    private int index() {
        return (int) Math.rint(slider.getValue());
    }

    private void moved() {
        step.set(steps.isEmpty() ? -1 : steps.get(Math.min(steps.size() - 1, index())));
        refresh();
    }

    private void togglePlay() {
        if (player.getStatus() == Animation.Status.RUNNING) {
            player.stop();
        } else {
            if (follows()) {
                slider.setValue(0);
            }
            player.playFromStart();
        }
        refresh();
    }

    private void advance() {
        if (follows()) {
            player.stop();
        } else {
            slider.setValue(index() + 1);
        }
        refresh();
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.J) {
            move(-1);
        } else if (e.getCode() == KeyCode.RIGHT || e.getCode() == KeyCode.L) {
            move(1);
        } else if (e.getCode() == KeyCode.K) {
            togglePlay();
        } else if (e.getCode() == KeyCode.HOME) {
            move(-steps.size());
        } else if (e.getCode() == KeyCode.END) {
            toNewest();
        } else {
            return;
        }
        e.consume();
    }

    private void refresh() {
        boolean any = steps.size() > 1;
        boolean playing = player.getStatus() == Animation.Status.RUNNING;
        back.setDisable(!any || index() == 0);
        forth.setDisable(!any || index() == steps.size() - 1);
        newest.setDisable(!any || follows());
        play.setDisable(!any);
        slider.setDisable(!any);
        play.setGraphic(new FontIcon(playing ? MaterialDesignP.PAUSE : MaterialDesignP.PLAY));
        label.setText(
                steps.isEmpty()
                        ? "no pictures yet"
                        : String.format(
                                Locale.ROOT,
                                "step %,d  (%d/%d)",
                                step.get(),
                                index() + 1,
                                steps.size()));
    }

    private static Button button(Ikon icon, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        button.setFocusTraversable(false);
        return button;
    }
}
