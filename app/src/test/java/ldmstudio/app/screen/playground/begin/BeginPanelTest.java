package ldmstudio.app.screen.playground.begin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.testing.ControlWindow;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.BeginSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeginPanelTest {
    @TempDir private Path workspace;

    private static PixelImage gradient(int width, int height) {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            int red = 255 * (i % width) / width;
            int green = 255 * (i / width) / height;
            argb[i] = 0xFF000000 | red << 16 | green << 8 | 120;
        }
        return new PixelImage(width, height, argb);
    }

    @SuppressWarnings("unchecked")
    private static <N extends Node> N node(Stage stage, String id) {
        N found = (N) stage.getScene().lookup("#" + id);
        assertThat(found).as(id).isNotNull();
        return found;
    }

    private static void press(Node node, KeyCode code, boolean shortcut) {
        node.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, shortcut, false, false));
    }

    @Test
    void aPictureIsChosenPaintedOnAndGrown() throws Exception {
        Path picture = workspace.resolve("a picture.png");
        PngFiles.write(gradient(64, 48), Map.of(), picture);
        ControlWindow.run(
                () -> {
                    BeginPanel panel = new BeginPanel(() -> workspace);
                    Stage stage =
                            ControlWindow.show(
                                    ControlStyles.on(new StackPane(panel.node())), 360, 700, false);
                    assertThat(panel.begin()).isEqualTo(BeginSettings.NOISE);
                    ControlWindow.picture(stage.getScene(), "begin-empty");

                    panel.modelChanged(Map.of("img_size", 32));
                    panel.startFrom(picture);
                    assertThat(panel.begin()).isEqualTo(BeginSettings.of(picture.toString(), 0.6));
                    stage.getScene().getRoot().applyCss();
                    stage.getScene().getRoot().layout();
                    ControlWindow.picture(stage.getScene(), "begin-whole");

                    this.<ToggleButton>choose(stage, "begin-way-painted");
                    assertThat(panel.problem().orElse("")).startsWith("Paint over");
                    MaskCanvas mask = node(stage, "begin-mask");
                    stage.getScene().getRoot().layout();
                    press(mask, KeyCode.CLOSE_BRACKET, false);
                    double larger = panel.model().tool().sizeProperty().get();
                    press(mask, KeyCode.OPEN_BRACKET, false);
                    assertThat(panel.model().tool().sizeProperty().get()).isLessThan(larger);
                    press(mask, KeyCode.SPACE, false);
                    press(mask, KeyCode.RIGHT, false);
                    press(mask, KeyCode.SPACE, false);
                    assertThat(panel.problem()).isEmpty();
                    BeginSettings painted = panel.begin();
                    assertThat(painted.strength()).isEqualTo(1);
                    PixelImage saved = PictureFile.read(Path.of(painted.mask()));
                    assertThat(saved.width()).isEqualTo(64);
                    assertThat(saved.pixel(32, 24)).isEqualTo(0xffffffff);
                    assertThat(saved.pixel(0, 0)).isEqualTo(0xff000000);
                    assertThat(Path.of(painted.mask())).startsWith(workspace.resolve("samples"));
                    ControlWindow.picture(stage.getScene(), "begin-painted");

                    press(mask, KeyCode.Z, true);
                    press(mask, KeyCode.Z, true);
                    assertThat(panel.problem()).isPresent();
                    press(mask, KeyCode.Y, true);
                    press(mask, KeyCode.Y, true);
                    // The same mask has the same file, so that an older recipe stays true.
                    assertThat(panel.begin().mask()).isEqualTo(painted.mask());
                    press(mask, KeyCode.I, false);
                    PixelImage inverted = PictureFile.read(Path.of(panel.begin().mask()));
                    assertThat(inverted.pixel(32, 24)).isEqualTo(0xff000000);

                    this.<ToggleButton>choose(stage, "begin-way-beyond");
                    assertThat(panel.problem().orElse("")).startsWith("Say how far");
                    Spinner<Integer> right = node(stage, "begin-extend-right");
                    right.getValueFactory().setValue(24);
                    assertThat(panel.problem()).isEmpty();
                    assertThat(panel.begin().extendRight()).isEqualTo(24);
                    assertThat(panel.begin().mask()).isEmpty();
                    Label words = node(stage, "begin-frame-words");
                    assertThat(words.getText()).contains("88 × 48");
                    stage.getScene().getRoot().layout();
                    ControlWindow.picture(stage.getScene(), "begin-beyond");
                    panel.modelChanged(Map.of("img_size", 128));
                    assertThat(panel.problem().orElse("")).contains("at least 128 × 128");
                    stage.close();
                });
    }

    private <B extends ToggleButton> void choose(Stage stage, String id) {
        BeginPanelTest.<B>node(stage, id).fire();
    }

    @Test
    void whatARecipeSaysIsShownAndSaidAgain() throws Exception {
        Path picture = workspace.resolve("p.png");
        Path mask = workspace.resolve("m.png");
        PngFiles.write(gradient(32, 32), Map.of(), picture);
        MaskLevels levels = new MaskLevels(32, 32);
        levels.begin();
        levels.line(8, 8, 20, 20, new MaskBrush(10, 0.3, false));
        levels.end();
        PngFiles.write(levels.picture(0), Map.of(), mask);
        ControlWindow.run(
                () -> {
                    BeginPanel panel = new BeginPanel(() -> workspace);
                    BeginSettings said =
                            BeginSettings.of(picture.toString(), 0.8)
                                    .withMask(mask.toString())
                                    .withVariation(1234567890123L, 0.25);
                    panel.show(said);
                    BeginSettings again = panel.begin();
                    assertThat(again.withMask("")).isEqualTo(said.withMask(""));
                    assertThat(PictureFile.read(Path.of(again.mask())).argb())
                            .isEqualTo(levels.picture(0).argb());
                    panel.show(BeginSettings.NOISE);
                    assertThat(panel.begin()).isEqualTo(BeginSettings.NOISE);
                    panel.startFrom(workspace.resolve("gone.png"));
                    assertThat(panel.problem().orElse("")).contains("There is no picture");
                });
    }

    @Test
    void aFeatheredMaskRunsOutAndKeepsItsMiddle() {
        MaskLevels levels = new MaskLevels(40, 40);
        levels.begin();
        levels.line(20, 20, 20, 20, new MaskBrush(24, 1, false));
        levels.end();
        PixelImage sharp = levels.picture(0);
        PixelImage soft = levels.picture(8);
        assertThat(soft.pixel(20, 20) & 255).isEqualTo(255);
        int edge = soft.pixel(8, 20) & 255;
        assertThat(edge).isBetween(40, 215);
        assertThat(soft.pixel(5, 20) & 255).isBetween(1, edge - 1);
        assertThat(soft.pixel(0, 0) & 255).isZero();
        assertThat(sharp.pixel(5, 20) & 255).isZero();
        levels.begin();
        levels.line(20, 20, 20, 20, new MaskBrush(60, 1, true));
        levels.end();
        assertThat(levels.isEmpty()).isTrue();
        levels.undo();
        assertThat(levels.picture(0).argb()).isEqualTo(sharp.argb());
    }
}
