package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordLimitsTest {
    @Test
    void aRecordNamesTheFieldTheValueAndWhatIsAllowed() {
        assertThatThrownBy(() -> new ConditionConfig("class", 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "condition_dropout = 1.5: is out of range; allowed: a number from 0 to 1");
    }

    @Test
    void aRecordReportsAllItsFieldsAtOnce() {
        assertThatThrownBy(() -> SamplingConfig.of("eulr", 0, -1, 0, 1, 16, 0))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(Problem::key)
                                        .containsExactly("sampler", "steps", "guidance_scale"));
    }

    @Test
    void notANumberIsNeverAllowed() {
        assertThatThrownBy(() -> new ConditionConfig("class", Double.NaN))
                .hasMessageContaining("is not a finite number");
        assertThatThrownBy(() -> new ConditionConfig("class", Double.POSITIVE_INFINITY))
                .hasMessageContaining("is not a finite number");
    }

    @Test
    void aListIsCopied() {
        List<Integer> channels = new ArrayList<>(List.of(64, 128));
        UNetConfig net = new UNetConfig(0, 0, channels, List.of(false, true), 1, 32, 32, 0);
        channels.add(7);

        assertThat(net.unetChannelsPerBlock()).containsExactly(64, 128);
    }

    @Test
    void aDeviceIsAutoCpuOrANumberedGpu() {
        for (String device : List.of("auto", "cpu", "cuda", "cuda:1", "gpu:0")) {
            assertThat(new MachineConfig(device, "auto", 0).device()).isEqualTo(device);
        }
        assertThatThrownBy(() -> new MachineConfig("tpu", "auto", 0))
                .hasMessageContaining("auto, cpu, cuda or cuda:N");
    }
}
