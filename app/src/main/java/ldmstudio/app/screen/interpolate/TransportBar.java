package ldmstudio.app.screen.interpolate;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import ldmstudio.app.control.NumberText;
import ldmstudio.engine.config.KeyframeNumbers;
import ldmstudio.engine.config.WalkConfig;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** Below the picture: playing, the place as a number, loop and ping-pong, length, the curve. */
final class TransportBar extends HBox {
    private final InterpolateViewModel model;
    private final Button play =
            KeyframePanel.icon(MaterialDesignP.PLAY, "walk-play", "Play (Space)");
    private final TextField place = new TextField();
    private final TextField seconds = new TextField();
    private final Label speed = new Label();
    private final ToggleButton loop =
            toggle(MaterialDesignR.REPEAT, "walk-loop", "Loop: after the last keyframe the first");
    private final ToggleButton pingPong =
            toggle(
                    MaterialDesignA.ARROW_LEFT_RIGHT,
                    "walk-ping-pong",
                    "Ping-pong: the film goes the way back as well");
    private final ComboBox<String> curves = new ComboBox<>();
    private final Button even =
            KeyframePanel.icon(
                    MaterialDesignV.VIEW_COLUMN_OUTLINE,
                    "walk-spread",
                    "Keyframes at even distances");
    private boolean filling;

    TransportBar(InterpolateViewModel model, CurveLane curve) {
        super(4);
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        setPadding(new Insets(4, 12, 4, 12));
        getStyleClass().add("walk-transport");
        Button first =
                KeyframePanel.icon(
                        MaterialDesignS.SKIP_PREVIOUS,
                        "walk-previous",
                        "Previous keyframe (Page up)");
        first.setOnAction(e -> model.steps().keyframes(-1));
        Button back = KeyframePanel.icon(MaterialDesignR.REWIND, "walk-back", "Play backwards (J)");
        back.setOnAction(e -> model.live().playback().back());
        play.setOnAction(e -> model.live().playback().toggle());
        Button forth =
                KeyframePanel.icon(
                        MaterialDesignF.FAST_FORWARD, "walk-forth", "Play, again: faster (L)");
        forth.setOnAction(e -> model.live().playback().forth());
        Button next =
                KeyframePanel.icon(
                        MaterialDesignS.SKIP_NEXT, "walk-next", "Next keyframe (Page down)");
        next.setOnAction(e -> model.steps().keyframes(1));
        loop.setOnAction(e -> model.editor().set("loop", loop.isSelected()));
        pingPong.setOnAction(e -> model.editor().set("ping_pong", pingPong.isSelected()));
        number(place, "walk-place", "Place on the walk, 0 to 1");
        place.setOnAction(e -> typedPlace());
        number(seconds, "walk-seconds", "Length of the walk in seconds");
        seconds.setOnAction(e -> typedSeconds());
        seconds.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!is) {
                                typedSeconds();
                            }
                        });
        speed.setId("walk-speed");
        speed.getStyleClass().add("text-muted");
        speed.setMinWidth(44);
        even.setOnAction(e -> model.editor().spread());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label of = new Label("of");
        of.setMinWidth(USE_PREF_SIZE);
        Label unit = new Label("s");
        unit.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        first,
                        back,
                        play,
                        forth,
                        next,
                        loop,
                        pingPong,
                        speed,
                        gap,
                        place,
                        of,
                        seconds,
                        unit,
                        even,
                        curves(curve));
        model.editor().walkProperty().addListener((o, was, is) -> show());
        model.live().atProperty().addListener((o, was, is) -> showPlace());
        show();
        showPlace();
    }

    private static void number(TextField field, String id, String help) {
        field.setId(id);
        field.setPrefColumnCount(5);
        field.setMinWidth(58);
        field.setMaxWidth(64);
        field.setAlignment(Pos.CENTER_RIGHT);
        field.setAccessibleText(help);
        field.setTooltip(new Tooltip(help));
        field.getStyleClass().add("small");
    }

    private ComboBox<String> curves(CurveLane curve) {
        ComboBox<String> box = curves;
        box.setId("walk-curve-choice");
        box.getItems().setAll(KeyframeNumbers.keys());
        box.setConverter(
                new javafx.util.StringConverter<>() {
                    @Override
                    public String toString(String key) {
                        return key == null ? "" : CurveLane.fieldOf(key).label();
                    }

                    @Override
                    public String fromString(String typed) {
                        throw new UnsupportedOperationException("the box is not editable");
                    }
                });
        box.setValue(WalkEditor.GUIDANCE);
        box.setAccessibleText("Number that the curve shows");
        box.setTooltip(new Tooltip("The number whose curve is shown below"));
        box.setPrefWidth(150);
        box.setMinWidth(96);
        box.valueProperty().addListener((o, was, is) -> curve.choose(is));
        return box;
    }

    /** Shows whether it plays, and how fast; called by the page's clock. */
    void tick() {
        int now = model.live().playback().speed();
        boolean plays = now != 0;
        String words = !plays ? "" : now == 1 ? "plays" : now + "×";
        if (!speed.getText().equals(words)) {
            speed.setText(words);
            play.setGraphic(new FontIcon(plays ? MaterialDesignP.PAUSE : MaterialDesignP.PLAY));
            play.setAccessibleText(plays ? "Pause (Space)" : "Play (Space)");
        }
    }

    private void show() {
        filling = true;
        WalkConfig walk = model.editor().walk();
        loop.setSelected(walk.loop());
        pingPong.setSelected(walk.pingPong());
        // A pad has neither places in time nor curves over it.
        boolean timed = !walk.mode().equals("plane");
        for (Node each : List.of(even, curves)) {
            each.setVisible(timed);
            each.setManaged(timed);
        }
        seconds.setText(NumberText.of(walk.seconds()));
        filling = false;
    }

    private void showPlace() {
        if (!place.isFocused()) {
            place.setText(String.format(Locale.ROOT, "%.3f", model.live().at()));
        }
    }

    private void typedPlace() {
        NumberText.parse(place.getText())
                .ifPresent(at -> model.live().seek(at, model.live().atY()));
        place.setText(String.format(Locale.ROOT, "%.3f", model.live().at()));
    }

    private void typedSeconds() {
        if (filling) {
            return;
        }
        double wanted = NumberText.parse(seconds.getText()).orElse(-1);
        if (wanted >= 0.1 && wanted <= 3600) {
            model.editor().set("seconds", wanted);
        }
        seconds.setText(NumberText.of(model.editor().walk().seconds()));
    }

    private static ToggleButton toggle(Ikon icon, String id, String help) {
        ToggleButton button = new ToggleButton("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "small");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }
}
