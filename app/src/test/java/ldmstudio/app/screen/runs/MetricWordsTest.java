package ldmstudio.app.screen.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricWordsTest {
    @Test
    void numbersHaveNamesUnitsAndMeaningsInTheOrderInWhichTheyAreAskedFor() {
        List<MetricWords> words =
                MetricWords.of(
                        Map.of(
                                "memory_mib", 2048.0,
                                "loss", 0.5,
                                "loss_bucket_0", 0.1,
                                "loss_bucket_1", 0.2,
                                "my_own_number", 3.0),
                        Map.of("val_psnr", 27.31, "loss", 0.25));
        assertThat(words)
                .extracting(MetricWords::name)
                .containsExactly(
                        "Validation PSNR",
                        "Total loss",
                        "My own number",
                        "Loss, noise 0–499",
                        "Loss, noise 500–999",
                        "Memory");
        assertThat(words.get(0).value()).isEqualTo("27.31 dB");
        assertThat(words.get(1).value()).as("of the evaluation").startsWith("0.25");
        assertThat(words.get(3).meaning()).contains("levels 0 to 499");
        assertThat(words).noneMatch(word -> word.meaning().isBlank());
        assertThat(words.get(2).meaning()).contains("my_own_number");
    }
}
