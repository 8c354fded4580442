package ldmstudio.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LineMeterTest {
    private final StringWriter text = new StringWriter();
    private final SteppedClock clock = new SteppedClock();

    @Test
    void printsTheFirstTheLastAndOneEveryFiveSeconds() {
        try (LineMeter meter = new LineMeter("training", 100, new PrintWriter(text, true), clock)) {
            for (int step = 1; step <= 100; step++) {
                meter.update(step, 100, step == 100 ? "loss 0.1" : "");
                clock.millis += 100;
            }
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "training: 1 of 100",
                        "training: 51 of 100, 5 s",
                        "training: 100 of 100, loss 0.1, 10 s");
    }

    @Test
    void saysWhereItWasWhenItEndsEarly() {
        try (LineMeter meter = new LineMeter("encoding", 0, new PrintWriter(text, true), clock)) {
            meter.update(1, 0, "");
            meter.update(7, 0, "");
        }
        assertThat(text.toString().lines()).containsExactly("encoding: 1", "encoding: 7");
    }

    private static final class SteppedClock extends Clock {
        private long millis;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }
}
