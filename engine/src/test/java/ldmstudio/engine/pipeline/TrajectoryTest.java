package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryTest {
    private static final Ops OPS = Devices.open(new MachineConfig("cpu", "fp32", 1));
    private static final DiffusionPipeline PIPELINE = TinyModels.byClass(OPS, 3);
    private static final SamplingConfig HOW = SamplingConfig.of("ddim", 6, 2, 0, 1, 1, 5);

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static SamplingPlan plan(SamplingConfig how) {
        return SamplingPlan.of(how, Wish.ofClass(1), 1, 1);
    }

    private static Trajectory follow(SamplingConfig how) {
        return Trajectory.follow(PIPELINE, plan(how), null, TrajectoryListener.NONE);
    }

    private static Trajectory follow(SamplingConfig how, int at, SamplingConfig other) {
        return Trajectory.follow(
                PIPELINE, plan(how), new Branch(at, plan(other)), TrajectoryListener.NONE);
    }

    private static float[] x(TrajectoryState state) {
        return state.latents().values();
    }

    @Test
    void itEndsInThePictureThatSamplingDrawsAndTellsEveryState() {
        List<TrajectoryState> told = new ArrayList<>();
        Trajectory way =
                Trajectory.follow(
                        PIPELINE,
                        plan(HOW),
                        null,
                        (branch, state) -> {
                            assertThat(branch).isFalse();
                            told.add(state);
                        });
        assertThat(told).isEqualTo(way.trunk());
        assertThat(way.trunk())
                .extracting(TrajectoryState::step)
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(way.trunk())
                .extracting(TrajectoryState::timestep)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        TrajectoryState last = way.trunk().get(6);
        assertThat(last.last()).isTrue();
        assertThat(last.noise()).isZero();
        Planes z0 = last.latents();
        PixelImage drawn = PIPELINE.sample(plan(HOW), PipelineListener.NONE).get(0);
        PixelImage decoded =
                PIPELINE.decode(OPS.array(z0.values(), 1, z0.channels(), z0.height(), z0.width()))
                        .get(0);
        assertThat(decoded.argb()).isEqualTo(drawn.argb());
        TrajectoryState middle = way.trunk().get(3);
        assertThat(Math.hypot(middle.signal(), middle.noise())).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "ddpm", "euler", "euler_ancestral", "ancestral"})
    void aBranchWithTheSameSettingsIsTheSameWayBitForBit(String sampler) {
        SamplingConfig how = HOW.with("sampler", sampler);
        Trajectory alone = follow(how);
        Trajectory both = follow(how, 3, how);
        for (int k = 0; k <= 6; k++) {
            assertThat(x(both.trunk().get(k))).isEqualTo(x(alone.trunk().get(k)));
        }
        for (int k = 3; k <= 6; k++) {
            TrajectoryState state = both.branch().get(k - 3);
            assertThat(state.step()).isEqualTo(k);
            assertThat(x(state)).isEqualTo(x(alone.trunk().get(k)));
            assertThat(state.distance()).isZero();
        }
    }

    @Test
    void beforeABranchNothingChangesAndAfterItTheWaysPart() {
        Trajectory alone = follow(HOW);
        Trajectory parted = follow(HOW, 2, HOW.with("guidance_scale", 9));
        for (int k = 0; k <= 6; k++) {
            assertThat(x(parted.trunk().get(k))).isEqualTo(x(alone.trunk().get(k)));
        }
        TrajectoryState first = parted.branch().get(0);
        assertThat(x(first)).isEqualTo(x(alone.trunk().get(2)));
        assertThat(first.distance()).isZero();
        assertThat(first.predictedDistance()).isPositive();
        assertThat(parted.branch().get(1).distance()).isPositive();
        assertThat(x(parted.branch().get(4))).isNotEqualTo(x(alone.trunk().get(6)));
    }

    /**
     * Ways of other samplers, scales and timesteps set out from the same noise and can be joined.
     */
    @ParameterizedTest
    @ValueSource(strings = {"euler", "dpmpp_2m", "unipc", "heun", "lcm", "pndm", "ddpm"})
    void anotherSamplerStartsFromTheSameNoiseAndCanTakeUpAnyState(String sampler) {
        SamplingConfig other = HOW.with("sampler", sampler).with("steps", 9);
        Trajectory beside = follow(HOW, 0, other);
        float[] a = x(beside.trunk().get(0));
        float[] b = x(beside.branch().get(0));
        double share = b[0] / a[0];
        assertThat(share).isCloseTo(1, within(0.05));
        for (int i = 0; i < a.length; i++) {
            assertThat((double) b[i]).isCloseTo(share * a[i], within(1e-4));
        }
        assertThat(beside.branch().get(0).distance()).isLessThan(0.05);
        Trajectory joined = follow(HOW, 3, other);
        TrajectoryState taken = joined.branch().get(0);
        assertThat(taken.timestep()).isLessThanOrEqualTo(joined.trunk().get(3).timestep());
        assertThat(joined.branch().get(joined.branch().size() - 1).last()).isTrue();
        // The state is taken up at another noise level at most: nothing has been drawn anew.
        assertThat(taken.distance()).isLessThan(0.4);
    }

    /** What makes pictures of several models comparable: the noise is that of (seed, number). */
    @Test
    void theNoiseIsAFunctionOfTheSeedWhateverTheModelAndTheSettings() {
        SamplingConfig others = HOW.with("steps", 3).with("guidance_scale", 1).with("count", 9);
        float[] noise = x(follow(HOW).trunk().get(0));
        for (DiffusionPipeline model : List.of(TinyModels.pixels(OPS), TinyModels.byText(OPS))) {
            SamplingPlan plan = SamplingPlan.of(others, Wish.NOTHING, 4, 4);
            Trajectory way = Trajectory.follow(model, plan, null, TrajectoryListener.NONE);
            assertThat(x(way.trunk().get(0))).isEqualTo(noise);
            assertThat(x(way.trunk().get(3))).isNotEqualTo(x(follow(HOW).trunk().get(6)));
        }
        assertThat(x(follow(HOW.with("seed", 6)).trunk().get(0))).isNotEqualTo(noise);
    }

    @Test
    void atTheSameTimestepOnlyTheScaleChanges() {
        SamplingConfig trailing = HOW.with("timestep_spacing", "trailing");
        Trajectory joined = follow(trailing, 2, trailing.with("sampler", "euler"));
        TrajectoryState before = joined.trunk().get(2);
        TrajectoryState taken = joined.branch().get(0);
        assertThat(taken.timestep()).isEqualTo(before.timestep());
        assertThat(taken.noise()).isCloseTo(before.noise(), within(1e-4));
        for (int i = 0; i < x(before).length; i++) {
            assertThat(x(taken)[i]).isCloseTo(x(before)[i], within(1e-4f));
        }
    }

    @Test
    void whatCannotBeBranchedIsSaidAndCancellingEndsIt() {
        assertThatThrownBy(() -> follow(HOW, 6, HOW))
                .hasMessageContaining("branch_at is 6; this way has steps 0 to 5");
        assertThatThrownBy(
                        () ->
                                follow(
                                        HOW.with("steps", 60),
                                        59,
                                        HOW.with("steps", 2).with("timestep_spacing", "trailing")))
                .hasMessageContaining("has no step left");
        TrajectoryListener impatient =
                new TrajectoryListener() {
                    private int states;

                    @Override
                    public void state(boolean branch, TrajectoryState state) {
                        states++;
                    }

                    @Override
                    public boolean cancelled() {
                        return states == 2;
                    }
                };
        assertThatThrownBy(() -> Trajectory.follow(PIPELINE, plan(HOW), null, impatient))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void latentsHaveOneScaleForAllSteps() {
        PixelImage colours =
                LatentColors.of(new Planes(new float[] {0, 3, -3, 9, 0, 0, 0, 0}, 2, 2, 2));
        assertThat(colours.argb()).containsExactly(0xFF808080, 0xFFFF8080, 0xFF008080, 0xFFFF8080);
        assertThat(LatentColors.of(new Planes(new float[] {3}, 1, 1, 1)).argb())
                .containsExactly(0xFFFFFFFF);
    }
}
