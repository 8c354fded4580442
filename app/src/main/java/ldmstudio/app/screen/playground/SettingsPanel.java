package ldmstudio.app.screen.playground;

import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.NumberSlider;

/** The right side of the Playground: what is drawn, with what, and how. */
final class SettingsPanel extends VBox {
    private final SampleForm form;

    SettingsPanel(PlaygroundViewModel model, PlaygroundParts parts) {
        form = model.form();
        getStyleClass().addAll("settings-panel", "side-panel-plain");
        setMinWidth(320);
        setPrefWidth(360);
        VBox rows = new VBox(10);
        rows.setPadding(new Insets(12));
        Row classes = new Row("Class", new ClassChooser(form));
        classes.visibleProperty().bind(Bindings.isNotEmpty(form.classes()));
        classes.managedProperty().bind(classes.visibleProperty());
        Row attributes = new Row("Attributes", new AttributeChooser(form));
        attributes
                .visibleProperty()
                .bind(Bindings.isNotEmpty(form.attributes()).and(form.listensToTextProperty()));
        attributes.managedProperty().bind(attributes.visibleProperty());
        rows.getChildren()
                .addAll(
                        new PresetRow(model),
                        new ModelRows(model),
                        new PromptBox(model),
                        attributes,
                        classes,
                        new Row("Seed", new SeedRow(form)),
                        new Row("Pictures", count()),
                        new Row("Steps", steps()),
                        new Row("Guidance", guidance()),
                        new Row("Sampler", sampler()),
                        new Row("Size", new SizeRow(form)));
        if (parts.begin() != null) {
            rows.getChildren().add(section("Start from", "sample-begin", parts.begin().node()));
        }
        MoreSettings more = new MoreSettings(form.moreProperty());
        more.addFirst(
                owned("Eta", "ddim", eta()),
                owned("Sigma scale", "ddpm", sigmaScale()),
                new Row("Sharpness", nudge("sharpness", form.sharpnessProperty())),
                new Row("Brightness", nudge("brightness", form.brightnessProperty())));
        rows.getChildren().add(more);
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, new DrawBar(model, parts));
    }

    private static TitledPane section(String title, String id, Node content) {
        StackPane box = new StackPane(content);
        box.setPadding(new Insets(8, 0, 4, 0));
        TitledPane pane = new TitledPane(title, box);
        pane.setId(id);
        pane.setAnimated(false);
        pane.setExpanded(false);
        return pane;
    }

    /** A row that only one sampler reads. */
    private Row owned(String name, String sampler, NumberSlider slider) {
        Row row = new Row(name, slider);
        row.disableProperty().bind(form.samplerProperty().isNotEqualTo(sampler));
        return row;
    }

    private NumberSlider count() {
        return bound(
                new NumberSlider(1, SampleForm.MOST, 1, 4, "Pictures of one drawing")
                        .withId("sample-count"),
                form.countProperty());
    }

    private NumberSlider steps() {
        return bound(
                new NumberSlider(1, 1000, 1, 50, "Denoiser calls a picture").withId("sample-steps"),
                form.stepsProperty());
    }

    private NumberSlider guidance() {
        return bound(
                new NumberSlider(
                                0,
                                15,
                                0.1,
                                1,
                                "How strongly the class or the prompt is followed; 1: off")
                        .withId("sample-guidance"),
                form.guidanceProperty());
    }

    private NumberSlider eta() {
        return bound(
                new NumberSlider(0, 1, 0.05, 0, "Noise of DDIM: 0 none, 1 as DDPM")
                        .withId("sample-eta"),
                form.etaProperty());
    }

    private NumberSlider sigmaScale() {
        return bound(
                new NumberSlider(
                                0, 2, 0.01, 1, "Scale of DDPM's noise; 0.95 gives cleaner pictures")
                        .withId("sample-sigma-scale"),
                form.sigmaScaleProperty());
    }

    private static NumberSlider nudge(String word, DoubleProperty value) {
        return bound(
                new NumberSlider(
                                -5,
                                5,
                                0.1,
                                0,
                                "Nudges a latent channel; 0: not. Which way "
                                        + word
                                        + " goes depends on the autoencoder")
                        .withId("sample-" + word),
                value);
    }

    private static NumberSlider bound(NumberSlider slider, DoubleProperty value) {
        slider.valueProperty().bindBidirectional(value);
        return slider;
    }

    private ComboBox<String> sampler() {
        ComboBox<String> box = new ComboBox<>(form.samplers());
        box.setId("sampler");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setVisibleRowCount(15);
        box.setConverter(new ModelRows.Shown<>(SamplerNames::of));
        box.setTooltip(new Tooltip("How the noise is taken away, step by step"));
        box.setAccessibleText("Sampler");
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
}
