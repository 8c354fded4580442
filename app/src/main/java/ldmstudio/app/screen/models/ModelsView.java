package ldmstudio.app.screen.models;

import java.io.File;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.app.shell.EmptyState;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Layout of the Models page: a place to drop a file, then what it is beside its tensors. */
final class ModelsView {
    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");

    private final ModelsViewModel model;
    private final ModelCard card;
    private final TensorTable tensors = new TensorTable();
    private final SplitPane shown;
    private final Label activity = new Label();
    private final StackPane root = ControlStyles.on(new StackPane());

    ModelsView(ModelsViewModel model, AppContext context) {
        this.model = model;
        card = new ModelCard(model, context, this::chooseFile);
        shown = new SplitPane(card, tensors);
        SplitPane.setResizableWithParent(card, false);
        DividerMemory.attach(shown, context.preferences(), "models", 0.42);
        root.setId("models-screen");
        root.getStyleClass().add("models-screen");
        root.setOnDragOver(this::dragOver);
        root.setOnDragExited(event -> root.pseudoClassStateChanged(DROP, false));
        root.setOnDragDropped(this::dropped);
        model.phaseProperty().addListener((property, old, now) -> show());
        model.hashProperty().addListener((property, old, now) -> card.refreshHash());
        model.conversion()
                .phaseProperty()
                .addListener((property, old, now) -> card.refreshConversion());
        show();
    }

    Parent root() {
        return root;
    }

    /** Takes over how far the work is; called some times a second while shown. */
    void sample() {
        card.sample();
        activity.setText(words());
    }

    private String words() {
        String text = model.readingProgress().text();
        return text.isEmpty() ? "" : text + "…";
    }

    private void show() {
        Node node =
                switch (model.phaseProperty().get()) {
                    case EMPTY -> empty();
                    case READING -> reading();
                    case FAILED -> failed();
                    case SHOWN -> {
                        InspectedModel said = model.model();
                        if (said != null) {
                            card.show(said);
                            tensors.show(said.tensors());
                        }
                        yield shown;
                    }
                };
        root.getChildren().setAll(node);
    }

    private Node empty() {
        return new EmptyState(
                        MaterialDesignC.CUBE_OUTLINE,
                        "What is in this model?",
                        "Drop a checkpoint, a .safetensors, .ckpt, .pt or .pth file, a run or a model"
                                + " folder here, or choose one. It is read, never run.")
                .withButton("models-choose-file", "Choose a file…", this::chooseFile)
                .withButton("models-choose-folder", "Choose a folder…", this::chooseFolder);
    }

    private Node reading() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(36, 36);
        Label title = new Label("Looking into " + model.given().getFileName());
        title.getStyleClass().add("empty-title");
        title.setMaxWidth(640);
        title.setAlignment(Pos.CENTER);
        activity.setText(words());
        activity.getStyleClass().setAll("label", "empty-text");
        Button cancel = new Button("Cancel");
        cancel.setId("models-cancel");
        cancel.setOnAction(event -> model.cancel());
        VBox box = new VBox(12, wheel, title, activity, cancel);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private Node failed() {
        ModelsViewModel.Trouble trouble = model.trouble();
        String hint = trouble.hint().isEmpty() ? "" : " " + trouble.hint();
        EmptyState state =
                new EmptyState(
                                MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                                model.given().getFileName() + " cannot be shown",
                                trouble.words() + hint)
                        .withButton("models-retry", "Try again", model::again)
                        .withButton("models-choose-file", "Choose another file…", this::chooseFile);
        return trouble.details().isEmpty()
                ? state
                : state.withDetails(
                        Notification.error("Models", trouble.words())
                                .withDetails(trouble.details()));
    }

    /** Asks for a file. */
    void chooseFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Choose a model file");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                "Models", "*.safetensors", "*.ckpt", "*.pt", "*.pth", "*.bin"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        File chosen = chooser.showOpenDialog(root.getScene().getWindow());
        if (chosen != null) {
            model.inspect(chosen.toPath());
        }
    }

    private void chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Choose a model folder, a checkpoint or a run");
        File chosen = chooser.showDialog(root.getScene().getWindow());
        if (chosen != null) {
            model.inspect(chosen.toPath());
        }
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
            root.pseudoClassStateChanged(DROP, true);
            event.consume();
        }
    }

    private void dropped(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        if (!files.isEmpty()) {
            model.inspect(files.get(0).toPath());
        }
        root.pseudoClassStateChanged(DROP, false);
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }
}
