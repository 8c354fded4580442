package ldmstudio.app.screen.playground.begin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskToolTest {
    private int heard;
    private final MaskTool tool = new MaskTool(() -> heard++);
    private final MaskLevels mask = new MaskLevels(40, 30);

    @Test
    void aStrokeIsOneStepOfUndoAndIsToldOnce() {
        tool.hold(mask);
        assertThat(tool.sizeProperty().get()).as("a sixth of the short side").isEqualTo(5);
        tool.press(5, 5);
        tool.drag(20, 5);
        int looks = tool.looksProperty().get();
        tool.drag(30, 5);
        assertThat(tool.looksProperty().get()).as("views follow a stroke").isGreaterThan(looks);
        assertThat(heard).isZero();
        tool.release();
        assertThat(heard).isEqualTo(1);
        assertThat(mask.level(25, 5)).isEqualTo(255);
        tool.undo();
        assertThat(mask.isEmpty()).isTrue();
        tool.redo();
        assertThat(mask.level(25, 5)).isEqualTo(255);
        tool.invert();
        assertThat(mask.level(25, 5)).isZero();
        tool.clear();
        assertThat(mask.isEmpty()).isTrue();
        tool.undo();
        assertThat(mask.level(5, 20)).isEqualTo(255);
    }

    @Test
    void byKeyboardItStartsInTheMiddleStaysInsideAndPaintsOnTheWay() {
        tool.hold(mask);
        tool.dab();
        assertThat(mask.level(20, 15)).isEqualTo(255);
        for (int i = 0; i < 100; i++) {
            tool.move(-1, 0);
        }
        assertThat(tool.x()).isZero();
        tool.sizeProperty().set(8);
        tool.paintOn(1, 0);
        tool.paintOn(1, 0);
        assertThat(mask.level(3, 15)).isEqualTo(255);
        tool.eraseProperty().set(true);
        tool.dab();
        assertThat(mask.level(3, 15)).isZero();
        tool.undo();
        assertThat(mask.level(3, 15)).isEqualTo(255);
        for (int i = 0; i < 50; i++) {
            tool.larger();
        }
        assertThat(tool.sizeProperty().get()).as("as the picture").isEqualTo(40);
        for (int i = 0; i < 50; i++) {
            tool.smaller();
        }
        assertThat(tool.sizeProperty().get()).isEqualTo(1);
    }

    @Test
    void aPlaceIsTheSameAtAnyZoomAndPan() {
        MaskWindow window = new MaskWindow();
        window.resize(400, 300);
        window.frame(0, 0, 40, 30);
        assertThat(window.scale()).isEqualTo(10);
        window.zoomAt(2, 100, 100);
        assertThat(window.pictureX(100)).as("what is pointed at stays").isEqualTo(10, within(1e-9));
        assertThat(window.pictureY(100)).isEqualTo(10, within(1e-9));
        window.pan(-37, 12);
        assertThat(window.canvasX(window.pictureX(55))).isEqualTo(55, within(1e-9));
        window.reveal(39, 29);
        assertThat(window.canvasX(39)).isLessThanOrEqualTo(400);
        assertThat(window.canvasY(29)).isLessThanOrEqualTo(300);
        window.pixelByPixel();
        assertThat(window.zoom()).as("never smaller than the whole").isEqualTo(1);
        window.frame(-10, 0, 60, 30);
        assertThat(window.canvasX(-10)).as("room at the left is seen").isEqualTo(0, within(1e-9));
    }

    @Test
    void theVeilShowsTheFeatherThatIsDrawnWith() {
        tool.hold(mask);
        tool.press(20, 15);
        tool.release();
        MaskVeil veil = new MaskVeil(mask);
        int sharp = veil.image(0).getPixelReader().getArgb(20, 15) >>> 24;
        assertThat(sharp).isEqualTo(153);
        assertThat(veil.image(0).getPixelReader().getArgb(2, 2) >>> 24).isZero();
        int soft = veil.image(6).getPixelReader().getArgb(20, 15) >>> 24;
        assertThat(soft).isEqualTo((int) Math.round((mask.picture(6).pixel(20, 15) & 255) * 0.6));
        assertThat(soft).isBetween(1, sharp - 1);
    }

    @Test
    void aPictureThatIsBegunFromKeepsItsMaskWhenItIsPaintedOnAgain(@TempDir Path folder)
            throws Exception {
        Path one = folder.resolve("one.png");
        Path two = folder.resolve("two.png");
        PngFiles.write(new PixelImage(8, 8, new int[64]), Map.of(), one);
        PngFiles.write(new PixelImage(16, 8, new int[128]), Map.of(), two);
        BeginModel model = new BeginModel(() -> folder);
        model.paintOn(one);
        assertThat(model.largeProperty().get()).isTrue();
        model.tool().press(4, 4);
        model.tool().release();
        String mask = model.begin().mask();
        model.largeProperty().set(false);
        model.paintOn(one);
        assertThat(model.begin().mask()).isEqualTo(mask);
        model.paintOn(two);
        assertThat(model.mask()).isNotNull();
        assertThat(model.mask().isEmpty()).isTrue();
        assertThat(model.tool().mask()).as("the brush follows").isSameAs(model.mask());
        model.paintOn(folder.resolve("gone.png"));
        assertThat(model.problem().orElse("")).contains("There is no picture");
        model.remove();
        assertThat(model.largeProperty().get()).isFalse();
        assertThat(model.tool().mask()).isNull();
    }
}
