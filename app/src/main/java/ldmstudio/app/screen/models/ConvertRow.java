package ldmstudio.app.screen.models;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.concurrent.Progress;
import ldmstudio.app.control.SegmentedChoice;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/**
 * Writes a model in another form: form, precision and place, how far it is, and what came of it.
 */
final class ConvertRow extends VBox {
    private static final String AS_IT_IS = "";

    private final Conversion conversion;
    private final Path model;
    private final Path folder;
    private final Consumer<Path> look;
    private final SegmentedChoice<String> forms;
    private final SegmentedChoice<String> types;
    private final TextField out = new TextField();
    private final Button convert =
            button("convert-start", "Convert", new FontIcon(MaterialDesignS.SWAP_HORIZONTAL));
    private final ProgressBar bar = new ProgressBar(0);
    private final Label far = new Label();
    private final VBox outcome = new VBox(8);

    /**
     * @param folder where the result is written unless another place is chosen
     * @param look shows what another file is
     */
    ConvertRow(
            Conversion conversion, Path model, Path folder, ModelUses uses, Consumer<Path> look) {
        this.conversion = conversion;
        this.model = model;
        this.folder = folder;
        this.look = look;
        setSpacing(8);
        String first = uses.forms().get(0);
        forms =
                new SegmentedChoice<>(
                        uses.forms(), first, ConvertRow::label, form -> "convert-" + form);
        types =
                new SegmentedChoice<>(
                        List.of(AS_IT_IS, "fp32", "fp16", "bf16"),
                        AS_IT_IS,
                        type -> type.isEmpty() ? "as it is" : type,
                        type -> "convert-type-" + (type.isEmpty() ? "same" : type));
        out.setId("convert-out");
        out.setAccessibleText("File or folder to write");
        out.setText(ModelUses.target(model, folder, first).toString());
        forms.valueProperty()
                .addListener(
                        (property, old, now) ->
                                out.setText(ModelUses.target(model, folder, now).toString()));
        HBox.setHgrow(out, Priority.ALWAYS);
        Button choose = button("convert-choose", "Choose…", null);
        choose.setOnAction(event -> choose());
        HBox place = new HBox(8, out, choose);
        convert.getStyleClass().add("accent");
        convert.setOnAction(event -> start(false));
        CopyButton copy = new CopyButton("convert-copy", "Copy as command", this::command);
        bar.setId("convert-bar");
        bar.setPrefWidth(180);
        bar.getStyleClass().add("small");
        far.getStyleClass().add("row-text");
        getChildren()
                .addAll(
                        field("Form", forms),
                        field("Precision", types),
                        field("Write to", place),
                        new FlowPane(8, 8, convert, copy),
                        outcome);
        show();
    }

    private static VBox field(String name, Node control) {
        Label label = new Label(name);
        label.getStyleClass().add("row-text");
        return new VBox(4, label, control);
    }

    private String command() {
        return ModelUses.command(
                model,
                Path.of(out.getText()),
                forms.valueProperty().get(),
                types.valueProperty().get());
    }

    private void start(boolean replace) {
        try {
            Path target = Path.of(out.getText().strip());
            if (out.getText().isBlank()) {
                tell("Write to is empty: name the file or folder to write.", List.of());
                return;
            }
            conversion.start(
                    new Conversion.Wanted(
                            model,
                            folder.resolve(target),
                            forms.valueProperty().get(),
                            types.valueProperty().get()),
                    replace);
        } catch (InvalidPathException e) {
            tell("Write to is no path: " + e.getReason() + ".", List.of());
        }
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Where to write the model");
        Path at = Path.of(out.getText());
        File parent = at.getParent() == null ? null : at.getParent().toFile();
        if (parent != null && parent.isDirectory()) {
            chooser.setInitialDirectory(parent);
        }
        chooser.setInitialFileName(String.valueOf(at.getFileName()));
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            out.setText(chosen.toString());
        }
    }

    /** Takes over where the conversion is. */
    void show() {
        Conversion.Wanted wanted = conversion.wanted();
        boolean mine = wanted != null && wanted.model().equals(model);
        Conversion.Phase phase = conversion.phaseProperty().get();
        boolean running = phase == Conversion.Phase.RUNNING;
        convert.setDisable(running);
        if (wanted == null || !mine && !running) {
            outcome.getChildren().clear();
            return;
        }
        switch (phase) {
            case IDLE -> outcome.getChildren().clear();
            case RUNNING -> {
                Button cancel = button("convert-cancel", "Cancel", null);
                cancel.setOnAction(event -> conversion.cancel());
                HBox line = new HBox(8, bar, far, cancel);
                line.setAlignment(Pos.CENTER_LEFT);
                outcome.getChildren().setAll(line);
                sample();
            }
            case WRITTEN -> {
                Button see = button("convert-look", "See what it is", null);
                see.setOnAction(event -> look.accept(wanted.out()));
                tell(
                        "Written: " + wanted.out(),
                        List.of(
                                see,
                                new CopyButton(
                                        "convert-copy-path",
                                        "Copy path",
                                        () -> wanted.out().toString())));
            }
            case EXISTS -> {
                Button replace = button("convert-replace", "Replace it", null);
                replace.setOnAction(event -> start(true));
                tell(
                        wanted.out().getFileName()
                                + " is there already. Choose another name, or replace it.",
                        List.of(replace));
            }
            case FAILED -> {
                Button again = button("convert-again", "Try again", null);
                again.setOnAction(event -> start(false));
                tell("Not converted: " + conversion.trouble(), List.of(again));
            }
        }
    }

    private void tell(String words, List<Node> ways) {
        Label label = new Label(words);
        label.setId("convert-outcome");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        FlowPane line = new FlowPane(8, 8);
        line.getChildren().setAll(ways);
        outcome.getChildren().setAll(label, line);
    }

    /** Takes over how far the writing is. */
    void sample() {
        if (conversion.phaseProperty().get() == Conversion.Phase.RUNNING) {
            Progress.Reading reading = conversion.progress();
            bar.setProgress(reading.fraction());
            far.setText(reading.text());
        }
    }

    private static Button button(String id, String label, @Nullable FontIcon icon) {
        Button button = new Button(label, icon);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static String label(String form) {
        return switch (form) {
            case "diffusers" -> "diffusers";
            case "compvis" -> "CompVis";
            case "studio" -> "LDM Studio";
            default -> "safetensors";
        };
    }
}
