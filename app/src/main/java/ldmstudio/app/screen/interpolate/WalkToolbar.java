package ldmstudio.app.screen.interpolate;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.control.ShownText;
import ldmstudio.engine.config.WalkConfig;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The top of the page: the model, the kind of walk, undo and redo. */
final class WalkToolbar extends HBox {
    /** The kinds of walk by their words of the configuration. */
    private enum Mode {
        KEYFRAMES("keyframes", "Keyframes", "From each keyframe to the next"),
        NOISE("noise_walk", "Noise walk", "The noise strolls from seed to seed"),
        CIRCLE("circle", "Circle", "The noise goes round in the plane of two seeds"),
        LATENTS("latents", "Latents", "Real pictures, mixed as codes of the autoencoder"),
        PLANE("plane", "Plane", "A pad between three or four keyframes");

        private final String word;
        private final String label;
        private final String help;

        Mode(String word, String label, String help) {
            this.word = word;
            this.label = label;
            this.help = help;
        }

        static Mode of(String word) {
            for (Mode mode : values()) {
                if (mode.word.equals(word)) {
                    return mode;
                }
            }
            return KEYFRAMES;
        }
    }

    private final InterpolateViewModel model;
    private final ComboBox<WalkModels.Choice> models = new ComboBox<>();
    private final SegmentedChoice<Mode> modes =
            new SegmentedChoice<>(
                    List.of(Mode.values()),
                    Mode.KEYFRAMES,
                    m -> m.label,
                    m -> "walk-mode-" + m.word);
    private final Button undo =
            KeyframePanel.icon(MaterialDesignU.UNDO, "walk-undo", "Undo (Ctrl+Z)");
    private final Button redo =
            KeyframePanel.icon(MaterialDesignR.REDO, "walk-redo", "Redo (Ctrl+Y)");
    private boolean filling;

    WalkToolbar(InterpolateViewModel model) {
        super(10);
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        setPadding(new Insets(8, 12, 8, 12));
        getStyleClass().add("screen-toolbar");
        setFillHeight(false);
        models.setId("walk-model");
        models.setItems(model.models().choices());
        models.setPromptText("no model yet");
        models.setPrefWidth(210);
        models.setAccessibleText("Model that draws the walk");
        models.setTooltip(new Tooltip("The model that draws"));
        models.setConverter(new ShownText<>(WalkModels.Choice::name));
        models.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.models().choose(is);
                            }
                        });
        model.models().chosenProperty().addListener((o, was, is) -> showModel(is));
        showModel(model.models().chosenProperty().get());
        modes.setId("walk-mode");
        modes.getChildren()
                .forEach(
                        n -> {
                            if (n instanceof javafx.scene.control.ToggleButton b) {
                                b.setTooltip(new Tooltip(helpOf(b.getText())));
                            }
                        });
        modes.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling) {
                                model.editor().setMode(is.word);
                            }
                        });
        undo.setOnAction(e -> model.editor().undo());
        redo.setOnAction(e -> model.editor().redo());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(models, modes, gap, undo, redo);
        model.editor().walkProperty().addListener((o, was, is) -> show(is));
        show(model.editor().walk());
    }

    private static String helpOf(String label) {
        for (Mode mode : Mode.values()) {
            if (mode.label.equals(label)) {
                return mode.help;
            }
        }
        return label;
    }

    private void showModel(WalkModels.@Nullable Choice choice) {
        filling = true;
        models.setValue(choice);
        filling = false;
    }

    private void show(WalkConfig walk) {
        filling = true;
        modes.valueProperty().set(Mode.of(walk.mode()));
        undo.setDisable(!model.editor().canUndo());
        redo.setDisable(!model.editor().canRedo());
        filling = false;
    }
}
