package ldmstudio.app.screen.autoencoder;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.NumberText;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.screen.autoencoder.DiscriminatorStart.Mode;
import ldmstudio.app.screen.training.RunPhase;
import ldmstudio.app.screen.training.RunStory;
import ldmstudio.app.screen.training.RunView;
import ldmstudio.app.screen.training.TrainingViewModel;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.Stage1Config;

/**
 * The discriminator's start: off, at a step, or on now. Before a run it edits the form; while the
 * run goes on it tells the worker, and the state that is shown is the one that the run's events
 * confirm.
 */
final class DiscriminatorSwitch extends VBox {
    private static final String STEP = "step";
    private static final String PERCENT = "% of the run";

    private final TrainingViewModel model;
    private final SegmentedChoice<Mode> mode =
            new SegmentedChoice<>(
                    List.of(Mode.values()),
                    Mode.OFF,
                    Mode::label,
                    m -> "disc-" + m.name().toLowerCase(Locale.ROOT));
    private final TextField at = new TextField();
    private final ComboBox<String> unit = new ComboBox<>();
    private final Button apply = new Button("Set");
    private final HBox atLine = new HBox(6, new Label("Start at"), at, unit, apply);
    private final Label state = new Label();
    private final Label note = new Label();
    private String asked = "";
    private boolean refreshing;
    private boolean editing;

    DiscriminatorSwitch(TrainingViewModel model) {
        this.model = model;
        getStyleClass().add("discriminator-switch");
        setId("discriminator-switch");
        setSpacing(6);
        setPadding(new Insets(6, 10, 8, 10));
        Label title = new Label("Discriminator");
        title.getStyleClass().add("text-bold");
        state.setId("disc-state");
        state.getStyleClass().addAll("text-small", "text-muted");
        HBox head = new HBox(8, title, state);
        head.setAlignment(Pos.CENTER_LEFT);
        at.setId("disc-at-value");
        at.setAccessibleText("Start of the discriminator");
        at.setPrefColumnCount(6);
        at.setAlignment(Pos.CENTER_RIGHT);
        unit.setId("disc-at-unit");
        unit.setAccessibleText("Unit of the start");
        unit.getItems().setAll(STEP, PERCENT);
        unit.setValue(STEP);
        apply.setId("disc-at-apply");
        apply.getStyleClass().add("small");
        apply.setTooltip(new Tooltip("Tell the running training"));
        atLine.setAlignment(Pos.CENTER_LEFT);
        note.setWrapText(true);
        note.setMinHeight(USE_PREF_SIZE);
        note.getStyleClass().addAll("text-muted", "text-small");
        note.setId("disc-note");
        getChildren().addAll(head, mode, atLine, note);
        mode.valueProperty().addListener((o, was, is) -> chosen());
        at.setOnAction(e -> send());
        apply.setOnAction(e -> send());
        at.textProperty().addListener((o, was, is) -> typed());
        unit.valueProperty().addListener((o, was, is) -> typed());
        model.form().revisionProperty().addListener((o, was, is) -> refresh());
        model.runProperty()
                .addListener(
                        (o, was, is) -> {
                            asked = "";
                            editing = false;
                            refresh();
                        });
        refresh();
    }

    /** Shows what the form says or, while the run goes on, what its events confirm. */
    void refresh() {
        if (refreshing) {
            return;
        }
        refreshing = true;
        boolean live = isLive();
        RunStory.Discriminator told = model.story().discriminator();
        DiscriminatorStart start = formStart();
        if (live && !told.start().isEmpty()) {
            start = DiscriminatorStart.of(told.start(), told.at());
        }
        if (start.command().equals(asked)) {
            asked = "";
        }
        if (asked.isEmpty() && !editing && !at.isFocused()) {
            mode.valueProperty().set(start.mode());
            if (start.mode() == Mode.AT || at.getText().isBlank()) {
                at.setText(NumberText.of(start.at()));
                unit.setValue(start.percent() ? PERCENT : STEP);
            }
        }
        boolean atStep = mode.valueProperty().get() == Mode.AT;
        atLine.setVisible(atStep);
        atLine.setManaged(atStep);
        apply.setVisible(live);
        apply.setManaged(live);
        boolean watching = model.viewProperty().get().phase().isAlive() && !live;
        mode.setDisable(watching);
        atLine.setDisable(watching);
        state.setText(stateText(told, live));
        note.setText(noteText(told, live));
        refreshing = false;
    }

