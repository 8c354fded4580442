package ldmstudio.app.screen.interpolate;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.run.ImageRecipe;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** A picture as the chosen keyframe: chosen or dropped, and what becomes of it. */
final class PictureEnd extends VBox {
    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");
    private static final List<String> ENDINGS =
            List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp");

    private final InterpolateViewModel model;
    private final Label name = new Label();
    private final Label meaning = new Label();
    private final Label verdict = new Label();
    private final Button clear =
            KeyframePanel.icon(
                    MaterialDesignC.CLOSE, "walk-picture-clear", "Draw from prompt and seed again");
    private final Button take = new Button("Use its prompt and seed");
    private String told = "";

    PictureEnd(InterpolateViewModel model, Runnable choose) {
        super(4);
        this.model = model;
        setId("walk-picture");
        getStyleClass().add("walk-drop");
        Button browse = new Button("Choose…", KeyframePanel.folder());
        browse.setId("walk-picture-choose");
        browse.getStyleClass().add("small");
        browse.setMinWidth(USE_PREF_SIZE);
        browse.setOnAction(e -> choose.run());
        clear.setOnAction(e -> model.editor().setKeyframe("picture", ""));
        name.setId("walk-picture-name");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox line = new HBox(6, name, clear, browse);
        line.setAlignment(Pos.CENTER_LEFT);
        meaning.setId("walk-picture-meaning");
        meaning.getStyleClass().addAll("text-muted", "text-small");
        meaning.setWrapText(true);
        meaning.setMinHeight(USE_PREF_SIZE);
        verdict.setId("walk-picture-verdict");
        verdict.getStyleClass().add("text-small");
        verdict.setWrapText(true);
        verdict.setMinHeight(USE_PREF_SIZE);
        verdict.setGraphic(new FontIcon(MaterialDesignA.ALERT_OUTLINE));
        tell("", false);
        take.setId("walk-picture-take");
        take.getStyleClass().add("small");
        getChildren().addAll(line, meaning, verdict, take);
        setOnDragOver(this::over);
        setOnDragExited(e -> pseudoClassStateChanged(DROP, false));
        setOnDragDropped(this::dropped);
    }

    void show(Keyframe keyframe) {
        String path = keyframe.picture();
        boolean any = !path.isBlank();
        boolean real = model.editor().walk().mode().equals("latents");
        name.setText(any ? String.valueOf(Path.of(path).getFileName()) : "Picture: none");
        name.setTooltip(any ? new Tooltip(path) : null);
        clear.setVisible(any);
        clear.setManaged(any);
        // Another model has another autoencoder, and one that is loading cannot be asked yet.
        boolean live = model.phase() == InterpolateViewModel.Phase.LIVE;
        String now = real + path + (live ? model.models().path() : "");
        if (!any) {
            told = "";
            tell("", false);
            explain(
                    real
                            ? "This walk goes between real pictures: choose or drop one."
                            : "Drop a picture here to begin or end with it.",
                    null);
        } else if (!now.equals(told)) {
            told = now;
            explain("Looking at it…", null);
            tell("", false);
            model.look(Path.of(path), recipe -> looked(real, path, now, recipe));
        }
    }

    private void looked(
            boolean real, String path, String asked, java.util.Optional<ImageRecipe> recipe) {
        if (!asked.equals(told)) {
            return;
        }
        boolean encoded = real || recipe.isEmpty();
        if (model.phase() == InterpolateViewModel.Phase.LIVE
                && Files.isRegularFile(Path.of(path))) {
            model.giveBack(
                    Path.of(path),
                    back -> {
                        if (asked.equals(told) && (encoded || back.poor())) {
                            tell(back.words(), back.poor());
                        }
                    });
        }
        if (!Files.isRegularFile(Path.of(path))) {
            explain("This file is not there any more: " + path, null);
        } else if (real) {
            explain("It is encoded, and the walk goes between the codes.", null);
        } else if (recipe.isPresent()) {
            ImageRecipe r = recipe.get();
            String subject = r.prompt().isEmpty() ? r.className() : r.prompt();
            explain(
                    "It holds its recipe ("
                            + (subject.isEmpty() ? "" : "“" + subject + "”, ")
                            + "seed "
                            + r.seed()
                            + ") and is drawn again where this model drew it, else it is turned"
                            + " back into noise.",
                    r);
        } else {
            explain("It holds no recipe: it is turned back into noise (DDIM inversion).", null);
        }
    }

    /** What the model's autoencoder makes of the picture. */
    private void tell(String words, boolean poor) {
        verdict.setText(words);
        verdict.setVisible(!words.isEmpty());
        verdict.setManaged(!words.isEmpty());
        verdict.getGraphic().setVisible(poor);
        verdict.setContentDisplay(poor ? ContentDisplay.LEFT : ContentDisplay.TEXT_ONLY);
        verdict.getStyleClass().removeAll("problem-text", "text-muted");
        verdict.getStyleClass().add(poor ? "problem-text" : "text-muted");
    }

    private void explain(String words, @org.jspecify.annotations.Nullable ImageRecipe recipe) {
        meaning.setText(words);
        take.setVisible(recipe != null);
        take.setManaged(recipe != null);
        if (recipe != null) {
            take.setOnAction(
                    e ->
                            model.editor()
                                    .setKeyframe(
                                            model.editor().selected(),
                                            PictureEnds.of(recipe, model.editor().keyframe())));
        }
    }

    /** The pictures among what is dragged. */
    static List<Path> pictures(DragEvent e) {
        return e.getGestureSource() != null
                ? List.of()
                : e.getDragboard().getFiles().stream()
                        .map(File::toPath)
                        .filter(
                                f ->
                                        ENDINGS.stream()
                                                .anyMatch(
                                                        f.toString().toLowerCase(Locale.ROOT)
                                                                ::endsWith))
                        .toList();
    }

    private void over(DragEvent e) {
        if (!pictures(e).isEmpty()) {
            e.acceptTransferModes(TransferMode.COPY);
            pseudoClassStateChanged(DROP, true);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        List<Path> pictures = pictures(e);
        if (!pictures.isEmpty()) {
            model.editor().setKeyframe("picture", pictures.get(0).toAbsolutePath().toString());
        }
        e.setDropCompleted(!pictures.isEmpty());
        e.consume();
    }

    /** The icon of something that is copied. */
    static FontIcon copy() {
        return new FontIcon(MaterialDesignC.CONTENT_COPY);
    }
}
