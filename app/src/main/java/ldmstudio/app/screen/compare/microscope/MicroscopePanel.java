package ldmstudio.app.screen.compare.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.screen.compare.ModelKnowledge;
import ldmstudio.app.screen.compare.ModelMenu;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.Kind;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.WaySettings;
import ldmstudio.app.screen.playground.SamplerNames;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The right side of the microscope: model, first way, other way. */
final class MicroscopePanel extends VBox {
    private final MicroscopeViewModel model;
    private final MenuButton models = new MenuButton();
    private final ComboBox<String> classes = new ComboBox<>();
    private final VBox classRow;
    private final WayFields first;
    private final WayFields second;
    private final SegmentedChoice<Kind> kind;
    private final NumberSlider branchAt =
            new NumberSlider(0, 999, 1, 5, "Steps of the first way that are done before")
                    .withId("microscope-branch-at");
    private final VBox branchRow;
    private final Label kindWords = new Label();
    private final Button follow = new Button("Follow", new FontIcon(MaterialDesignP.PLAY));
    private final Button cancel = new Button("Cancel", new FontIcon(MaterialDesignC.CLOSE));
    private boolean filling;

    MicroscopePanel(MicroscopeViewModel model, ModelMenu menu) {
        this.model = model;
        setId("microscope-settings");
        getStyleClass().addAll("settings-panel", "side-panel-plain");
        setMinWidth(300);
        setPrefWidth(330);
        models.setId("microscope-model");
        models.setMaxWidth(Double.MAX_VALUE);
        models.setAccessibleText("Model");
        models.setOnShowing(e -> models.getItems().setAll(menu.items(model::choose)));
        // A menu without items does not open, and so would never be filled.
        models.getItems().setAll(new MenuItem(""));
        classes.setId("microscope-class");
        classes.setMaxWidth(Double.MAX_VALUE);
        classes.setAccessibleText("Class");
        classes.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.update(form -> form.withClass(is));
                            }
                        });
        classRow = row("Class", classes);
        first = new WayFields("first", MicroscopeForm::first, MicroscopeForm::withFirst);
        second = new WayFields("second", MicroscopeForm::second, MicroscopeForm::withSecond);
        kind =
                new SegmentedChoice<>(
                        List.of(Kind.values()),
                        model.form().kind(),
                        Kind::label,
                        k -> "microscope-kind-" + k.name().toLowerCase(Locale.ROOT));
        kind.valueProperty().addListener((o, was, is) -> model.update(form -> form.withKind(is)));
        branchAt.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling) {
                                model.update(form -> form.withBranchAt(is.intValue()));
                            }
                        });
        branchRow = row("Branch after step", branchAt);
        kindWords.getStyleClass().addAll("text-muted", "text-small");
        kindWords.setWrapText(true);
        kindWords.setMinHeight(USE_PREF_SIZE);
        VBox all =
                new VBox(
                        10,
                        row("Model", models),
                        classRow,
                        first,
                        kind,
                        kindWords,
                        branchRow,
                        second);
        all.setPadding(new Insets(12));
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().addAll("plain-scroll", "edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, bottom());
        model.formProperty().addListener((o, was, is) -> fill());
        model.knowledgeProperty().addListener((o, was, is) -> fill());
        model.phaseProperty().addListener((o, was, is) -> fill());
        fill();
    }

    private Node bottom() {
        follow.setId("microscope-follow");
        follow.getStyleClass().add("accent");
        follow.setMinWidth(USE_PREF_SIZE);
        follow.setTooltip(new Tooltip("Ctrl+Enter"));
        follow.setOnAction(e -> model.follow());
        cancel.setId("microscope-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setTooltip(new Tooltip("Esc: ends within a step; what was seen stays"));
        cancel.setOnAction(e -> model.cancel());
        Button unload = new Button("Free memory");
        unload.setId("microscope-unload");
        unload.getStyleClass().add("flat");
        unload.setTooltip(new Tooltip("Ends the worker that holds the model"));
        unload.setOnAction(e -> model.unload());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(8, unload, gap, cancel, follow);
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.setPadding(new Insets(10));
        buttons.getStyleClass().add("settings-start");
        return buttons;
    }

    private void fill() {
        MicroscopeForm form = model.form();
        ModelKnowledge known = model.knowledgeProperty().get().orElse(null);
        filling = true;
        try {
            models.setText(form.model().isEmpty() ? "Choose a model" : form.name());
            List<String> names = known == null ? List.of() : known.classes();
            List<String> items = new ArrayList<>(names);
            if (!items.contains(form.className())) {
                items.add(0, form.className());
            }
            classes.getItems().setAll(items);
            classes.setValue(form.className());
            show(classRow, !names.isEmpty());
            first.fill(form.first(), known, false);
            second.fill(form.second(), known, form.kind() == Kind.BESIDE);
            kind.valueProperty().set(form.kind());
            branchAt.set(form.branchAt());
        } finally {
            filling = false;
        }
        show(second, form.kind() != Kind.ALONE);
        show(branchRow, form.kind() == Kind.BRANCH);
        kindWords.setText(
                switch (form.kind()) {
                    case ALONE -> "Every state of one sampling, from noise to picture.";
                    case BESIDE ->
                            "Both leave the same noise (a function of seed and picture number); only"
                                    + " the sampler, its steps and its guidance differ.";
                    case BRANCH ->
                            "Before the branch both ways are the same, bit for bit. Multistep"
                                    + " samplers (DPM-Solver++ 2M and 3M, PNDM, UniPC) and LCM begin a"
                                    + " branch without the answers of earlier steps, so even with"
                                    + " equal settings their first steps differ a little.";
                });
        follow.setDisable(form.model().isEmpty() || model.busy());
        cancel.setDisable(!model.busy());
    }

    private static VBox row(String name, Node control) {
        return new VBox(3, new Label(name), control);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** The values of one way. */
    private final class WayFields extends VBox {
        private final TextField prompt = new TextField();
        private final TextField negative = new TextField();
        private final TextField seed = new TextField();
        private final NumberSlider steps;
        private final NumberSlider guidance;
        private final ComboBox<String> sampler = new ComboBox<>();
        private final VBox texts;
        private final VBox seedRow;

        WayFields(
                String id,
                Function<MicroscopeForm, WaySettings> of,
                BiFunction<MicroscopeForm, WaySettings, MicroscopeForm> with) {
            super(10);
            boolean other = id.equals("second");
            prompt.setId("microscope-prompt-" + id);
            prompt.setAccessibleText(other ? "Prompt of the other way" : "Prompt");
            prompt.setPromptText(other ? "Empty: that of the first way" : "What is to be seen?");
            negative.setId("microscope-negative-" + id);
            negative.setAccessibleText("Negative prompt");
            negative.setPromptText("What should not be there");
            seed.setId("microscope-seed-" + id);
            seed.setAccessibleText("Seed");
            steps =
                    new NumberSlider(1, 1000, 1, 20, "Steps from noise to picture")
                            .withId("microscope-steps-" + id);
            guidance =
                    new NumberSlider(0, 15, 0.1, 1, "1 is off; larger follows prompt or class more")
                            .withId("microscope-guidance-" + id);
            sampler.setId("microscope-sampler-" + id);
            sampler.setMaxWidth(Double.MAX_VALUE);
            sampler.setAccessibleText("Sampler");
            sampler.setConverter(new Names());
            prompt.textProperty()
                    .addListener((o, was, is) -> change(of, with, now -> now.withPrompt(is)));
            negative.textProperty()
                    .addListener(
                            (o, was, is) -> change(of, with, now -> now.withNegativePrompt(is)));
            seed.textProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (is.strip().matches("-?\\d{1,18}")) {
                                    long number = Long.parseLong(is.strip());
                                    change(of, with, now -> now.withSeed(number));
                                }
                            });
            steps.valueProperty()
                    .addListener(
                            (o, was, is) -> change(of, with, now -> now.withSteps(is.intValue())));
            guidance.valueProperty()
                    .addListener(
                            (o, was, is) ->
                                    change(of, with, now -> now.withGuidance(is.doubleValue())));
            sampler.valueProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (is != null) {
                                    change(of, with, now -> now.withSampler(is));
                                }
                            });
            texts = new VBox(10, row("Prompt", prompt), row("Negative prompt", negative));
            seedRow = row("Seed", seed);
            show(seedRow, !other);
            getChildren()
                    .addAll(
                            texts,
                            seedRow,
                            row("Sampler", sampler),
                            row("Steps", steps),
                            row("Guidance", guidance));
        }

        private void change(
                Function<MicroscopeForm, WaySettings> of,
                BiFunction<MicroscopeForm, WaySettings, MicroscopeForm> with,
                java.util.function.UnaryOperator<WaySettings> change) {
            if (!filling) {
                model.update(form -> with.apply(form, change.apply(of.apply(form))));
            }
        }

        void fill(
                WaySettings settings,
                @org.jspecify.annotations.Nullable ModelKnowledge known,
                boolean textless) {
            set(prompt, settings.prompt());
            set(negative, settings.negativePrompt());
            set(seed, String.valueOf(settings.seed()));
            steps.set(settings.steps());
            guidance.set(settings.guidance());
            List<String> words =
                    new ArrayList<>(
                            known == null || known.samplers().isEmpty()
                                    ? List.of("ddim", "ddpm", "euler", "dpmpp_2m", "flow_euler")
                                    : known.samplers());
            if (!words.contains(settings.sampler())) {
                words.add(settings.sampler());
            }
            if (!sampler.getItems().equals(words)) {
                sampler.getItems().setAll(words);
            }
            sampler.setValue(settings.sampler());
            show(texts, !textless && (known == null || known.text()));
        }

        private static void set(TextField field, String text) {
            if (!field.getText().equals(text)) {
                field.setText(text);
            }
        }
    }

    /** Samplers by their names. */
    private static final class Names extends StringConverter<String> {
        @Override
        public String toString(String word) {
            return word == null ? "" : SamplerNames.of(word);
        }

        @Override
        public String fromString(String typed) {
            throw new UnsupportedOperationException("the box is not editable");
        }
    }
}
