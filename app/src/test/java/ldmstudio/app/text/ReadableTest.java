package ldmstudio.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadableTest {
    @Test
    void numbersReadAsPeopleWriteThem() {
        assertThat(Readable.steps(4200, 10_000)).isEqualTo("4,200 / 10,000");
        assertThat(Readable.steps(7, 0)).isEqualTo("7");
        assertThat(Readable.rate(4.21)).isEqualTo("4.2 it/s");
        assertThat(Readable.rate(0.32)).isEqualTo("3.1 s/it");
        assertThat(Readable.rate(Double.NaN)).isEmpty();
        assertThat(Readable.memory(812)).isEqualTo("812 MiB");
        assertThat(Readable.memory(3174)).isEqualTo("3.1 GiB");
        assertThat(Readable.bytes(812)).isEqualTo("812 B");
        assertThat(Readable.bytes(35_328)).isEqualTo("34.5 KiB");
        assertThat(Readable.bytes(12_897_485)).isEqualTo("12.3 MiB");
        assertThat(Readable.bytes(4_265_380_512L)).isEqualTo("4.0 GiB");
        assertThat(Readable.number(0.01234)).isEqualTo("0.0123");
        assertThat(Readable.number(1.234e-5)).isEqualTo("1.23e-05");
        assertThat(Readable.number(27.318)).isEqualTo("27.32");
    }

    @Test
    void timesAreAsLongAsTheyMatter() {
        assertThat(Readable.duration(-1)).isEmpty();
        assertThat(Readable.duration(45)).isEqualTo("45 s");
        assertThat(Readable.duration(1380)).isEqualTo("23 min");
        assertThat(Readable.duration(7500)).isEqualTo("2 h 05 min");
        assertThat(Readable.duration(3590)).as("never 60 min").isEqualTo("1 h 00 min");
        assertThat(Readable.duration(100 * 3600)).isEqualTo("4 d 4 h");
        Instant now = Instant.ofEpochSecond(1_000_000);
        assertThat(Readable.ago(0, now)).isEmpty();
        assertThat(Readable.ago(1_000_000_000 - 5_000, now)).isEqualTo("just now");
        assertThat(Readable.ago(1_000_000_000 - 300_000, now)).isEqualTo("5 min ago");
        assertThat(Readable.ago(1_000_000_000 - 26 * 3_600_000L, now)).isEqualTo("yesterday");
    }
}
