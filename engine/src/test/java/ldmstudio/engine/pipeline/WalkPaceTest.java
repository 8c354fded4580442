package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleUnaryOperator;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WalkPaceTest {
    private static final PictureDistance RED =
            (a, b) -> Math.abs((a.argb()[0] & 0xFFFFFF) - (b.argb()[0] & 0xFFFFFF));

    /** A picture of one pixel that holds a number in [0, 1]. */
    private static PixelImage number(double value) {
        return new PixelImage(1, 1, new int[] {0xFF000000 | (int) (value * 0xFFFFFF)});
    }

    private static WalkPace pace(DoubleUnaryOperator way, int probes) {
        return WalkPace.measured(t -> number(way.applyAsDouble(t)), RED, probes, i -> true);
    }

    private static double[] steps(DoubleUnaryOperator way, WalkPace pace, int frames) {
        double[] steps = new double[frames];
        for (int i = 0; i < frames; i++) {
            steps[i] =
                    Math.abs(
                            way.applyAsDouble(pace.time((i + 1.0) / frames))
                                    - way.applyAsDouble(pace.time((double) i / frames)));
        }
        return steps;
    }

    @Test
    void changeBecomesConstant() {
        // Hardly anything for the first half, then nearly all at once.
        DoubleUnaryOperator jump = t -> 1 / (1 + Math.exp(-40 * (t - 0.7)));
        double before = WalkPace.spread(steps(jump, WalkPace.even(), 48));
        double after = WalkPace.spread(steps(jump, pace(jump, 33), 48));
        assertThat(before).isGreaterThan(1.5);
        assertThat(after).isLessThan(0.15);
    }

    @Property(tries = 100, seed = "1")
    void timesRiseFromEndToEndWhateverThePicturesDo(
            @ForAll @IntRange(min = 3, max = 40) int probes,
            @ForAll @IntRange(max = 100) int kind,
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b) {
        WalkPace pace = pace(t -> kind == 0 ? 0.5 : (0.5 + 0.5 * Math.sin(kind * t)) * t, probes);
        assertThat(pace.time(0)).isZero();
        assertThat(pace.time(1)).isEqualTo(1);
        assertThat(pace.time(Math.min(a, b))).isLessThanOrEqualTo(pace.time(Math.max(a, b)));
        if (Math.abs(a - b) > 1e-3) {
            assertThat(pace.time(Math.min(a, b))).isLessThan(pace.time(Math.max(a, b)));
        }
        assertThat(pace.gone(pace.time(a))).isCloseTo(a, within(1e-6));
    }

    @Test
    void aWayWithoutChangeKeepsItsTimes() {
        WalkPace still = pace(t -> 0.3, 9);
        assertThat(still.time(0.37)).isCloseTo(0.37, within(1e-9));
    }

    @Test
    void theMeasuringEndsWhenAskedTo() {
        List<Double> drawn = new ArrayList<>();
        assertThatThrownBy(
                        () ->
                                WalkPace.measured(
                                        t -> {
                                            drawn.add(t);
                                            return number(t);
                                        },
                                        RED,
                                        9,
                                        i -> i < 4))
                .isInstanceOf(CancellationException.class);
        assertThat(drawn).hasSize(4);
    }

    @Test
    void withoutVggFurtherApartIsStillFurther() {
        try (Ops ops = Devices.open(new MachineConfig("cpu", "fp32", 1))) {
            PictureDistance distance = PictureDistance.features(TinyModels.pixels(ops).model());
            PixelImage grey = filled(0xFF808080);
            assertThat(distance.between(grey, grey)).isZero();
            double near = distance.between(grey, filled(0xFF888888));
            double far = distance.between(grey, filled(0xFF989898));
            // Twice two scales of (2 · 8 / 255)², and three times as far is three times the length.
            assertThat(near).isCloseTo(Math.sqrt(2) * 16 / 255, within(1e-4));
            assertThat(far / near).isCloseTo(3, within(1e-3));
        }
    }

    private static PixelImage filled(int argb) {
        int[] all = new int[64];
        Arrays.fill(all, argb);
        return new PixelImage(8, 8, all);
    }
}
