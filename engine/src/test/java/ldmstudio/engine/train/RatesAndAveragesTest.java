package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ldmstudio.engine.tensor.Ops;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;

class RatesAndAveragesTest {
    private static final Ops OPS = Ops.cpu();

    @AfterContainer
    static void close() {
        OPS.close();
    }

    @Property(tries = 500, seed = "7")
    void aLearningRateStaysBetweenZeroAndItsPeak(
            @ForAll LearningRateSchedule.Kind kind,
            @ForAll @DoubleRange(min = 0, max = 1) double peak,
            @ForAll @IntRange(min = 0, max = 500) int warmup,
            @ForAll @IntRange(min = 1, max = 5000) int rest,
            @ForAll @DoubleRange(min = 0, max = 1.2) double share) {
        LearningRateSchedule schedule = LearningRateSchedule.of(kind, peak, warmup, warmup + rest);
        long step = (long) (share * (warmup + rest));
        assertThat(schedule.at(step)).isBetween(0.0, peak * (1 + 1e-12));
        assertThat(schedule.withPeak(peak / 2).at(step)).isBetween(0.0, peak / 2 * (1 + 1e-12));
    }

    @Property(tries = 200, seed = "8")
    void aLearningRateRisesThroughTheWarmUpAndThenFalls(
            @ForAll @IntRange(min = 1, max = 50) int warmup,
            @ForAll @IntRange(min = 2, max = 200) int rest) {
        for (LearningRateSchedule.Kind kind : LearningRateSchedule.Kind.values()) {
            LearningRateSchedule schedule =
                    LearningRateSchedule.of(kind, 0.01, warmup, warmup + rest);
            for (int step = 1; step <= warmup + rest; step++) {
                if (step > warmup) {
                    assertThat(schedule.at(step)).isLessThanOrEqualTo(schedule.at(step - 1));
                } else {
                    assertThat(schedule.at(step)).isGreaterThanOrEqualTo(schedule.at(step - 1));
                }
            }
        }
    }

    @Example
    void badNumbersAndWordsAreNamed() {
        assertThatThrownBy(() -> LearningRateSchedule.Kind.of("cosin"))
                .hasMessageContaining("cosin")
                .hasMessageContaining("cosine_with_restarts");
        assertThatThrownBy(
                        () -> LearningRateSchedule.of(LearningRateSchedule.Kind.LINEAR, -1, 0, 10))
                .hasMessageContaining("learning_rate is -1");
        assertThatThrownBy(() -> new EmaDecay.Constant(1.5)).hasMessageContaining("ema_decay");
        assertThatThrownBy(() -> new AdamW.Options(1, 0.9, 1e-8, 0, false))
                .hasMessageContaining("adam_beta1");
    }

    @Property(tries = 200, seed = "9")
    void decaysStayBetweenZeroAndTheirLimit(
            @ForAll @DoubleRange(min = 0, max = 1) double decay,
            @ForAll @LongRange(min = 1, max = 10_000_000) long update,
            @ForAll boolean warmup) {
        assertThat(new EmaDecay.Constant(decay).at(update)).isEqualTo(decay);
        assertThat(new EmaDecay.Lit(decay).at(update)).isBetween(0.0, decay);
        assertThat(new EmaDecay.Diffusers(decay, 0, 10, warmup, 1, 0.75).at(update))
                .isBetween(0.0, decay);
    }

    /** s' lies between s and w in every coordinate. */
    @Property(tries = 60, seed = "10")
    void anAverageIsConvex(
            @ForAll @DoubleRange(min = 0, max = 1) double decay,
            @ForAll @DoubleRange(min = -1000, max = 1000) double average,
            @ForAll @DoubleRange(min = -1000, max = 1000) double weight) {
        float s = (float) average;
        float w = (float) weight;
        try (OneVector network = new OneVector(OPS, s);
                Ema ema = new Ema(OPS, network.parameters(), new EmaDecay.Constant(decay))) {
            network.set(new float[] {w});
            ema.update();
            float moved = OPS.floats(ema.weights().get("w"))[0];
            float slack = 1e-6f * (Math.abs(s) + Math.abs(w));
            assertThat(moved).isBetween(Math.min(s, w) - slack, Math.max(s, w) + slack);
            assertThat((double) moved)
                    .isCloseTo(
                            decay * s + (1 - decay) * w,
                            org.assertj.core.api.Assertions.within(slack + 1e-6));
        }
    }
}
