package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.DistillationConfig;
import ldmstudio.engine.config.SamplingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerFileTest {
    @ParameterizedTest
    @CsvSource({
        "vp, cosine, false, epsilon, DDPMScheduler",
        "vp, scaled_linear, true, v_prediction, DDPMScheduler",
        "flow, linear, false, velocity, FlowMatchEulerDiscreteScheduler",
        "flow, linear, false, sample, FlowMatchEulerDiscreteScheduler",
        "tld, linear, false, sample, TldScheduler",
    })
    void whatIsWrittenIsReadBack(
            String process, String schedule, boolean rescale, String prediction, String name) {
        DiffusionConfig config =
                DiffusionConfig.of(process, 1000, schedule, 1e-4, 0.02, rescale, prediction);
        assertThat(SchedulerFile.read(SchedulerFile.of(config))).isEqualTo(config);
        assertThat(SchedulerFile.of(config)).containsEntry("_class_name", name);
    }

    @ParameterizedTest
    @CsvSource({"vp, epsilon, LCMScheduler", "tld, sample, TldScheduler"})
    void aFewStepStudentSaysAtHowManyLevelsItLearned(
            String process, String prediction, String name) {
        DiffusionConfig config =
                DiffusionConfig.of(process, 1000, "linear", 1e-4, 0.02, false, prediction);
        DistillationConfig student = new DistillationConfig("teacher", 2, 8, 24, 1e-3);
        Map<String, Object> file = SchedulerFile.of(config, student);
        assertThat(file).containsEntry("_class_name", name);
        assertThat(SchedulerFile.read(file)).isEqualTo(config);
        assertThat(SchedulerFile.habit(file).consistencyLevels()).isEqualTo(24);
        assertThat(SchedulerFile.habit(SchedulerFile.of(config)).consistencyLevels()).isEqualTo(50);
    }

    @Test
    void anotherProgramsFewStepModelIsDrawnWithAsOne() {
        Map<String, Object> file = Map.of("_class_name", "LCMScheduler");
        SamplingConfig how = SchedulerFile.sampling(file, true, true);
        assertThat(how.sampler()).isEqualTo("lcm");
        assertThat(how.steps()).isEqualTo(4);
    }
}
