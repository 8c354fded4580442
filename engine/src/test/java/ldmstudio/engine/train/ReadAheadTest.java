package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import ldmstudio.engine.data.Dataset;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    /** Says of each batch its number and on which thread it was made. */
    private static final class Numbered implements LatentBatches {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final CountDownLatch third = new CountDownLatch(1);
        private boolean closed;

        @Override
        public Clean training(long number) {
            if (number == 13) {
                throw new IllegalArgumentException("no batch 13");
            }
            String thread = Thread.currentThread().getName();
            asked.add(number + " " + (thread.equals("latent-reader") ? "aside" : "here"));
            if (number == 3) {
                third.countDown();
            }
            return new Clean(new float[] {number}, 1, new int[1], new int[1], dataset());
        }

        @Override
        public int[] shape() {
            return new int[] {1, 1, 1};
        }

        @Override
        public Clean validation(int first, int count) {
            return training(first);
        }

        @Override
        public int validationSize() {
            return 1;
        }

        @Override
        @SuppressWarnings("NullAway") // nobody looks at it
        public Dataset dataset() {
            return null;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Numbered source = new Numbered();

    @Test
    void theNextBatchIsMadeAside() throws Exception {
        try (ReadAhead batches = new ReadAhead(source)) {
            for (int number = 0; number < 3; number++) {
                assertThat(batches.training(number).z0()).containsExactly(number);
            }
            source.third.await();
        }
        assertThat(source.asked).containsExactly("0 here", "1 aside", "2 aside", "3 aside");
        assertThat(source.closed).isTrue();
    }

    @Test
    void anUnexpectedNumberGetsItsOwnBatch() {
        try (ReadAhead batches = new ReadAhead(source)) {
            for (long number : new long[] {0, 1, 7, 8, 2}) {
                assertThat(batches.training(number).z0()).containsExactly(number);
            }
        }
    }

    @Test
    void aFailureIsThrownWhereItsBatchIsAskedFor() {
        try (ReadAhead batches = new ReadAhead(source)) {
            assertThat(batches.training(12).z0()).containsExactly(12);
            assertThatThrownBy(() -> batches.training(13)).hasMessage("no batch 13");
        }
    }
}
