package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measured, so on a quiet machine: how many pictures of the demo model a second follow the slider
 * while it is dragged from one end to the other, past places that were never drawn.
 */
@Tag("slow")
@Timeout(300)
class LiveRateTest {
    private static final double SECONDS = 12;

    @Test
    void picturesFollowTheSliderWhileItIsDragged(@TempDir Path folder) {
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            RealModesTest.begin(window);
            StagePane stage = window.node("walk-stage");
            Node ruler = window.node("walk-position");
            double width = Fx.get(() -> ruler.getLayoutBounds().getWidth());
            int[] shown = new int[1];
            Object[] last = {Fx.get(stage::frame)};
            long begin = System.nanoTime();
            double at = 0;
            drag(ruler, MouseEvent.MOUSE_PRESSED, TimeScale.x(0, width));
            while (at < 1) {
                at = Math.min(1, (System.nanoTime() - begin) / 1e9 / SECONDS);
                drag(ruler, MouseEvent.MOUSE_DRAGGED, TimeScale.x(at, width));
                Object now = Fx.get(stage::frame);
                shown[0] += now == last[0] ? 0 : 1;
                last[0] = now;
                LockSupport.parkNanos(4_000_000);
            }
            String rate = Fx.get(() -> ((Label) window.scene().lookup("#walk-rate")).getText());
            String how = Fx.get(() -> ((Label) window.scene().lookup("#walk-quality")).getText());
            drag(ruler, MouseEvent.MOUSE_RELEASED, TimeScale.x(1, width));
            System.err.printf(
                    Locale.ROOT,
                    "%d pictures in %.0f s while dragging, %.1f a second (%s); the window says %s%n",
                    shown[0],
                    SECONDS,
                    shown[0] / SECONDS,
                    how,
                    rate);
            assertThat(shown[0] / SECONDS).isGreaterThan(FrameGovernor.LEAST);
        }
    }

    private static void drag(Node ruler, javafx.event.EventType<MouseEvent> what, double x) {
        Fx.run(() -> InterpolateScreenTest.mouse(ruler, what, x, 20));
    }
}
