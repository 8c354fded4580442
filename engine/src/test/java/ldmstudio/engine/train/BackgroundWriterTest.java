package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundWriterTest {
    @Test
    void workIsDoneInItsOrderAndFinishWaitsForAll() throws IOException {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        try (BackgroundWriter writer = new BackgroundWriter()) {
            for (int i = 0; i < 30; i++) {
                int number = i;
                writer.submit(() -> done.add(number));
            }
            writer.finish();
        }
        assertThat(done).isEqualTo(IntStream.range(0, 30).boxed().toList());
    }

    @Test
    void theFirstFailureIsToldAndNothingIsWrittenAfterIt() throws Exception {
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch both = new CountDownLatch(1);
        try (BackgroundWriter writer = new BackgroundWriter()) {
            writer.submit(
                    () -> {
                        awaitQuietly(both);
                        throw new IOException("No space left on device");
                    });
            writer.submit(() -> done.add("later"));
            both.countDown();
            assertThatThrownBy(writer::finish).hasMessage("No space left on device");
            writer.finish();
        }
        assertThat(done).isEmpty();
    }

    @Test
    void aFailureBeforeTheNextStepIsHeardThere() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (BackgroundWriter writer = new BackgroundWriter()) {
            writer.submit(
                    () -> {
                        failed.countDown();
                        throw new IOException("gone");
                    });
            failed.await();
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    writer.check();
                                }
                            })
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
