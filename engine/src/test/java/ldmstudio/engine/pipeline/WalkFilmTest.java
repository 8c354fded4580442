package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTempo;
import ldmstudio.engine.config.WalkTimeline;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalkFilmTest {
    private static final Ops OPS = Devices.open(new MachineConfig("cpu", "fp32", 1));
    private static final VideoConfig PICTURES =
            VideoConfig.defaults().with("format", "png").with("fps", 10).with("scale", 1);
    private static final WalkConfig WALK =
            WalkConfig.defaults()
                    .withSampling(SamplingConfig.of("ddim", 3, 3, 0, 1, 1, 0))
                    .withKeyframes(
                            List.of(
                                    Keyframe.of("a red circle", 5),
                                    Keyframe.of("a blue square", 9)))
                    .with("seconds", 0.8);
    private static DiffusionPipeline text;

    @BeforeAll
    static void open() {
        text = TinyModels.byText(OPS);
    }

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static Walk walk(WalkConfig config) {
        return walk(text, config);
    }

    private static Walk walk(DiffusionPipeline with, WalkConfig config) {
        return new Walk(with, config, new WalkMemory(), "mine");
    }

    private static WalkFilm film(WalkConfig config) {
        return film(text, config);
    }

    private static WalkFilm film(DiffusionPipeline with, WalkConfig config) {
        VideoRecipe recipe =
                VideoRecipe.of("interpolation", List.of(), "a", 1, "mine", config.toString());
        return new WalkFilm(walk(with, config), with.model(), recipe);
    }

    /** Hears of frames and ends the work before another one is begun. */
    private static final class Heard implements WalkFilm.Listener {
        private final int most;
        private final List<Integer> frames = new ArrayList<>();

        Heard(int most) {
            this.most = most;
        }

        @Override
        public void progress(String words, int done, int total) {
            assertThat(done).isLessThanOrEqualTo(total);
        }

        @Override
        public void frame(int frame, int all, PixelImage picture) {
            frames.add(frame);
        }

        @Override
        public boolean cancelled() {
            return frames.size() >= most;
        }
    }

    @Test
    void aFilmsFramesAreThePicturesOfTheSliderByteForByte(@TempDir Path folder) throws Exception {
        WalkFilm.Done done = film(WALK).render(folder.resolve("film"), PICTURES, new Heard(1000));
        assertThat(done.frames()).isEqualTo(8);
        assertThat(done.seconds()).isEqualTo(0.8);
        Walk slider = walk(WALK);
        for (int i = 7; i >= 0; i--) {
            PixelImage picture = slider.frame(i / 7.0, 0, 0, () -> false);
            assertThat(folder.resolve("film").resolve("frame-0000" + i + ".png"))
                    .hasBinaryContent(PngFiles.encode(picture, Map.of()));
            assertThat(done.times().get(i)).isEqualTo(i / 7.0);
        }
    }

    @Test
    void aCancelledFilmKeepsWholeFramesAndGoesOnFromThem(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("film");
        assertThatThrownBy(() -> film(WALK).render(out, PICTURES, new Heard(3)))
                .isInstanceOf(CancellationException.class);
        assertThat(out).doesNotExist();

        Heard rest = new Heard(1000);
        film(WALK).render(out, PICTURES, rest);
        assertThat(rest.frames).containsExactly(4, 5, 6, 7, 8);
        Path whole = folder.resolve("whole");
        film(WALK).render(whole, PICTURES, new Heard(1000));
        for (int i = 0; i < 8; i++) {
            String name = "frame-0000" + i + ".png";
            assertThat(out.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
    }

    @Test
    void framesOfAnotherWalkAreDrawnAnew(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("film");
        assertThatThrownBy(() -> film(WALK).render(out, PICTURES, new Heard(3)))
                .isInstanceOf(CancellationException.class);
        Heard all = new Heard(1000);
        film(WALK.with("text_blend", "slerp")).render(out, PICTURES, all);
        assertThat(all.frames).hasSize(8);
    }

    @Test
    void aLoopStopsBeforeItBeginsAndPingPongComesBack(@TempDir Path folder) throws Exception {
        WalkConfig round = WALK.with("loop", true);
        WalkFilm.Done loop = film(round).render(folder.resolve("loop"), PICTURES, new Heard(1000));
        assertThat(loop.times()).last().isEqualTo(7 / 8.0);
        WalkFilm.Done back =
                film(WALK.with("ping_pong", true))
                        .render(folder.resolve("back"), PICTURES, new Heard(1000));
        assertThat(back.frames()).isEqualTo(14);
        assertThat(Files.readAllBytes(folder.resolve("back/frame-00013.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("back/frame-00001.png")));
    }

    @Test
    void reTimingMakesChangeMoreEvenAndKeepsTheEnds(@TempDir Path folder) throws Exception {
        // Slow at both ends: even times are far from even change.
        WalkConfig slow =
                WALK.withKeyframes(
                                WALK.keyframes().stream()
                                        .map(k -> k.with("ease", "smooth"))
                                        .toList())
                        .with("retime", "features")
                        .with("retime_probes", 17);
        WalkFilm.Done done = film(slow).render(folder.resolve("film"), PICTURES, new Heard(1000));
        assertThat(done.spreadBefore()).isGreaterThan(0.3);
        assertThat(done.spread()).isLessThan(done.spreadBefore() / 2);
        assertThat(done.times()).isSorted().startsWith(0.0).endsWith(1.0);
        assertThatThrownBy(
                        () ->
                                film(slow.with("vgg16_weights", "/none.pth")
                                                .with("retime", "lpips"))
                                        .render(folder.resolve("b"), PICTURES, new Heard(9)))
                .hasMessageContaining("none.pth");
    }

    @Test
    void theSliderIsRetimedAsTheFilmIsAlsoByLpipsWithItsWeights(@TempDir Path folder)
            throws Exception {
        // VGG looks at sides of 16 pixels at least.
        DiffusionPipeline larger = TinyModels.byText(OPS, 16);
        String weights =
                ParityFixture.folder("lpips_vgg_small").resolve("weights.safetensors").toString();
        WalkConfig lpips =
                WALK.with("retime", "lpips")
                        .with("retime_probes", 9)
                        .with("vgg16_weights", weights)
                        .with("lpips_weights", weights);
        WalkFilm.Done done =
                film(larger, lpips).render(folder.resolve("film"), PICTURES, new Heard(1000));
        WalkPacing pacing = measured(larger, lpips);
        assertThat(pacing.measure()).isEqualTo("LPIPS (VGG16)");
        WalkTempo tempo = pacing.pace().tempo();
        Walk slider = walk(larger, lpips);
        for (int i = 0; i < 8; i++) {
            double time = tempo.time(i / 7.0);
            assertThat(done.times().get(i)).isEqualTo(time);
            assertThat(folder.resolve("film").resolve("frame-0000" + i + ".png"))
                    .hasBinaryContent(
                            PngFiles.encode(slider.frame(time, 0, 0, () -> false), Map.of()));
        }
        WalkPacing plain = measured(larger, lpips.with("lpips_weights", ""));
        assertThat(plain.measure()).contains("not trained LPIPS");
        assertThat(plain.pace().tempo()).isNotEqualTo(tempo);
        WalkPacing own = measured(larger, lpips.with("retime", "features"));
        assertThat(own.measure()).contains("(not LPIPS)");
    }

    private static WalkPacing measured(DiffusionPipeline with, WalkConfig config) throws Exception {
        WalkPacing pacing = new WalkPacing(walk(with, config), with.model());
        while (!pacing.done()) {
            pacing.next(() -> false);
        }
        assertThat(pacing.drawn()).isEqualTo(pacing.probes()).isEqualTo(9);
        return pacing;
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise_walk", "circle", "plane"})
    void framesOfEveryModeAreThoseOfTheSlider(String mode, @TempDir Path folder) throws Exception {
        List<Keyframe> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ends.add(Keyframe.of("a red circle", 5 + i));
        }
        WalkConfig config =
                WALK.with("mode", mode).withKeyframes(ends).with("stops", 3).with("seconds", 0.3);
        WalkFilm.Done done = film(config).render(folder.resolve("film"), PICTURES, new Heard(9));
        Walk slider = walk(config);
        boolean closed = slider.closed();
        for (int i = 0; i < 3; i++) {
            double time = WalkTimeline.time(i, 3, closed);
            double[] place =
                    mode.equals("plane") ? WalkShares.tour(3, time) : new double[] {time, 0};
            assertThat(done.times().get(i)).isEqualTo(time);
            assertThat(folder.resolve("film").resolve("frame-0000" + i + ".png"))
                    .hasBinaryContent(
                            PngFiles.encode(
                                    slider.frame(place[0], place[1], 0, () -> false), Map.of()));
        }
    }
}
