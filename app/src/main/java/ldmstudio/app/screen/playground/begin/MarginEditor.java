package ldmstudio.app.screen.playground.begin;

import javafx.geometry.Insets;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import ldmstudio.app.control.Pictures;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** How far the picture grows in each direction, with a preview of the new frame. */
final class MarginEditor extends VBox {
    private static final String[] NAMES = {"Left", "Top", "Right", "Bottom"};
    static final int WIDEST = 4096;
    static final int STEP = 8;
    private static final double PREVIEW_WIDTH = 270;
    private static final double PREVIEW_HEIGHT = 180;
    private static final Color FRAME = MaskVeil.PAINT;

    private final BeginModel model;
    private final Canvas preview = new Canvas(PREVIEW_WIDTH, PREVIEW_HEIGHT);
    private final Label words = new Label();
    private @Nullable Image picture;

    MarginEditor(BeginModel model) {
        this.model = model;
        preview.setId("begin-frame");
        GridPane fields = new GridPane();
        fields.setHgap(8);
        fields.setVgap(6);
        for (int i = 0; i < NAMES.length; i++) {
            int edge = i;
            Spinner<Integer> spinner =
                    BeginRows.number(
                            "begin-extend-" + NAMES[i].toLowerCase(java.util.Locale.ROOT),
                            WIDEST,
                            STEP,
                            NAMES[i] + ": pixels that are painted beyond this edge");
            spinner.getValueFactory().setValue(model.margin(i).get());
            spinner.valueProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (is != null) {
                                    model.margin(edge).set(is);
                                }
                            });
            model.margin(i)
                    .addListener((o, was, is) -> spinner.getValueFactory().setValue(is.intValue()));
            spinner.setPrefWidth(80);
            Label label = new Label(NAMES[i]);
            label.setLabelFor(spinner);
            fields.add(label, i % 2 * 2, i / 2);
            fields.add(spinner, i % 2 * 2 + 1, i / 2);
        }
        words.setId("begin-frame-words");
        words.getStyleClass().add("text-muted");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        setSpacing(8);
        setPadding(new Insets(0, 0, 4, 0));
        Button large =
                new Button("Look at it large", new FontIcon(MaterialDesignA.ARROW_EXPAND_ALL));
        large.setId("begin-frame-large");
        large.getStyleClass().add("small");
        large.setTooltip(new Tooltip("The new frame on the large picture; arrows widen it there"));
        large.setOnAction(e -> model.largeProperty().set(true));
        getChildren().addAll(preview, fields, words, large);
        model.startProperty().addListener((o, was, is) -> load());
        model.changesProperty().addListener((o, was, is) -> draw());
        load();
    }

    private void load() {
        BeginModel.Start start = model.startProperty().get();
        picture = start == null ? null : Pictures.image(start.picture());
        draw();
    }

    private void draw() {
        GraphicsContext g = preview.getGraphicsContext2D();
        g.clearRect(0, 0, PREVIEW_WIDTH, PREVIEW_HEIGHT);
        Image shown = picture;
        if (shown == null) {
            return;
        }
        int left = model.margin(0).get();
        int top = model.margin(1).get();
        double width = left + shown.getWidth() + model.margin(2).get();
        double height = top + shown.getHeight() + model.margin(3).get();
        double scale = Math.min((PREVIEW_WIDTH - 2) / width, (PREVIEW_HEIGHT - 2) / height);
        double x = (PREVIEW_WIDTH - width * scale) / 2;
        double y = (PREVIEW_HEIGHT - height * scale) / 2;
        g.setFill(FRAME.deriveColor(0, 1, 1, 0.25));
        g.fillRect(x, y, width * scale, height * scale);
        g.setImageSmoothing(scale < 1);
        g.drawImage(
                shown,
                x + left * scale,
                y + top * scale,
                shown.getWidth() * scale,
                shown.getHeight() * scale);
        g.setStroke(FRAME);
        g.setLineDashes(4, 3);
        g.strokeRect(x, y, width * scale, height * scale);
        g.setLineDashes();
        String size = Math.round(width) + " × " + Math.round(height) + " px";
        preview.setAccessibleText("The picture grows to " + size);
        words.setText(
                (int) shown.getWidth()
                        + " × "
                        + (int) shown.getHeight()
                        + " grows to "
                        + size
                        + ". The coloured part is painted; the picture itself stays.");
    }
}
