package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AutomaticSpacingTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static double first(BetaSchedule betas, PredictionType type, int steps) {
        NoiseSchedule schedule = NoiseSchedule.of(betas, 1000, 0.0001, 0.02);
        return Samplers.create(
                        OPS,
                        "ddim",
                        new Process.VariancePreserving(schedule),
                        type,
                        steps,
                        SamplerOptions.defaults())
                .timesteps()[0];
    }

    @Test
    void fewStepsStartAtTheLastTimestep() {
        assertThat(first(BetaSchedule.LINEAR, PredictionType.EPSILON, 20)).isEqualTo(999);
        assertThat(first(BetaSchedule.COSINE, PredictionType.V_PREDICTION, 20)).isEqualTo(999);
    }

    @Test
    void predictedNoiseIsNotAskedWhereItSaysNothingOfThePicture() {
        assertThat(first(BetaSchedule.COSINE, PredictionType.EPSILON, 20)).isEqualTo(950);
    }

    @Test
    void manyStepsVisitTheFirstTimestep() {
        assertThat(first(BetaSchedule.LINEAR, PredictionType.EPSILON, 100)).isEqualTo(990);
    }
}
