package ldmstudio.app.screen.models;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.concurrent.Progress;

/** The SHA-256 of a file: how far it is read, then the number, to be copied. */
final class HashRow extends VBox {
    private final ModelsViewModel model;
    private final Label value = new Label();
    private final CopyButton copy;
    private final Button compute = new Button("Compute");
    private final ProgressBar bar = new ProgressBar(0);
    private final Label far = new Label();
    private final HBox done;
    private final HBox going;

    HashRow(ModelsViewModel model) {
        this.model = model;
        value.setId("model-sha256");
        value.getStyleClass().add("mono");
        value.setWrapText(true);
        value.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(value, Priority.ALWAYS);
        copy = new CopyButton("model-copy-sha256", "", () -> model.hashProperty().get().value());
        copy.getStyleClass().addAll("flat", "icon-button");
        compute.setId("model-compute-sha256");
        compute.getStyleClass().add("small");
        compute.setMinWidth(USE_PREF_SIZE);
        compute.setOnAction(event -> model.hashAgain());
        done = new HBox(8, value, copy, compute);
        done.setAlignment(Pos.TOP_LEFT);
        bar.setId("model-hashing");
        bar.setPrefWidth(140);
        bar.getStyleClass().add("small");
        far.getStyleClass().add("row-text");
        Button stop = new Button("Cancel");
        stop.setId("model-cancel-sha256");
        stop.getStyleClass().add("small");
        stop.setMinWidth(USE_PREF_SIZE);
        stop.setOnAction(event -> model.cancelHash());
        going = new HBox(8, bar, far, stop);
        going.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(done, going);
        refresh();
    }

    /** Shows the hash as it stands. */
    void refresh() {
        ModelsViewModel.Hash hash = model.hashProperty().get();
        shown(going, hash.running());
        shown(done, !hash.running());
        value.setText(hash.value().isEmpty() ? hash.note() : hash.value());
        shown(copy, !hash.value().isEmpty());
        shown(compute, hash.value().isEmpty());
        sample();
    }

    /** Takes over how far the reading is. */
    void sample() {
        Progress.Reading reading = model.hashProgress();
        bar.setProgress(Math.max(0, reading.fraction()));
        far.setText(reading.text());
    }

    private static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
