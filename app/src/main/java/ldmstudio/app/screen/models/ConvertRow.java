package ldmstudio.app.screen.models;

import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.SegmentedChoice;

/** The command line that writes a model in another form, ready to be copied. */
final class ConvertRow extends VBox {
    private final TextArea command = new TextArea();

    /**
     * @param folder where the result is to be written
     */
    ConvertRow(Path model, Path folder, ModelUses uses) {
        setSpacing(8);
        Label words = new Label("Writes it in another form with this command, in a terminal:");
        words.getStyleClass().add("row-text");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        String first = uses.forms().get(0);
        SegmentedChoice<String> forms =
                new SegmentedChoice<>(
                        uses.forms(), first, ConvertRow::label, form -> "convert-" + form);
        command.setId("convert-command");
        command.setEditable(false);
        command.setWrapText(true);
        command.setPrefRowCount(5);
        command.setMinHeight(USE_PREF_SIZE);
        command.getStyleClass().add("details-text");
        CopyButton copy = new CopyButton("convert-copy", "Copy command", command::getText);
        copy.getStyleClass().add("small");
        FlowPane line = new FlowPane(8, 8, forms, copy);
        forms.valueProperty()
                .addListener(
                        (property, old, now) ->
                                command.setText(ModelUses.command(model, folder, now)));
        command.setText(ModelUses.command(model, folder, first));
        getChildren().addAll(words, line, command);
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
