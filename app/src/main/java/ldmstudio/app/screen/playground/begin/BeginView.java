package ldmstudio.app.screen.playground.begin;

import java.io.File;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.Pictures;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.engine.data.PixelImage;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** Layout of the section "Start from". */
final class BeginView {
    private static final double THUMBNAIL = 200;

    private final BeginModel model;
    private final VBox root = new VBox(8);
    private final ImageView thumbnail = new ImageView();
    private final Label name = new Label();
    private final Label problem = new Label();
    private final VBox whole = new VBox(6);
    private final VBox painted = new VBox(6);
    private final MarginEditor beyond;
    private final SegmentedChoice<BeginModel.Way> way;
    private final Button remove;
    private final VBox variation;

    BeginView(BeginModel model) {
        this.model = model;
        Button choose = button("begin-choose", "Choose…", MaterialDesignF.FOLDER_OPEN_OUTLINE);
        choose.setTooltip(new Tooltip("A picture to start from; or drop one here"));
        choose.setOnAction(e -> choose());
        Button paste = button("begin-paste", "Paste", MaterialDesignC.CONTENT_PASTE);
        paste.setTooltip(new Tooltip("The picture, or the picture's file, that was copied"));
        paste.setOnAction(e -> paste());
        remove = button("begin-remove", "Start from noise", MaterialDesignC.CLOSE);
        remove.setOnAction(e -> model.remove());
        way =
                new SegmentedChoice<>(
                        List.of(BeginModel.Way.values()),
                        BeginModel.Way.WHOLE,
                        BeginModel.Way::words,
                        w -> "begin-way-" + w.name().toLowerCase(java.util.Locale.ROOT));
        way.valueProperty().bindBidirectional(model.wayProperty());
        thumbnail.setFitWidth(THUMBNAIL);
        thumbnail.setFitHeight(THUMBNAIL);
        thumbnail.setPreserveRatio(true);
        thumbnail.setSmooth(false);
        thumbnail.setId("begin-picture");
        name.setId("begin-name");
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        name.getStyleClass().add("text-muted");
        problem.setId("begin-problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.getStyleClass().addAll("danger", "field-problem");
        NumberSlider strength = strength("begin-strength", BeginModel.WHOLE_STRENGTH);
        strength.valueProperty().bindBidirectional(model.strengthProperty());
        whole.getChildren().addAll(thumbnail, BeginRows.row("Strength", strength));
        NumberSlider maskStrength = strength("begin-mask-strength", 1);
        maskStrength.valueProperty().bindBidirectional(model.maskStrengthProperty());
        painted.getChildren()
                .addAll(new MaskEditor(model), BeginRows.row("Strength", maskStrength));
        beyond = new MarginEditor(model);
        variation = variation();
        root.setId("begin");
        root.setPadding(new Insets(2, 0, 2, 0));
        root.getChildren()
                .addAll(
                        new FlowPane(6, 6, choose, paste, remove),
                        name,
                        way,
                        whole,
                        painted,
                        beyond,
                        problem,
                        variation);
        root.setOnDragOver(this::dragOver);
        root.setOnDragDropped(this::dropped);
        model.changesProperty().addListener((o, was, is) -> show());
        show();
    }

    private static NumberSlider strength(String id, double usual) {
        return new NumberSlider(
                        0.02,
                        1,
                        0.02,
                        usual,
                        "Share of the steps that are drawn anew: little stays near the picture, 1"
                                + " keeps nothing of it")
                .withId(id);
    }

    private static Button button(String id, String words, org.kordamp.ikonli.Ikon icon) {
        Button button = new Button(words, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add("small");
        return button;
    }

    private VBox variation() {
        NumberSlider amount =
                new NumberSlider(
                                0,
                                1,
                                0.01,
                                0,
                                "Turns the noise towards that of another seed: a little gives"
                                        + " pictures near this one")
                        .withId("begin-variation");
        amount.valueProperty().bindBidirectional(model.variationProperty());
        HBox seedRow =
                BeginRows.row(
                        "towards seed",
                        BeginRows.seed(
                                "begin-variation-seed",
                                model.variationSeedProperty(),
                                "Seed of the other noise"));
        seedRow.visibleProperty().bind(model.variationProperty().greaterThan(0));
        seedRow.managedProperty().bind(seedRow.visibleProperty());
        return new VBox(6, BeginRows.row("Variation", amount), seedRow);
    }

    private void show() {
        BeginModel.Start start = model.startProperty().get();
        BeginModel.Way chosen = model.wayProperty().get();
        visible(remove, start != null);
        visible(way, start != null);
        visible(whole, start != null && chosen == BeginModel.Way.WHOLE);
        visible(painted, start != null && chosen == BeginModel.Way.PAINTED);
        visible(beyond, start != null && chosen == BeginModel.Way.BEYOND);
        // Beyond the edges there is not one noise that could be turned.
        visible(variation, start == null || chosen != BeginModel.Way.BEYOND);
        name.setText(
                start == null
                        ? "Pictures start from noise. Choose, paste or drop a picture to start"
                                + " from it."
                        : start.file().getFileName()
                                + ", "
                                + start.picture().width()
                                + " × "
                                + start.picture().height()
                                + " px");
        if (start == null) {
            thumbnail.setImage(null);
        } else if (!start.equals(thumbnail.getUserData())) {
            thumbnail.setImage(Pictures.image(start.picture()));
            thumbnail.setAccessibleText("Picture to start from: " + start.file().getFileName());
        }
        thumbnail.setUserData(start);
        Optional<String> wrong = model.problem();
        problem.setText(wrong.orElse(""));
        visible(problem, wrong.isPresent());
    }

    private static void visible(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("A picture to start from");
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                "Pictures",
                                "*.png",
                                "*.jpg",
                                "*.jpeg",
                                "*.webp",
                                "*.gif",
                                "*.bmp",
                                "*.tif",
                                "*.tiff"));
        File chosen = chooser.showOpenDialog(root.getScene().getWindow());
        if (chosen != null) {
            model.open(chosen.toPath());
        }
    }

    private void paste() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (clipboard.hasFiles() && !clipboard.getFiles().isEmpty()) {
            model.open(clipboard.getFiles().get(0).toPath());
        } else if (clipboard.hasImage() && clipboard.getImage() != null) {
            model.open(pixels(clipboard.getImage()));
        } else {
            name.setText("Nothing was copied that is a picture or a picture's file.");
        }
    }

    private static PixelImage pixels(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return new PixelImage(width, height, argb);
    }

    private void dragOver(DragEvent e) {
        if (e.getDragboard().hasFiles() || e.getDragboard().hasImage()) {
            e.acceptTransferModes(TransferMode.COPY);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        List<File> files = e.getDragboard().getFiles();
        if (!files.isEmpty()) {
            model.open(files.get(0).toPath());
        } else if (e.getDragboard().hasImage()) {
            model.open(pixels(e.getDragboard().getImage()));
        }
        e.setDropCompleted(true);
        // The page itself would take the file for a recipe.
        e.consume();
    }

    Node node() {
        return root;
    }
}
