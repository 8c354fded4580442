package ldmstudio.app.screen.interpolate;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.control.FieldEditor;
import ldmstudio.app.control.TabKey;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.Keyframe;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** What is drawn at the chosen keyframe. */
final class KeyframePanel extends VBox {
    private final InterpolateViewModel model;
    private final Label title = new Label();
    private final TextArea prompt = TabKey.leaves(new TextArea());
    private final TextField negative = new TextField();
    private final TextField seed = new TextField();
    private final ComboBox<String> classes = new ComboBox<>();
    private final VBox words = new VBox(4);
    private final HBox classRow;
    private final HBox seedRow;
    private final PictureEnd picture;
    private final List<FieldEditor> editors = new ArrayList<>();
    private final Button duplicate =
            icon(MaterialDesignC.CONTENT_DUPLICATE, "walk-duplicate", "Duplicate (Ctrl+D)");
    private final Button remove =
            icon(MaterialDesignT.TRASH_CAN_OUTLINE, "walk-remove", "Remove this keyframe (Del)");
    private final Button add =
            icon(MaterialDesignP.PLUS, "walk-add", "Add a keyframe at the playhead (Insert)");
    private boolean filling;

    KeyframePanel(InterpolateViewModel model) {
        super(8);
        this.model = model;
        setId("walk-keyframe-panel");
        title.getStyleClass().add("section-title");
        title.setId("walk-keyframe-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(2, title, gap, add, duplicate, remove);
        head.setAlignment(Pos.CENTER_LEFT);
        add.setOnAction(e -> model.editor().add(model.live().at()));
        duplicate.setOnAction(e -> model.editor().duplicate());
        remove.setOnAction(e -> model.editor().remove(model.editor().selected()));
        prompts();
        classRow = row("Class", classes());
        picture = new PictureEnd(model, this::choosePicture);
        seedRow = row("Seed", seed());
        getChildren().addAll(head, words, classRow, seedRow);
        for (FieldInfo field : FormModel.of(Keyframe.class)) {
            switch (field.path()) {
                case "ease", "numbers" -> addEditor(field);
                default -> {}
            }
        }
        getChildren().add(picture);
        model.editor().walkProperty().addListener((o, was, is) -> show());
        model.editor().selectedProperty().addListener((o, was, is) -> show());
        model.natureProperty().addListener((o, was, is) -> showNature());
        model.phaseProperty().addListener((o, was, is) -> show());
        showNature();
    }

    private void addEditor(FieldInfo field) {
        FieldEditor editor =
                new FieldEditor(
                        field,
                        "walk-" + field.path(),
                        value -> model.editor().setKeyframe(field.path(), value));
        editors.add(editor);
        getChildren().add(editor);
    }

    private void prompts() {
        prompt.setId("walk-prompt");
        prompt.setPromptText("What is to be seen here?");
        prompt.setAccessibleText("Prompt of this keyframe");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(2);
        prompt.setMinHeight(54);
        prompt.addEventFilter(KeyEvent.KEY_PRESSED, this::promptKey);
        negative.setId("walk-negative-prompt");
        negative.setPromptText("What should not be there");
        negative.setAccessibleText("Negative prompt of this keyframe");
        listen(prompt.textProperty()::addListener, "prompt");
        listen(negative.textProperty()::addListener, "negative_prompt");
        for (Node field : List.of(prompt, negative, seed)) {
            field.focusedProperty().addListener((o, was, is) -> model.editor().endGesture());
        }
        words.getChildren().addAll(prompt, negative);
    }

    private void listen(Consumer<javafx.beans.value.ChangeListener<String>> property, String key) {
        property.accept(
                (o, was, is) -> {
                    if (!filling) {
                        model.editor().setKeyframe(key, is);
                    }
                });
    }

    /**
     * Tab leaves the area and Ctrl+Z is the page's, since edits of the walk are taken back whole.
     */
    private void promptKey(KeyEvent e) {
        if (e.getCode() == KeyCode.TAB && !e.isShortcutDown()) {
            (e.isShiftDown() ? remove : negative).requestFocus();
            e.consume();
        }
    }

    private ComboBox<String> classes() {
        classes.setId("walk-class");
        classes.setMaxWidth(Double.MAX_VALUE);
        classes.setAccessibleText("Class of this keyframe");
        classes.getSelectionModel()
                .selectedIndexProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is.intValue() >= 0) {
                                model.editor().setKeyframe("class_label", is.intValue() - 1);
                            }
                        });
        return classes;
    }

    private HBox seed() {
        seed.setId("walk-seed");
        seed.setAlignment(Pos.CENTER_RIGHT);
        seed.setPrefColumnCount(8);
        seed.setAccessibleText("Seed of this keyframe");
        seed.setTooltip(new Tooltip("The same seed gives the same noise on every machine"));
        seed.textProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is.strip().matches("-?\\d{1,18}")) {
                                model.editor().setKeyframe("seed", Long.parseLong(is.strip()));
                            }
                        });
        HBox.setHgrow(seed, Priority.ALWAYS);
        Button less = icon(MaterialDesignM.MINUS, "walk-seed-less", "Seed − 1");
        less.setOnAction(e -> seed(model.editor().keyframe().seed() - 1));
        Button more = icon(MaterialDesignP.PLUS, "walk-seed-more", "Seed + 1");
        more.setOnAction(e -> seed(model.editor().keyframe().seed() + 1));
        Button dice = icon(MaterialDesignD.DICE_5_OUTLINE, "walk-seed-dice", "Another seed");
        dice.setOnAction(e -> seed(model.anotherSeed()));
        HBox box = new HBox(2, seed, less, more, dice);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void seed(long value) {
        model.editor().setKeyframe("seed", value);
    }

    private void choosePicture() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("A picture for keyframe " + TimeScale.letter(model.editor().selected()));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                "Pictures", "*.png", "*.jpg", "*.jpeg", "*.bmp", "*.gif"),
                        new FileChooser.ExtensionFilter("All files", "*.*"));
        Path now = Path.of(model.editor().keyframe().picture()).toAbsolutePath().getParent();
        if (now != null && java.nio.file.Files.isDirectory(now)) {
            chooser.setInitialDirectory(now.toFile());
        }
        File chosen = chooser.showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            model.editor().setKeyframe("picture", chosen.getAbsolutePath());
        }
    }

    private void showNature() {
        filling = true;
        ModelNature nature = model.nature();
        List<String> names = new ArrayList<>(List.of("none"));
        names.addAll(nature.classes());
        classes.getItems().setAll(names);
        filling = false;
        show();
    }

    private static void shown(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    private void show() {
        filling = true;
        int index = model.editor().selected();
        Keyframe keyframe = model.editor().keyframe();
        int count = model.editor().walk().keyframes().size();
        title.setText("Keyframe " + TimeScale.letter(index) + " of " + count);
        if (!prompt.getText().equals(keyframe.prompt())) {
            prompt.setText(keyframe.prompt());
        }
        if (!negative.getText().equals(keyframe.negativePrompt())) {
            negative.setText(keyframe.negativePrompt());
        }
        if (!seed.getText().strip().equals(Long.toString(keyframe.seed()))) {
            seed.setText(Long.toString(keyframe.seed()));
        }
        if (classes.getSelectionModel().getSelectedIndex() != keyframe.classLabel() + 1) {
            classes.getSelectionModel().select(keyframe.classLabel() + 1);
        }
        add.setDisable(!model.editor().canAdd());
        duplicate.setDisable(!model.editor().canAdd());
        remove.setDisable(!model.editor().canRemove());
        // Between the codes of real pictures nothing is sampled, so nothing is told and no dice
        // fall.
        boolean drawn = !model.editor().walk().mode().equals("latents");
        shown(classRow, drawn && !model.nature().classes().isEmpty());
        shown(words, drawn && model.nature().text());
        shown(seedRow, drawn);
        editors.forEach(e -> e.show(keyframe.get(e.key())));
        picture.show(keyframe);
        filling = false;
    }

    static HBox row(String name, Node editor) {
        Label label = new Label(name);
        label.setMinWidth(104);
        label.setPrefWidth(104);
        label.setLabelFor(editor);
        HBox.setHgrow(editor, Priority.ALWAYS);
        HBox row = new HBox(6, label, editor);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    static Button icon(Ikon icon, String id, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }

    /** The icon of a picture that is chosen. */
    static FontIcon folder() {
        return new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE);
    }
}
