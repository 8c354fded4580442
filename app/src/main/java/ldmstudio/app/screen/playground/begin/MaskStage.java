package ldmstudio.app.screen.playground.begin;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.NumberSlider;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * The picture to start from, as large as the page's middle: its mask is painted here, or the room
 * around it is seen. Esc goes back to the drawings.
 */
final class MaskStage extends BorderPane {
    private static final double SLIDER = 150;
    private static final String HELP =
            "The left button paints, the right one moves the picture, the wheel zooms, with Shift"
                    + " it changes the brush.\n"
                    + MaskKeys.WORDS
                    + ".\n+ and - zoom, 0 fits, 1 shows it pixel by pixel, Esc goes back.";

    private final BeginModel model;
    private final MaskCanvas canvas;
    private final FlowPane painting;
    private final Label words = new Label();

    MaskStage(BeginModel model) {
        this.model = model;
        setId("mask-stage");
        getStyleClass().add("mask-stage");
        canvas = new MaskCanvas(model, "mask-large", true);
        MaskTools tools = new MaskTools(model, canvas, "mask-large");
        painting = tools.deeds();
        painting.setAlignment(Pos.CENTER_LEFT);
        painting.setHgap(6);
        painting.getChildren()
                .addAll(
                        named("Brush", tools.size()),
                        named("Hardness", tools.hardness()),
                        named("Feather", tools.feather()));
        Button done = new Button("Done", new FontIcon(MaterialDesignC.CHECK));
        done.setId("mask-large-done");
        done.getStyleClass().add("small");
        done.setTooltip(new Tooltip("Back to the drawings; the mask stays (Esc)"));
        done.setMinWidth(USE_PREF_SIZE);
        done.setOnAction(e -> close());
        FlowPane views = tools.views();
        words.setId("mask-large-words");
        words.getStyleClass().add("text-muted");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.setTooltip(new Tooltip(HELP));
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox bottom = new HBox(8, words, views, done);
        views.setPrefWrapLength(110);
        views.setMinWidth(USE_PREF_SIZE);
        bottom.setAlignment(Pos.CENTER_LEFT);
        bottom.setMinHeight(USE_PREF_SIZE);
        VBox bar = new VBox(6, bottom, painting);
        bar.setPadding(new Insets(8));
        setTop(bar);
        setCenter(canvas);
        BorderPane.setMargin(canvas, new Insets(0, 8, 8, 8));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.changesProperty().addListener((o, was, is) -> tell());
        visibleProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is) {
                                tell();
                                canvas.requestFocus();
                            }
                        });
        tell();
    }

    private static Node named(String name, NumberSlider slider) {
        Label label = new Label(name);
        label.setLabelFor(slider);
        slider.setPrefWidth(SLIDER);
        HBox box = new HBox(6, label, slider);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void close() {
        model.largeProperty().set(false);
    }

    private void key(KeyEvent e) {
        if (e.getCode() == KeyCode.ESCAPE) {
            close();
            e.consume();
        }
    }

    private void tell() {
        BeginModel.Way way = model.wayProperty().get();
        painting.setVisible(way == BeginModel.Way.PAINTED);
        painting.setManaged(way == BeginModel.Way.PAINTED);
        words.setText(
                switch (way) {
                    case PAINTED -> painted();
                    case BEYOND ->
                            "The coloured part around "
                                    + name()
                                    + " is painted. Arrows widen it, Shift and arrows narrow it.";
                    case WHOLE -> name() + " is drawn anew as a whole.";
                });
    }

    /** One line, so that the picture does not jump when the first stroke is done. */
    private String painted() {
        MaskLevels mask = model.mask();
        return mask == null || mask.isEmpty()
                ? "Paint what is drawn anew; the wheel zooms."
                : MaskTools.share(model);
    }

    private String name() {
        BeginModel.Start start = model.startProperty().get();
        return start == null ? "the picture" : String.valueOf(start.file().getFileName());
    }
}
