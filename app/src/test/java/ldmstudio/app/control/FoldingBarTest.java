package ldmstudio.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.layout.Region;
import ldmstudio.app.testing.Fx;
import org.junit.jupiter.api.Test;

class FoldingBarTest {
    private static Region box(double width, double height) {
        Region box = new Region();
        box.setPrefSize(width, height);
        box.setMinWidth(width / 2);
        box.setMaxHeight(height);
        return box;
    }

    @Test
    void theSecondGroupGoesBelowWhereBothHaveNoRoomBesideEachOther() {
        Region left = box(100, 20);
        Region right = box(60, 30);
        FoldingBar bar = Fx.get(() -> new FoldingBar(left, right, 8));
        assertThat(bar.prefWidth(-1)).isEqualTo(168);
        assertThat(bar.minWidth(-1)).isEqualTo(50);
        assertThat(bar.prefHeight(168)).isEqualTo(30);
        assertThat(bar.prefHeight(150)).isEqualTo(58);

        layOut(bar, 300, 30);
        assertThat(left.getLayoutX()).isZero();
        assertThat(right.getLayoutX()).as("at the far end").isEqualTo(240);
        assertThat(left.getLayoutY()).as("in the middle").isEqualTo(5);

        layOut(bar, 90, 58);
        assertThat(left.getWidth()).as("no wider than the bar").isEqualTo(90);
        assertThat(right.getLayoutX()).isZero();
        assertThat(right.getLayoutY()).isEqualTo(28);
    }

    private static void layOut(FoldingBar bar, double width, double height) {
        Fx.run(
                () -> {
                    bar.resize(width, height);
                    bar.layout();
                });
    }
}