    private boolean isLive() {
        RunView view = model.viewProperty().get();
        return view.controllable()
                && (view.phase() == RunPhase.RUNNING || view.phase() == RunPhase.PAUSED);
    }

    private String stateText(RunStory.Discriminator told, boolean live) {
        if (!asked.isEmpty()) {
            return "asked for; takes effect within a step";
        }
        boolean any = model.runProperty().get() != null;
        if (!any || (told.since() < 0 && !live)) {
            return "";
        }
        if (told.since() < 0) {
            return "off so far";
        }
        if (!model.viewProperty().get().phase().isAlive()) {
            return String.format(
                    Locale.ROOT,
                    "was %s from step %,d",
                    told.active() ? "on" : "off",
                    told.since());
        }
        return String.format(
                Locale.ROOT, "%s since step %,d", told.active() ? "on" : "off", told.since());
    }

    private String noteText(RunStory.Discriminator told, boolean live) {
        if (live && told.active()) {
            return "When it starts, the losses jump and PSNR may dip: the decoder now also has to"
                    + " please an opponent that is still learning. Sharper pictures follow when the"
                    + " logits settle; switch it off if PSNR keeps falling.";
        }
        return "Starts best when reconstructions are good and the loss falls slowly. Too early, it"
                + " wrecks training; it can be switched at any time while the run goes on.";
    }

    private DiscriminatorStart formStart() {
        return model.form().config() instanceof Stage1Config stage1
                ? DiscriminatorStart.of(stage1.discriminator())
                : new DiscriminatorStart(Mode.OFF, 0, false);
    }

    private DiscriminatorStart shown() {
        OptionalDouble number = NumberText.parse(at.getText());
        return new DiscriminatorStart(
                mode.valueProperty().get(),
                number.orElse(formStart().at()),
                PERCENT.equals(unit.getValue()));
    }

    private void chosen() {
        if (refreshing) {
            return;
        }
        if (mode.valueProperty().get() == Mode.AT && isLive()) {
            // A step must be given before a running training is told anything.
            editing = true;
            atLine.setVisible(true);
            atLine.setManaged(true);
            at.requestFocus();
            return;
        }
        editing = false;
        send();
    }

    private void typed() {
        if (!refreshing && !isLive()) {
            toForm(shown());
        }
    }

    private void send() {
        if (refreshing) {
            return;
        }
        DiscriminatorStart wanted = shown();
        if (isLive()) {
            asked = wanted.command();
            editing = false;
            model.set(
                    "disc_start",
                    asked,
                    () -> {
                        asked = "";
                        refresh();
                    });
            requestFocus();
            refresh();
        } else {
            toForm(wanted);
            refresh();
        }
    }

    private void toForm(DiscriminatorStart wanted) {
        String typed = at.getText();
        // The form answers every change at once; what is typed must not be overwritten half-way.
        refreshing = true;
        for (FieldInfo field : FormModel.leaves(model.form().config())) {
            if (field.path().equals("discriminator.start")) {
                model.form().set(field, wanted.word());
            } else if (field.path().equals("discriminator.disc_start")
                    && wanted.mode() == Mode.AT) {
                model.form().set(field, typed);
            }
        }
        refreshing = false;
    }

    /** The form's value, for tests. */
    Object formValue(String key) {
        return RunConfigs.get(model.form().config(), "discriminator." + key);
    }
}
