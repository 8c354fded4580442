package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ldmstudio.engine.config.DiffusionConfig;
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
}
