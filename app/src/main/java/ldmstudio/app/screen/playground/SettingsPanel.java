package ldmstudio.app.screen.playground;

import java.util.Locale;
import java.util.Set;
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
import ldmstudio.app.control.ShownText;
import ldmstudio.app.control.WholeText;

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
            rows.getChildren().add(beginning(parts.begin()));
        }
        MoreSettings more = new MoreSettings(form.moreProperty(), form::fault);
        more.addFirst(
                owned("Eta", Set.of("ddim"), eta()),
                owned("Sigma scale", Set.of("ddpm", "ancestral", "ancestral_large"), sigmaScale()),
                new Row("Sharpness", nudge("Sharpness", form.sharpnessProperty())),
                new Row("Brightness", nudge("Brightness", form.brightnessProperty())));
        rows.getChildren().add(more);
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, new DrawBar(model, parts));
    }

    /** Its head says what is begun from, for a closed one must not change what is drawn unseen. */
    private static TitledPane beginning(BeginPart part) {
        TitledPane pane = section("Start from", "sample-begin", part.node());
        WholeText.told(pane);
        // A long name is cut; it must not widen the panel.
        pane.setMinWidth(0);
        Runnable tell =
                () -> {
                    String from = part.summary();
                    boolean none = pane.getText().equals("Start from");
                    pane.setText(from.isEmpty() ? "Start from" : "Start from " + from);
                    if (none && !from.isEmpty()) {
                        pane.setExpanded(true);
                    }
                };
        part.changes().addListener((o, was, is) -> tell.run());
        tell.run();
        return pane;
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

    /** A row that only some samplers read. */
    private Row owned(String name, Set<String> samplers, NumberSlider slider) {
        Row row = new Row(name, slider);
        row.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> !samplers.contains(form.samplerProperty().get()),
                                form.samplerProperty()));
        return row;
    }

    private NumberSlider count() {
        return bound(
                "Pictures",
                new NumberSlider(1, SampleForm.MOST, 1, 4, "Pictures of one drawing")
                        .withId("sample-count"),
                form.countProperty());
    }

    private NumberSlider steps() {
        return bound(
                "Steps",
                new NumberSlider(1, 1000, 1, 50, "Denoiser calls a picture").withId("sample-steps"),
                form.stepsProperty());
    }

    private NumberSlider guidance() {
        return bound(
                "Guidance",
                new NumberSlider(
                                0,
                                15,
                                0.1,
                                1,
                                "How strongly the class or the prompt is followed; 1: off")
                        .withTypedUpTo(50)
                        .withId("sample-guidance"),
                form.guidanceProperty());
    }

    private NumberSlider eta() {
        return bound(
                "Eta",
                new NumberSlider(0, 1, 0.05, 0, "Noise of DDIM: 0 none, 1 as DDPM")
                        .withId("sample-eta"),
                form.etaProperty());
    }

    private NumberSlider sigmaScale() {
        return bound(
                "Sigma scale",
                new NumberSlider(
                                0, 2, 0.01, 1, "Scale of DDPM's noise; 0.95 gives cleaner pictures")
                        .withId("sample-sigma-scale"),
                form.sigmaScaleProperty());
    }

    private NumberSlider nudge(String name, DoubleProperty value) {
        String word = name.toLowerCase(Locale.ROOT);
        return bound(
                name,
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

    private NumberSlider bound(String name, NumberSlider slider, DoubleProperty value) {
        slider.valueProperty().bindBidirectional(value);
        slider.problemProperty().addListener((o, was, is) -> form.fault(name, is));
        return slider;
    }

    private ComboBox<String> sampler() {
        ComboBox<String> box = new ComboBox<>(form.samplers());
        box.setId("sampler");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setVisibleRowCount(15);
        box.setConverter(new ShownText<>(SamplerNames::of));
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
