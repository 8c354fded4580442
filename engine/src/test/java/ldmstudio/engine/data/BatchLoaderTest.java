package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.png;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchLoaderTest {
    @TempDir Path folder;

    /** Pictures made in memory; each is plain, its red being its index; some can't be read. */
    private static final class Counted implements Dataset {
        private final int size;
        private final Set<Integer> broken;
        private final SkipLog skips = new SkipLog();
        final AtomicInteger reads = new AtomicInteger();

        Counted(int size, Integer... broken) {
            this.size = size;
            this.broken = Set.of(broken);
        }

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Entry entry(int i) {
            return new Entry("p" + i, i % 3, "caption " + i);
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b", "c");
        }

        @Override
        public PixelImage read(int i) throws UnreadablePictureException {
            reads.incrementAndGet();
            if (broken.contains(i)) {
                skips.add("p" + i, "broken");
                throw new UnreadablePictureException("p" + i, "broken");
            }
            int[] argb = new int[12 * 8];
            for (int p = 0; p < argb.length; p++) {
                argb[p] = 0xFF000000 | i << 16 | (p % 12) * 20 << 8 | p / 12 * 30;
            }
            return new PixelImage(12, 8, argb);
        }

        @Override
        public String fingerprint() {
            return "";
        }

        @Override
        public List<Skipped> skipped() {
            return skips.list();
        }

        @Override
        public void close() {}
    }

    private static BatchLoader loader(Dataset dataset, int workers, long cacheBytes) {
        return new BatchLoader(
                dataset, BatchPlan.training(5, 7), 8, 3, "crop", true, workers, cacheBytes);
    }

    @Test
    void aBatchIsTheSameWhateverTheThreadsTheCacheAndTheOrder() {
        List<float[]> expected = new ArrayList<>();
        try (BatchLoader plain = loader(new Counted(20), 0, 0)) {
            for (long step = 0; step < 12; step++) {
                expected.add(plain.batch(step).pixels());
            }
        }
        for (int workers : new int[] {1, 3}) {
            for (long cache : new long[] {0, 900, 1 << 20}) {
                try (BatchLoader loader = loader(new Counted(20), workers, cache)) {
                    for (int step : new int[] {0, 1, 2, 3, 9, 10, 4, 5, 11, 0}) {
                        assertThat(loader.batch(step).pixels()).isEqualTo(expected.get(step));
                    }
                }
            }
        }
    }

    @Test
    void pixelsLabelsAndCaptionsBelongTogether() {
        try (BatchLoader loader = loader(new Counted(20), 2, 1 << 20)) {
            Batch batch = loader.batch(3);
            assertThat(batch.size()).isEqualTo(7);
            for (int slot = 0; slot < 7; slot++) {
                int index = batch.indices()[slot];
                assertThat(batch.classLabels()[slot]).isEqualTo(index % 3);
                assertThat(batch.captions().get(slot)).isEqualTo("caption " + index);
                float red = batch.pixels()[slot * 3 * 64];
                assertThat(red).isEqualTo(index / 127.5f - 1);
            }
        }
    }

    @Test
    void trainingCropsAndMirrorsAtRandomAndValidationDoesNot() {
        Set<String> views = new HashSet<>();
        try (BatchLoader loader = loader(new Counted(1), 2, 1 << 20)) {
            for (long step = 0; step < 20; step++) {
                Batch batch = loader.batch(step);
                for (int slot = 0; slot < 7; slot++) {
                    int green = (slot * 3 + 1) * 64;
                    views.add(batch.pixels()[green] + " " + batch.pixels()[green + 7]);
                }
            }
        }
        // Five places of an 8 pixels wide window in 12, each plain or mirrored.
        assertThat(views).hasSize(10);
        try (BatchLoader loader =
                new BatchLoader(new Counted(3), BatchPlan.inOrder(2), 8, 3, "crop", true, 1, 0)) {
            float[] pixels = loader.batch(0).pixels();
            assertThat(pixels[64]).isEqualTo(2 * 20 / 127.5f - 1);
            assertThat(pixels[64 + 7]).isEqualTo(9 * 20 / 127.5f - 1);
            assertThat(loader.batch(1).indices()).containsExactly(2);
        }
    }

    @Test
    void oneChannelIsLuma() {
        try (BatchLoader loader =
                new BatchLoader(new Counted(1), BatchPlan.inOrder(1), 8, 1, "crop", true, 0)) {
            Batch batch = loader.batch(0);
            assertThat(batch.pixels()).hasSize(64);
            int luma = (int) Math.round(0.587 * 40);
            assertThat(batch.pixels()[0]).isEqualTo(luma / 127.5f - 1);
        }
    }

    @Test
    void aPictureIsDecodedOnceWhileTheCacheHasRoom() {
        Counted counted = new Counted(20);
        try (BatchLoader loader = loader(counted, 1, 1 << 20)) {
            for (long step = 0; step < 40; step++) {
                loader.batch(step);
            }
        }
        assertThat(counted.reads).hasValueLessThanOrEqualTo(22);
    }

    @Test
    void unreadablePicturesGiveTheirPlaceToTheNext() {
        Counted counted = new Counted(10, 3, 4, 9);
        try (BatchLoader loader = loader(counted, 3, 1 << 20)) {
            for (long step = 0; step < 10; step++) {
                Batch batch = loader.batch(step);
                int[] planned = BatchPlan.training(5, 7).indices(step, 10);
                for (int slot = 0; slot < 7; slot++) {
                    int expected =
                            switch (planned[slot]) {
                                case 3, 4 -> 5;
                                case 9 -> 0;
                                default -> planned[slot];
                            };
                    assertThat(batch.indices()[slot]).isEqualTo(expected);
                }
            }
        }
        assertThat(counted.skipped()).extracting(Skipped::id).containsExactly("p3", "p4", "p9");
    }

    @Test
    void realFilesThatBreakAreSkippedToo() {
        for (int i = 0; i < 6; i++) {
            png(folder.resolve(i + ".png"), 9, 9, 0x404040);
        }
        write(folder.resolve("bad.png"), new byte[] {1, 2, 3});
        Dataset dataset =
                Datasets.open(
                        new DataConfig.Folder(folder.toString(), "crop", true, 0), 8, Split.TRAIN);
        try (BatchLoader loader = loader(dataset, 2, 0)) {
            for (long step = 0; step < 4; step++) {
                assertThat(loader.batch(step).pixels()).containsOnly(64 / 127.5f - 1);
            }
        }
        assertThat(dataset.skipped()).extracting(Skipped::id).containsExactly("bad.png");
    }

    @Test
    void nothingReadableIsAnErrorForPeople() {
        try (BatchLoader loader = loader(new Counted(2, 0, 1), 2, 0)) {
            assertThatThrownBy(() -> loader.batch(0))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("None of the 2 pictures of counted can be read");
        }
    }

    @Test
    void wrongValuesAreRefused() {
        assertThatThrownBy(() -> loader(new Counted(0), 1, 0)).isInstanceOf(DataException.class);
        assertThatThrownBy(
                        () ->
                                new BatchLoader(
                                        new Counted(1),
                                        BatchPlan.inOrder(1),
                                        8,
                                        4,
                                        "crop",
                                        true,
                                        0))
                .hasMessageContaining("channels must be 1 (grey) or 3 (RGB), not 4");
    }

    @Test
    void closingEndsTheThreadsAndWhoeverWaits() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Set<Thread> readers = java.util.concurrent.ConcurrentHashMap.newKeySet();
        Dataset slow =
                new Delegating(new Counted(50)) {
                    @Override
                    public PixelImage read(int i) throws UnreadablePictureException {
                        readers.add(Thread.currentThread());
                        reading.countDown();
                        awaitQuietly(goOn);
                        return super.read(i);
                    }
                };
        BatchLoader loader = loader(slow, 2, 0);
        List<Throwable> seen = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        var waiter = java.util.concurrent.Executors.newSingleThreadExecutor();
        waiter.execute(
                () -> {
                    try {
                        loader.batch(0);
                    } catch (IllegalStateException e) {
                        seen.add(e);
                    } finally {
                        ended.countDown();
                    }
                });
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
        loader.close();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(1);
        goOn.countDown();
        for (Thread reader : readers) {
            assertThat(reader.isDaemon()).isTrue();
            reader.join(20_000);
            assertThat(reader.isAlive()).isFalse();
        }
        waiter.shutdown();
        assertThatThrownBy(() -> loader.batch(1)).hasMessageContaining("closed");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static class Delegating implements Dataset {
        private final Dataset dataset;

        Delegating(Dataset dataset) {
            this.dataset = dataset;
        }

        @Override
        public String name() {
            return dataset.name();
        }

        @Override
        public int size() {
            return dataset.size();
        }

        @Override
        public Entry entry(int i) {
            return dataset.entry(i);
        }

        @Override
        public List<String> classes() {
            return dataset.classes();
        }

        @Override
        public PixelImage read(int i) throws UnreadablePictureException {
            return dataset.read(i);
        }

        @Override
        public String fingerprint() {
            return dataset.fingerprint();
        }

        @Override
        public List<Skipped> skipped() {
            return dataset.skipped();
        }

        @Override
        public void close() {
            dataset.close();
        }
    }
}
