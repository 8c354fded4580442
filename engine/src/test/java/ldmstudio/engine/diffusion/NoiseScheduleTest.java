package ldmstudio.engine.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ldmstudio.engine.config.DiffusionConfig;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class NoiseScheduleTest {
    @Property(tries = 200, seed = "1")
    void picturesOnlyGetNoisier(
            @ForAll BetaSchedule kind,
            @ForAll @IntRange(min = 10, max = 2000) int count,
            @ForAll @Scale(4) @DoubleRange(min = 1e-4, max = 0.01) double start,
            @ForAll @Scale(4) @DoubleRange(min = 0.011, max = 0.05) double end) {
        NoiseSchedule schedule = NoiseSchedule.of(kind, count, start, end);
        assertThat(schedule.numTrainTimesteps()).isEqualTo(count);
        for (int t = 0; t < count; t++) {
            // Laplace starts with steps that are smaller than fp32 can tell from none.
            assertThat(schedule.beta(t)).isBetween(0f, 0.9991f);
            assertThat(schedule.alphas()[t]).isEqualTo(1 - schedule.beta(t));
            if (t > 0) {
                assertThat(schedule.alphaCumprod(t))
                        .isLessThanOrEqualTo(schedule.alphaCumprod(t - 1));
                assertThat(schedule.snr(t)).isLessThanOrEqualTo(schedule.snr(t - 1));
            }
        }
        assertThat(schedule.alphaCumprod(count - 1)).isLessThan(schedule.alphaCumprod(0));
    }

    @Property(tries = 100, seed = "2")
    void nothingIsLeftAtTheEndOfARescaledSchedule(
            @ForAll @IntRange(min = 10, max = 2000) int count,
            @ForAll @Scale(4) @DoubleRange(min = 1e-4, max = 0.01) double start) {
        NoiseSchedule plain = NoiseSchedule.of(BetaSchedule.SCALED_LINEAR, count, start, 0.02);
        NoiseSchedule rescaled = plain.withZeroTerminalSnr();
        assertThat(rescaled.alphaCumprod(count - 1)).isZero();
        assertThat(rescaled.snr(count - 1)).isZero();
        assertThat(rescaled.alphaCumprod(0)).isCloseTo(plain.alphaCumprod(0), within(1e-6f));
    }

    @Property(tries = 300, seed = "3")
    void timestepsFallStrictlyAndStayInTheSchedule(
            @ForAll TimestepSpacing spacing,
            @ForAll @IntRange(min = 2, max = 1500) int total,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int steps = 1 + (int) (share * (total - 1));
        int[] timesteps = spacing.timesteps(total, steps);
        assertThat(timesteps).hasSize(steps);
        assertThat(timesteps[0]).isLessThan(total);
        assertThat(timesteps[steps - 1]).isNotNegative();
        for (int i = 1; i < steps; i++) {
            assertThat(timesteps[i]).isLessThan(timesteps[i - 1]);
        }
        if (spacing == TimestepSpacing.TRAILING) {
            assertThat(timesteps[0]).isEqualTo(total - 1);
        }
    }

    @Example
    void anOffsetPastTheScheduleIsRefused() {
        assertThat(TimestepSpacing.LEADING.timesteps(1000, 10, 1)).contains(901, 1);
        assertThatThrownBy(() -> TimestepSpacing.LEADING.timesteps(1000, 1000, 1))
                .hasMessageContaining("steps_offset");
        assertThatThrownBy(() -> TimestepSpacing.LEADING.timesteps(10, 11))
                .hasMessageContaining("1 to 10");
    }

    @Example
    void wordsOfConfigurationsAreUnderstoodAndOthersNamed() {
        NoiseSchedule schedule = NoiseSchedule.of(DiffusionConfig.defaults());
        assertThat(schedule).isEqualTo(NoiseSchedule.of(BetaSchedule.LINEAR, 1000, 0.0001, 0.02));
        assertThat(BetaSchedule.of("squaredcos_cap_v2")).isEqualTo(BetaSchedule.COSINE);
        assertThat(PredictionType.of("v_prediction")).isEqualTo(PredictionType.V_PREDICTION);
        assertThatThrownBy(() -> BetaSchedule.of("linaer"))
                .hasMessageContaining("linaer")
                .hasMessageContaining("scaled_linear");
        assertThatThrownBy(() -> PredictionType.of("noise")).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> NoiseSchedule.ofBetas(new float[] {0.1f, 1.5f}))
                .hasMessageContaining("timestep 1");
    }
}
