package ldmstudio.app.screen.playground;

import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.ShownText;
import ldmstudio.engine.run.Checkpoint;

/** Which model and which of its checkpoints. */
final class ModelRows extends VBox {
    private final PlaygroundViewModel model;
    private final ComboBox<ModelChoice> models = new ComboBox<>();
    private final ComboBox<Checkpoint> checkpoints = new ComboBox<>();
    private boolean filling;

    ModelRows(PlaygroundViewModel model) {
        super(10);
        this.model = model;
        models.setId("sample-run");
        models.setMaxWidth(Double.MAX_VALUE);
        models.setPromptText("no model yet");
        models.setAccessibleText("Model");
        models.setTooltip(new Tooltip("Models are trained, or opened on the Models page"));
        models.setItems(model.models().models());
        models.setConverter(new ShownText<>(ModelChoice::line));
        models.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.model().choose(is);
                            }
                        });
        model.models().chosenProperty().addListener((o, was, is) -> show());
        model.models().models().addListener((ListChangeListener<ModelChoice>) c -> show());
        checkpoints.setId("sample-checkpoint");
        checkpoints.setMaxWidth(Double.MAX_VALUE);
        checkpoints.setPromptText("newest");
        checkpoints.setAccessibleText("Checkpoint");
        checkpoints.setItems(model.models().checkpoints());
        checkpoints.setConverter(
                new ShownText<>(c -> String.format(Locale.ROOT, "step %,d", c.step())));
        checkpoints.valueProperty().addListener((o, was, is) -> model.models().choose(is));
        Row second = new Row("Checkpoint", checkpoints);
        model.models()
                .checkpoints()
                .addListener(
                        (ListChangeListener<Checkpoint>)
                                c -> {
                                    var there = model.models().checkpoints();
                                    checkpoints.setValue(there.isEmpty() ? null : there.get(0));
                                    shown(second, !there.isEmpty());
                                });
        shown(second, !model.models().checkpoints().isEmpty());
        getChildren().addAll(new Row("Model", models), second);
        show();
    }

    private static void shown(Row row, boolean shown) {
        row.setVisible(shown);
        row.setManaged(shown);
    }

    private void show() {
        filling = true;
        ModelChoice chosen = model.models().chosenProperty().get();
        models.setValue(
                model.models().models().stream()
                        .filter(m -> chosen != null && m.is(chosen.path()))
                        .findFirst()
                        .orElse(chosen));
        filling = false;
    }
}
