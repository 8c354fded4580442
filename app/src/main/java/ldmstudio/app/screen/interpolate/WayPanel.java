package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.geometry.Insets;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.FieldEditor;
import ldmstudio.app.control.ShownText;
import ldmstudio.app.screen.playground.SamplerNames;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;

/** How the walk goes and how its pictures are drawn, made from the configuration's records. */
final class WayPanel extends VBox {
    private static final String SAMPLING = "sampling.";

    /** What has a place of its own on the page, or no meaning for one picture. */
    private static final Set<String> ELSEWHERE =
            Set.of("mode", "keyframes", "sampling", "seconds", "loop", "ping_pong");

    private static final Set<String> OF_KEYFRAMES =
            Set.of("prompts", "negative_prompt", "count", "seed", "sampler");

    private static final Set<String> FIRST = Set.of("steps", "guidance_scale");

    private final InterpolateViewModel model;
    private final List<FieldEditor> editors = new ArrayList<>();
    private final ComboBox<String> samplers = new ComboBox<>();
    private boolean filling;

    WayPanel(InterpolateViewModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("walk-way");
        List<FieldInfo> walk = FormModel.of(WalkConfig.class);
        List<FieldInfo> sampling = FormModel.of(SamplingConfig.class);
        VBox way = column();
        add(way, walk, "", f -> !f.advanced() && !ELSEWHERE.contains(f.path()));
        VBox drawing = column();
        samplers.setId("walk-sampler");
        samplers.setMaxWidth(Double.MAX_VALUE);
        samplers.setAccessibleText("Sampler");
        samplers.setConverter(new ShownText<>(SamplerNames::of));
        samplers.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.editor().set(SAMPLING + "sampler", is);
                            }
                        });
        drawing.getChildren().add(KeyframePanel.row("Sampler", samplers));
        add(drawing, sampling, SAMPLING, f -> FIRST.contains(f.path()));
        VBox more = column();
        add(more, walk, "", f -> f.advanced() && !ELSEWHERE.contains(f.path()));
        add(
                more,
                sampling,
                SAMPLING,
                f -> !FIRST.contains(f.path()) && !OF_KEYFRAMES.contains(f.path()));
        getChildren()
                .addAll(
                        section("The way", "walk-way-section", true, way),
                        section("Drawing", "walk-drawing-section", true, drawing),
                        section("More settings", "walk-more", false, more));
        model.editor().walkProperty().addListener((o, was, is) -> show(is));
        model.natureProperty().addListener((o, was, is) -> show(model.editor().walk()));
        show(model.editor().walk());
    }

    private static VBox column() {
        VBox column = new VBox(8);
        column.setPadding(new Insets(6, 0, 2, 0));
        return column;
    }

    static TitledPane section(String name, String id, boolean open, VBox content) {
        TitledPane pane = new TitledPane(name, content);
        pane.setId(id);
        pane.setExpanded(open);
        pane.setAnimated(false);
        pane.getStyleClass().add("walk-section");
        return pane;
    }

    private void add(
            VBox column, List<FieldInfo> fields, String prefix, Predicate<FieldInfo> which) {
        for (FieldInfo field : fields) {
            if (!which.test(field)) {
                continue;
            }
            String key = prefix + field.path();
            Consumer<Object> take = value -> model.editor().set(key, value);
            FieldEditor editor = new FieldEditor(field, "walk-" + key.replace('.', '-'), take, key);
            editors.add(editor);
            column.getChildren().add(editor);
        }
    }

    private void show(WalkConfig walk) {
        filling = true;
        List<String> known = new ArrayList<>(model.nature().samplers());
        if (!known.contains(walk.sampling().sampler())) {
            known.add(walk.sampling().sampler());
        }
        if (!known.equals(samplers.getItems())) {
            samplers.getItems().setAll(known);
        }
        samplers.setValue(walk.sampling().sampler());
        editors.forEach(e -> e.show(walk.get(e.key())));
        filling = false;
    }
}
