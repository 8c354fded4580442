package ldmstudio.engine.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.VideoRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoWriterTest {
    private static final VideoRecipe RECIPE =
            VideoRecipe.of("interpolation", List.of("a", "b"), "runs/x", 100, "f00", "seconds: 1");

    @TempDir Path folder;

    /** A disc that moves over colours that change smoothly: what videos of pictures look like. */
    private static PixelImage picture(int at, int width, int height) {
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double distance = Math.hypot(x - 4.0 - at, y - height / 2.0);
                int green = 255 * y / height;
                argb[y * width + x] =
                        distance < 5
                                ? 0xffe02020
                                : 0xff000000 | 40 + 3 * at << 16 | green << 8 | 90;
            }
        }
        return new PixelImage(width, height, argb);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPlaceWhereNothingCanBeMadeIsNamed() {
        assertThatThrownBy(
                        () ->
                                VideoWriters.open(
                                        Path.of("/proc/film.mp4"), config("mp4"), 32, 24, RECIPE))
                .isInstanceOf(VideoException.class)
                .hasMessage("the folder /proc cannot be written");
    }

    private static VideoConfig config(String format) {
        return VideoConfig.defaults().with("format", format).with("fps", 10).with("scale", 4);
    }

    private static VideoWriter.Finished write(Path out, VideoConfig config, int frames)
            throws IOException {
        try (VideoWriter writer = VideoWriters.open(out, config, 32, 24)) {
            for (int i = 0; i < frames; i++) {
                writer.frame(picture(i, 32, 24), "frame " + i);
            }
            return writer.finish(VideoWriter.Progress.NONE);
        }
    }

    private static List<PixelImage> decoded(Path video) throws IOException {
        List<PixelImage> frames = new ArrayList<>();
        VideoFrames.read(
                video,
                (picture, index) -> {
                    frames.add(picture);
                    return true;
                });
        return frames;
    }

    private static double meanError(PixelImage a, PixelImage b) {
        assertThat(b.width()).isEqualTo(a.width());
        assertThat(b.height()).isEqualTo(a.height());
        double sum = 0;
        for (int i = 0; i < a.argb().length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((a.argb()[i] >> shift & 255) - (b.argb()[i] >> shift & 255));
            }
        }
        return sum / (3.0 * a.argb().length);
    }

    private static PixelImage enlarged(PixelImage picture) {
        return new FrameStyle(config("apng"), picture.width(), picture.height(), 0, false)
                .apply(picture, "");
    }

    @Test
    void anMp4IsH264OfTheFramesAtTheirRate() throws IOException {
        Path out = folder.resolve("walk.mp4");

        VideoWriter.Finished finished = write(out, config("mp4"), 15);

        VideoProbe probe = VideoProbe.of(out);
        assertThat(probe.format()).contains("mp4");
        assertThat(probe.codec()).isEqualTo("h264");
        assertThat(probe.pixelFormat()).isEqualTo("yuv420p");
        assertThat(probe.frames()).isEqualTo(15).isEqualTo(finished.frames());
        assertThat(probe.seconds()).isCloseTo(1.5, within(1e-6)).isEqualTo(finished.seconds());
        assertThat(probe.width()).isEqualTo(128).isEqualTo(finished.width());
        assertThat(probe.height()).isEqualTo(96).isEqualTo(finished.height());
        List<PixelImage> frames = decoded(out);
        assertThat(frames).hasSize(15);
        for (int i = 0; i < 15; i++) {
            assertThat(meanError(frames.get(i), enlarged(picture(i, 32, 24)))).isLessThan(3);
        }
        assertThat(Files.list(folder)).as("nothing is left beside it").containsExactly(out);
        assertThat(indexOf(out, "moov"))
                .as("plays while it loads")
                .isLessThan(indexOf(out, "mdat"));
    }

    private static int indexOf(Path file, String word) throws IOException {
        return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                .indexOf(word);
    }

    @Test
    void moreQualityTakesMoreSpaceAndIsNearerToTheFrames() throws IOException {
        List<Long> sizes = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (int quality : new int[] {0, 50, 100}) {
            Path out = folder.resolve("q" + quality + ".mp4");
            write(out, config("mp4").with("quality", quality), 6);
            sizes.add(Files.size(out));
            errors.add(meanError(decoded(out).get(3), enlarged(picture(3, 32, 24))));
        }

        assertThat(sizes).isSorted().doesNotHaveDuplicates();
        assertThat(errors).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "gif", "apng"})
    void theSameFramesGiveTheSameBytes(String format) throws IOException {
        Path one = folder.resolve("one." + format);
        Path two = folder.resolve("two." + format);

        write(one, config(format).with("captions", true), 8);
        write(two, config(format).with("captions", true), 8);

        assertThat(two).hasSameBinaryContentAs(one);
    }

    @Test
    void anApngHoldsTheExactPixelsAndRunsForever() throws IOException {
        Path out = folder.resolve("film.apng");

        write(out, config("apng"), 7);

        VideoProbe probe = VideoProbe.of(out);
        assertThat(probe.codec()).isEqualTo("apng");
        assertThat(probe.frames()).isEqualTo(7);
        assertThat(probe.seconds()).isCloseTo(0.7, within(1e-3));
        List<PixelImage> frames = decoded(out);
        for (int i = 0; i < 7; i++) {
            assertThat(frames.get(i).argb()).isEqualTo(enlarged(picture(i, 32, 24)).argb());
        }
        assertThat(PictureFile.read(out).argb())
                .as("other programs show the first frame")
                .isEqualTo(enlarged(picture(0, 32, 24)).argb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "ordered", "diffusion"})
    void aGifKeepsColoursWithItsOwnPalette(String dither) throws IOException {
        Path out = folder.resolve("walk.gif");

        write(out, config("gif").with("dither", dither), 10);

        VideoProbe probe = VideoProbe.of(out);
        assertThat(probe.codec()).isEqualTo("gif");
        assertThat(probe.frames()).isEqualTo(10);
        assertThat(probe.seconds()).isCloseTo(1, within(1e-6));
        List<PixelImage> frames = decoded(out);
        assertThat(frames).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(meanError(frames.get(i), enlarged(picture(i, 32, 24)))).isLessThan(6);
        }
    }

    @Test
    void aSequenceIsAFolderOfExactPictures() throws IOException {
        Path out = folder.resolve("walk");

        write(out, config("png").with("ping_pong", true), 4);

        try (Stream<Path> files = Files.list(out)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).hasSize(6);
            assertThat(PictureFile.read(sorted.get(5)).argb())
                    .as("on the way back, the ends once")
                    .isEqualTo(enlarged(picture(1, 32, 24)).argb());
        }
    }

    @Test
    void captionsStandBelowThePictureInEveryFrame() throws IOException {
        Path out = folder.resolve("said.apng");
        try (VideoWriter writer =
                VideoWriters.open(out, config("apng").with("captions", true), 32, 24)) {
            writer.frame(picture(0, 32, 24), "a long caption that needs more than one line");
            writer.frame(picture(1, 32, 24), "short");
            writer.finish(VideoWriter.Progress.NONE);
        }

        List<PixelImage> frames = decoded(out);

        PixelImage first = frames.get(0);
        assertThat(first.height()).isGreaterThan(96 + 20);
        int[] above = java.util.Arrays.copyOf(first.argb(), 128 * 96);
        assertThat(above).isEqualTo(enlarged(picture(0, 32, 24)).argb());
        long ink =
                java.util.Arrays.stream(first.argb())
                        .skip(above.length)
                        .filter(p -> p == 0xfff0f0f0)
                        .count();
        long lessInk =
                java.util.Arrays.stream(frames.get(1).argb())
                        .skip(above.length)
                        .filter(p -> p == 0xfff0f0f0)
                        .count();
        assertThat(lessInk).isPositive().isLessThan(ink);
    }

    @Test
    void oddSizesAreMadeEvenForH264() throws IOException {
        Path out = folder.resolve("odd.mp4");
        try (VideoWriter writer = VideoWriters.open(out, config("mp4").with("scale", 1), 33, 27)) {
            writer.frame(picture(0, 33, 27));
            writer.finish(VideoWriter.Progress.NONE);
        }

        assertThat(VideoProbe.of(out).width()).isEqualTo(34);
        assertThat(VideoProbe.of(out).height()).isEqualTo(28);
    }

    @Test
    void aCancelledVideoKeepsItsFramesAndGoesOn() throws IOException {
        Path out = folder.resolve("long.mp4");
        try (VideoWriter writer = VideoWriters.open(out, config("mp4"), 32, 24, RECIPE)) {
            writer.frame(picture(0, 32, 24));
            writer.frame(picture(1, 32, 24));
        }
        try (VideoWriter writer = VideoWriters.open(out, config("mp4"), 32, 24, RECIPE)) {
            assertThat(writer.kept()).isEqualTo(2);
            assertThat(writer.frame(1).argb()).isEqualTo(picture(1, 32, 24).argb());
            writer.frame(picture(2, 32, 24));
            assertThatThrownBy(() -> writer.finish((frame, frames) -> frame < 2))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(out).doesNotExist();

        try (VideoWriter writer = VideoWriters.open(out, config("mp4"), 32, 24, RECIPE)) {
            assertThat(writer.kept()).isEqualTo(3);
            writer.finish(VideoWriter.Progress.NONE);
        }

        assertThat(VideoProbe.of(out).frames()).isEqualTo(3);
        VideoRecipe recipe = VideoRecipe.read(out).orElseThrow();
        assertThat(recipe.kind()).isEqualTo("interpolation");
        assertThat(recipe.frames()).isEqualTo(3);
        assertThat(recipe.seconds()).isCloseTo(0.3, within(1e-9));
        assertThat(PictureFile.read(VideoRecipe.poster(out)).argb())
                .isEqualTo(picture(2, 32, 24).argb());
    }

    @Test
    void framesOfAnotherRecipeOrCutOffOnesAreDrawnAgain() throws IOException {
        Path out = folder.resolve("other.gif");
        try (VideoWriter writer = VideoWriters.open(out, config("gif"), 32, 24, RECIPE)) {
            writer.frame(picture(0, 32, 24));
            writer.frame(picture(1, 32, 24));
        }
        Path second = folder.resolve(".other.gif.frames/frame-00001.png");
        byte[] png = Files.readAllBytes(second);
        Files.write(second, java.util.Arrays.copyOf(png, png.length - 5));
        try (VideoWriter writer = VideoWriters.open(out, config("gif"), 32, 24, RECIPE)) {
            assertThat(writer.kept()).isEqualTo(1);
        }
        VideoRecipe other =
                VideoRecipe.of("interpolation", List.of("c"), "runs/x", 100, "f00", "seconds: 2");
        try (VideoWriter writer = VideoWriters.open(out, config("gif"), 32, 24, other)) {
            assertThat(writer.kept()).isZero();
        }
        assertThat(folder.resolve(".other.gif.frames")).doesNotExist();
    }

    @Test
    void whatCannotBecomeAVideoIsRefusedInWords() throws IOException {
        VideoConfig mp4 = config("mp4");
        assertThatThrownBy(() -> VideoWriters.open(folder.resolve("a.gif"), mp4, 32, 24))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("does not end in .mp4");
        assertThatThrownBy(() -> VideoWriters.open(folder.resolve("a.mp4"), config("png"), 32, 24))
                .hasMessageContaining("is a folder");
        Files.writeString(folder.resolve("there.mp4"), "mine");
        assertThatThrownBy(() -> VideoWriters.open(folder.resolve("there.mp4"), mp4, 32, 24))
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> VideoWriters.open(folder.resolve("there.mp4/x.mp4"), mp4, 32, 24))
                .hasMessageContaining("is a file");
        assertThatThrownBy(() -> VideoWriters.open(folder.resolve("a.mp4"), mp4, 0, 24))
                .hasMessageContaining("allowed: 1 to 8192");
        assertThatThrownBy(
                        () ->
                                VideoWriters.open(
                                        folder.resolve("a.gif"),
                                        config("gif").with("fps", 60),
                                        32,
                                        24))
                .hasMessageContaining("50");
        assertThatThrownBy(() -> write(folder.resolve("none.mp4"), mp4, 0))
                .hasMessageContaining("at least one frame");
        assertThatThrownBy(() -> VideoProbe.of(folder.resolve("there.mp4")))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("no video that can be read");
        try (VideoWriter writer = VideoWriters.open(folder.resolve("b.mp4"), mp4, 32, 24)) {
            assertThatThrownBy(() -> writer.frame(picture(0, 24, 24)))
                    .hasMessageContaining("opened for 32x24");
            assertThatThrownBy(() -> VideoWriters.open(folder.resolve("b.mp4"), mp4, 32, 24))
                    .hasMessageContaining("being made");
        }
    }
}
