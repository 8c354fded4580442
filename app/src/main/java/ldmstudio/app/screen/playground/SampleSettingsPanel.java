package ldmstudio.app.screen.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.NumberText;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The right side of the Playground page: model, class, seed, and how is sampled. */
final class SampleSettingsPanel extends VBox {
    private static final String ALL = "all in turn";

    private final PlaygroundViewModel model;
    private final ComboBox<RunStatus> runs = new ComboBox<>();
    private final ComboBox<Checkpoint> checkpoints = new ComboBox<>();
    private final ComboBox<String> classes = new ComboBox<>();
    private final TextField seed = new TextField();
    private final Button sample = new Button("Sample", new FontIcon(MaterialDesignP.PLAY));
    private final Button cancel = new Button("Cancel", new FontIcon(MaterialDesignC.CLOSE));
    private boolean filling;

    SampleSettingsPanel(PlaygroundViewModel model) {
        this.model = model;
        getStyleClass().addAll("settings-panel", "side-panel-plain");
        setMinWidth(300);
        setPrefWidth(346);
        VBox rows = new VBox(10);
        rows.setPadding(new Insets(12));
        rows.getChildren()
                .addAll(
                        row("Model", runs()),
                        row("Checkpoint", checkpoints()),
                        new PromptBox(model.form(), model::sample),
                        row("Class", classes()),
                        row("Seed", seed()),
                        row("Steps", slider("steps", 1, 1000, 1, 50, "Denoiser calls a picture")),
                        row(
                                "Guidance",
                                slider(
                                        "guidance",
                                        0,
                                        15,
                                        0.1,
                                        1,
                                        "How strongly the class or the prompt is followed; 1: off")),
                        row("Sampler", sampler()),
                        row(
                                "Eta",
                                slider("eta", 0, 1, 0.05, 0, "Noise of DDIM: 0 none, 1 as DDPM")),
                        row(
                                "Sigma scale",
                                slider(
                                        "sigma-scale",
                                        0,
                                        2,
                                        0.01,
                                        1,
                                        "Scale of DDPM's noise; 0.95 gives cleaner pictures")),
                        row("Pictures", slider("count", 1, 256, 1, 16, "Pictures at once")),
                        new MoreSettings(model.form().moreProperty()));
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, bottom());
        model.phaseProperty().addListener((o, was, is) -> show());
        show();
    }

    private void show() {
        PlaygroundViewModel.Phase phase = model.phaseProperty().get();
        boolean busy =
                phase == PlaygroundViewModel.Phase.SAMPLING
                        || phase == PlaygroundViewModel.Phase.LOADING;
        sample.setDisable(busy || phase == PlaygroundViewModel.Phase.NO_MODEL);
        cancel.setDisable(!busy);
    }

    private HBox row(String name, Node editor) {
        Label label = new Label(name);
        label.setMinWidth(86);
        label.setPrefWidth(86);
        HBox.setHgrow(editor, Priority.ALWAYS);
        HBox row = new HBox(6, label, editor);
        row.setAlignment(Pos.CENTER_LEFT);
        if (name.equals("Eta") || name.equals("Sigma scale")) {
            String owner = name.equals("Eta") ? "ddim" : "ddpm";
            row.disableProperty().bind(model.form().samplerProperty().isNotEqualTo(owner));
        }
        return row;
    }

    private ComboBox<RunStatus> runs() {
        runs.setId("sample-run");
        runs.setMaxWidth(Double.MAX_VALUE);
        runs.setPromptText("no diffusion model yet");
        runs.setItems(model.runs());
        runs.setConverter(
                new Shown<>(
                        r ->
                                r.checkpointStep() < 0
                                        ? r.name()
                                        : String.format(
                                                Locale.ROOT,
                                                "%s  ·  step %,d",
                                                r.name(),
                                                r.step())));
        runs.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.choose(is);
                            }
                        });
        model.runProperty().addListener((o, was, is) -> showRun(is));
        model.runs()
                .addListener(
                        (javafx.collections.ListChangeListener<RunStatus>)
                                c -> showRun(model.runProperty().get()));
        return runs;
    }

    private void showRun(@Nullable RunStatus run) {
        filling = true;
        RunStatus listed =
                model.runs().stream()
                        .filter(r -> run != null && r.folder().equals(run.folder()))
                        .findFirst()
                        .orElse(run);
        runs.setValue(listed);
        filling = false;
    }

    private ComboBox<Checkpoint> checkpoints() {
        checkpoints.setId("sample-checkpoint");
        checkpoints.setMaxWidth(Double.MAX_VALUE);
        checkpoints.setPromptText("newest");
        checkpoints.setItems(model.checkpoints());
        checkpoints.setConverter(
                new Shown<>(c -> String.format(Locale.ROOT, "step %,d", c.step())));
        checkpoints.valueProperty().addListener((o, was, is) -> model.choose(is));
        model.checkpoints()
                .addListener(
                        (javafx.collections.ListChangeListener<Checkpoint>)
                                c ->
                                        checkpoints.setValue(
                                                model.checkpoints().isEmpty()
                                                        ? null
                                                        : model.checkpoints().get(0)));
        return checkpoints;
    }

    private ComboBox<String> classes() {
        classes.setId("sample-class");
        classes.setMaxWidth(Double.MAX_VALUE);
        classes.setVisibleRowCount(14);
        classes.setTooltip(
                new Tooltip("The classes are known when the model has been loaded once"));
        SampleForm form = model.form();
        Runnable fill =
                () -> {
                    filling = true;
                    List<String> names = new ArrayList<>(List.of(ALL));
                    names.addAll(form.classes());
                    classes.getItems().setAll(names);
                    classes.getSelectionModel().select(form.classLabelProperty().get() + 1);
                    classes.setDisable(form.classes().isEmpty());
                    filling = false;
                };
        form.classes().addListener((javafx.collections.ListChangeListener<String>) c -> fill.run());
        form.classLabelProperty().addListener((o, was, is) -> fill.run());
        classes.getSelectionModel()
                .selectedIndexProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is.intValue() >= 0) {
                                form.classLabelProperty().set(is.intValue() - 1);
                            }
                        });
        fill.run();
        return classes;
    }

    private HBox seed() {
        SampleForm form = model.form();
        seed.setId("sample-seed");
        seed.setAlignment(Pos.CENTER_RIGHT);
        seed.setPrefColumnCount(8);
        seed.setTooltip(new Tooltip("The same seed gives the same noise on every machine"));
        seed.setText(Long.toString(form.seedProperty().get()));
        form.seedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!seed.getText().equals(is.toString())) {
                                seed.setText(is.toString());
                            }
                        });
        seed.textProperty()
                .addListener(
                        (o, was, is) ->
                                NumberText.parse(is)
                                        .ifPresent(n -> form.seedProperty().set((long) n)));
        HBox.setHgrow(seed, Priority.ALWAYS);
        Button less = icon(MaterialDesignM.MINUS, "Seed − 1");
        less.setOnAction(e -> form.seedProperty().set(form.seedProperty().get() - 1));
        Button more = icon(MaterialDesignP.PLUS, "Seed + 1");
        more.setId("sample-seed-next");
        more.setOnAction(e -> form.seedProperty().set(form.seedProperty().get() + 1));
        Button dice = icon(MaterialDesignD.DICE_5_OUTLINE, "Another seed");
        dice.setId("sample-seed-dice");
        dice.setOnAction(e -> form.anotherSeed());
        ToggleButton lock = new ToggleButton("", new FontIcon(MaterialDesignL.LOCK_OUTLINE));
        lock.setId("sample-seed-lock");
        lock.getStyleClass().addAll("button-icon", "small");
        lock.setTooltip(new Tooltip("Locked: the same seed again. Open: another one each time"));
        lock.setAccessibleText("Lock the seed");
        lock.selectedProperty().bindBidirectional(form.seedLockedProperty());
        lock.selectedProperty()
                .addListener(
                        (o, was, is) ->
                                lock.setGraphic(
                                        new FontIcon(
                                                is
                                                        ? MaterialDesignL.LOCK_OUTLINE
                                                        : MaterialDesignL
                                                                .LOCK_OPEN_VARIANT_OUTLINE)));
        HBox box = new HBox(2, seed, less, more, dice, lock);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private NumberSlider slider(
            String id, double min, double max, double step, double first, String help) {
        NumberSlider slider = new NumberSlider(min, max, step, first, help).withId("sample-" + id);
        SampleForm form = model.form();
        slider.valueProperty()
                .bindBidirectional(
                        switch (id) {
                            case "steps" -> form.stepsProperty();
                            case "guidance" -> form.guidanceProperty();
                            case "eta" -> form.etaProperty();
                            case "sigma-scale" -> form.sigmaScaleProperty();
                            default -> form.countProperty();
                        });
        return slider;
    }

    private ComboBox<String> sampler() {
        SampleForm form = model.form();
        ComboBox<String> box = new ComboBox<>(form.samplers());
        box.setId("sampler");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setVisibleRowCount(15);
        box.setConverter(new Shown<>(SamplerNames::of));
        box.setTooltip(new Tooltip("How the noise is taken away, step by step"));
        box.setValue(form.samplerProperty().get());
        form.samplerProperty().addListener((o, was, is) -> box.setValue(is));
        box.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is != null) {
                                form.samplerProperty().set(is);
                            }
                        });
        return box;
    }

    private VBox bottom() {
        sample.setId("sample");
        sample.getStyleClass().add("accent");
        sample.setMinWidth(USE_PREF_SIZE);
        sample.setTooltip(new Tooltip("Ctrl+Enter"));
        sample.setOnAction(e -> model.sample());
        cancel.setId("sample-cancel");
        cancel.setTooltip(new Tooltip("Esc: ends within a step; finished pictures stay"));
        cancel.setOnAction(e -> model.cancel());
        Button unload = new Button("Free memory");
        unload.setId("sample-unload");
        unload.getStyleClass().add("flat");
        unload.setTooltip(new Tooltip("Ends the worker that holds the model"));
        unload.setOnAction(e -> model.unload());
        unload.disableProperty().bind(sample.disableProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(8, unload, gap, cancel, sample);
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(buttons);
        box.getStyleClass().add("settings-start");
        box.setPadding(new Insets(10));
        return box;
    }

    private static Button icon(Ikon icon, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }

    /** Shows values by a function; nothing is typed into these boxes. */
    private static final class Shown<T> extends StringConverter<T> {
        private final java.util.function.Function<T, String> text;

        Shown(java.util.function.Function<T, String> text) {
            this.text = text;
        }

        @Override
        public String toString(@Nullable T value) {
            return value == null ? "" : text.apply(value);
        }

        @Override
        public T fromString(String typed) {
            throw new UnsupportedOperationException("the box is not editable");
        }
    }
}
