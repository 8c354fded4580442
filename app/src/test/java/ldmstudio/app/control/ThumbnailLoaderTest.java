package ldmstudio.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.data.PixelImage;
import org.junit.jupiter.api.Test;

class ThumbnailLoaderTest {
    private static PixelImage picture(int side) {
        return new PixelImage(side, side, new int[side * side]);
    }

    @Test
    void scrollingOnDropsWhatWasNotBegun() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        List<Integer> read = new ArrayList<>();
        ThumbnailLoader loader =
                new ThumbnailLoader(
                        i -> {
                            read.add(i);
                            return picture(4);
                        },
                        64,
                        100,
                        tasks::add,
                        Runnable::run);
        loader.want(IntStream.range(0, 50).boxed().toList());
        loader.want(List.of(9000, 9001));
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
        assertThat(read).containsExactly(9000, 9001);
        assertThat(loader.cached(9000)).isPresent();
        assertThat(loader.cached(0)).isEmpty();
    }

    @Test
    void theLeastRecentlySeenThumbnailsAreForgotten() {
        ThumbnailLoader loader =
                new ThumbnailLoader(i -> picture(4), 64, 10, Runnable::run, Runnable::run);
        loader.want(IntStream.range(0, 10).boxed().toList());
        assertThat(loader.cached(0)).isPresent();
        loader.want(List.of(10));
        assertThat(loader.cached(0)).isPresent();
        assertThat(loader.cached(1)).isEmpty();
    }

    @Test
    void aPictureThatCannotBeReadIsToldOnceAndNotTriedAgain() {
        List<Integer> told = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        ThumbnailLoader loader =
                new ThumbnailLoader(
                        i -> {
                            read.add(i);
                            throw new java.io.IOException("the file ends in the middle");
                        },
                        64,
                        10,
                        Runnable::run,
                        Runnable::run);
        loader.setOnLoaded(told::add);
        loader.want(List.of(3));
        loader.want(List.of(3));
        assertThat(told).containsExactly(3);
        assertThat(read).containsExactly(3);
        assertThat(loader.failure(3)).hasValue("the file ends in the middle");
    }

    @Test
    void thumbnailsKeepTheShapeAndAverageThePixels() {
        int[] argb = new int[40 * 20];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = i % 2 == 0 ? 0xFF000000 : 0xFFFFFFFF;
        }
        PixelImage small = Pictures.thumbnail(new PixelImage(40, 20, argb), 10);
        assertThat(small.width()).isEqualTo(10);
        assertThat(small.height()).isEqualTo(5);
        assertThat(small.pixel(3, 2)).isEqualTo(0xFF7F7F7F);
    }
}
