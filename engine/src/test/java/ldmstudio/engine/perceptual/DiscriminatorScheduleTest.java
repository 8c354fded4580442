package ldmstudio.engine.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ldmstudio.engine.config.DiscriminatorConfig;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiscriminatorScheduleTest {
    @Test
    void eachModeStartsWhereItSays() {
        assertThat(DiscriminatorSchedule.parse("off").active(1_000_000, 1_000_000)).isFalse();
        assertThat(DiscriminatorSchedule.parse("now").active(0, 10)).isTrue();
        DiscriminatorSchedule step = DiscriminatorSchedule.parse("step 500");
        assertThat(step.active(499, 1000)).isFalse();
        assertThat(step.active(500, 1000)).isTrue();
        DiscriminatorSchedule percent = DiscriminatorSchedule.parse("percent 25");
        assertThat(percent.active(249, 1000)).isFalse();
        assertThat(percent.active(250, 1000)).isTrue();
    }

    @Test
    void theConfigurationsDefaultIsAStep() {
        assertThat(DiscriminatorSchedule.of(DiscriminatorConfig.defaults()).text())
                .isEqualTo("step 5000");
    }

    @Test
    void wordsThatSayNoStartAreRefusedWithWhatIsAllowed() {
        for (String text : new String[] {"", "soon", "step", "now 5", "step five", "percent 101"}) {
            assertThatThrownBy(() -> DiscriminatorSchedule.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("disc_start");
        }
    }

    @Property
    void onceActiveItStaysActiveAndItsTextSaysItAll(
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 5000) int total,
            @ForAll @IntRange(min = 0, max = 5000) int step) {
        DiscriminatorSchedule schedule = DiscriminatorSchedule.parse("percent " + percent);
        assertThat(DiscriminatorSchedule.parse(schedule.text())).isEqualTo(schedule);
        if (schedule.active(step, total)) {
            assertThat(schedule.active(step + 1L, total)).isTrue();
        }
    }
}
