package ldmstudio.app.screen.interpolate;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import ldmstudio.engine.config.Keyframe;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** A keyframe as it lies on the timeline or at a corner of the pad: its picture and its letter. */
final class KeyframeMark extends VBox {
    /** Side of its picture. */
    static final double SIDE = 46;

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final int index;
    private final ImageView picture = new ImageView();
    private final FontIcon missing = new FontIcon(MaterialDesignI.IMAGE_OUTLINE);
    private final Label letter = new Label("", new FontIcon(MaterialDesignR.RHOMBUS));
    private final Tooltip tooltip = new Tooltip();

    KeyframeMark(int index) {
        this.index = index;
        setId("walk-keyframe-" + index);
        getStyleClass().add("walk-keyframe");
        setAlignment(Pos.TOP_CENTER);
        setSpacing(2);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        picture.setFitWidth(SIDE);
        picture.setFitHeight(SIDE);
        picture.setPreserveRatio(true);
        picture.setSmooth(true);
        StackPane frame = new StackPane(missing, picture);
        frame.getStyleClass().add("walk-portrait");
        frame.setMinSize(SIDE + 4, SIDE + 4);
        frame.setMaxSize(SIDE + 4, SIDE + 4);
        letter.setText(TimeScale.letter(index));
        letter.getStyleClass().add("walk-letter");
        letter.setGraphicTextGap(3);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        Tooltip.install(this, tooltip);
        getChildren().addAll(frame, letter);
    }

    int index() {
        return index;
    }

    void show(Keyframe keyframe, double at, @Nullable Image image, boolean selected) {
        picture.setImage(image);
        missing.setVisible(image == null);
        pseudoClassStateChanged(SELECTED, selected);
        String words = describe(keyframe);
        tooltip.setText(
                "Keyframe "
                        + TimeScale.letter(index)
                        + ": "
                        + words
                        + "\nDrag or Alt+← → moves it, Del removes it, Ctrl+D duplicates it");
        setAccessibleText(
                "Keyframe "
                        + TimeScale.letter(index)
                        + (at < 0 ? "" : String.format(java.util.Locale.ROOT, " at %.2f", at))
                        + ": "
                        + words
                        + (selected ? ", chosen" : ""));
    }

    /** What is drawn there, in some words. */
    static String describe(Keyframe keyframe) {
        String subject =
                !keyframe.picture().isBlank()
                        ? "picture " + java.nio.file.Path.of(keyframe.picture()).getFileName()
                        : !keyframe.prompt().isBlank()
                                ? "“" + keyframe.prompt().strip() + "”"
                                : keyframe.classLabel() >= 0
                                        ? "class " + keyframe.classLabel()
                                        : "no text";
        return subject + ", seed " + keyframe.seed();
    }
}
