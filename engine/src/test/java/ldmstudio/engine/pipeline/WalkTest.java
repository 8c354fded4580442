package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkTest {
    private static final Ops OPS = Devices.open(new MachineConfig("cpu", "fp32", 1));
    private static final SamplingConfig HOW = SamplingConfig.of("ddim", 4, 3, 0, 1, 1, 0);
    private static final Keyframe RED = Keyframe.of("a red circle", 5);
    private static final Keyframe BLUE = Keyframe.of("a blue square", 9).with("guidance_scale", 6);
    private static DiffusionPipeline text;
    private static DiffusionPipeline classes;

    @BeforeAll
    static void open() {
        text = TinyModels.byText(OPS);
        classes = TinyModels.byClass(OPS, 3);
    }

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static WalkConfig walk(Keyframe... keyframes) {
        return WalkConfig.defaults().withSampling(HOW).withKeyframes(List.of(keyframes));
    }

    private static Walk of(DiffusionPipeline pipeline, WalkConfig config) {
        return new Walk(pipeline, config, new WalkMemory(), "mine");
    }

    private static int[] at(Walk walk, double x, double y) {
        return walk.frame(x, y, 0, () -> false).argb();
    }

    private static int[] at(Walk walk, double x) {
        return at(walk, x, 0);
    }

    /** What {@code ldm sample} draws. */
    private static int[] sampled(DiffusionPipeline pipeline, SamplingConfig how, Wish wish) {
        return pipeline.sample(SamplingPlan.of(how, wish, 1, 16), PipelineListener.NONE)
                .get(0)
                .argb();
    }

    private static int[] red() {
        return sampled(text, HOW.with("seed", 5), Wish.ofText("a red circle"));
    }

    private static int[] blue() {
        return sampled(
                text, HOW.with("seed", 9).with("guidance_scale", 6), Wish.ofText("a blue square"));
    }

    private static long distance(int[] a, int[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
            }
        }
        return sum;
    }

    @Test
    void onAKeyframeThePictureIsThatOfASamplingBitForBit() {
        for (String blend : List.of("lerp", "slerp")) {
            Walk walk =
                    of(text, walk(RED, BLUE).with("text_blend", blend).with("noise_blend", blend));
            assertThat(at(walk, 0)).isEqualTo(red());
            assertThat(at(walk, 1)).isEqualTo(blue());
        }
        // Also where every step has noise of its own, and with a negative prompt.
        SamplingConfig random = HOW.with("sampler", "ddpm").with("negative_prompt", "a red");
        Walk walk = of(text, walk(RED, BLUE).withSampling(random));
        assertThat(at(walk, 1))
                .isEqualTo(
                        sampled(
                                text,
                                random.with("seed", 9).with("guidance_scale", 6),
                                Wish.ofText("a blue square")));
    }

    @Test
    void betweenKeyframesThePictureGoesGraduallyFromOneToTheOther() {
        Walk walk = of(text, walk(RED, BLUE));
        int[] middle = at(walk, 0.5);
        assertThat(distance(middle, red())).isPositive().isLessThan(distance(blue(), red()) * 2);
        assertThat(distance(at(walk, 0.01), red())).isLessThan(distance(at(walk, 0.3), red()));
        assertThat(distance(at(walk, 0.99), blue())).isLessThan(distance(at(walk, 0.7), blue()));
        assertThat(at(of(text, walk(RED, BLUE)), 0.5)).isEqualTo(middle);
    }

    @Test
    void aFrameDependsOnItsPlaceAloneWhateverWasDrawnBefore() {
        Walk inOrder = of(text, walk(RED, BLUE).with("loop", true));
        List<int[]> forward = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            forward.add(at(inOrder, i / 6.0));
        }
        Walk backwards = of(text, walk(RED, BLUE).with("loop", true));
        for (int i = 5; i >= 0; i--) {
            assertThat(at(backwards, i / 6.0)).isEqualTo(forward.get(i));
        }
        assertThat(forward.get(3)).isEqualTo(blue());
        assertThat(at(inOrder, 1)).isEqualTo(forward.get(0));
    }

    @Test
    void betweenClassesTheAnswersAreMixed() {
        Keyframe zero = Keyframe.defaults().with("class_label", 0);
        Keyframe two = zero.with("class_label", 2);
        for (double guidance : new double[] {1, 4}) {
            SamplingConfig how = HOW.with("guidance_scale", guidance);
            Walk walk = of(classes, walk(zero, two).withSampling(how));
            int[] first = sampled(classes, how, Wish.ofClass(0));
            int[] last = sampled(classes, how, Wish.ofClass(2));
            assertThat(at(walk, 0)).isEqualTo(first);
            assertThat(at(walk, 1)).isEqualTo(last);
            assertThat(at(walk, 0.5)).isNotEqualTo(first).isNotEqualTo(last);
            assertThat(distance(at(walk, 0.1), first)).isLessThan(distance(last, first));
        }
    }

    @Test
    void numbersGoGraduallyFromKeyframeToKeyframe() {
        Keyframe plain = Keyframe.of("a red circle", 5).with("guidance_scale", 2);
        Walk walk = of(text, walk(plain, plain.with("guidance_scale", 8)));
        assertThat(at(walk, 0.5))
                .isEqualTo(
                        sampled(
                                text,
                                HOW.with("seed", 5).with("guidance_scale", 5),
                                Wish.ofText("a red circle")));
        Walk noisy = of(text, walk(plain.with("ease", "smooth"), plain.with("numbers", "eta=1")));
        assertThat(at(noisy, 0.25))
                .isEqualTo(
                        sampled(
                                text,
                                HOW.with("seed", 5).with("guidance_scale", 2).with("eta", 0.15625),
                                Wish.ofText("a red circle")));
    }

    @Test
    void aCircleComesBackAndPassesBothNoises() {
        Walk circle = of(text, walk(RED).with("mode", "circle"));
        int[] next = sampled(text, HOW.with("seed", 6), Wish.ofText("a red circle"));
        assertThat(at(circle, 0)).isEqualTo(red());
        assertThat(at(circle, 1)).isEqualTo(red());
        assertThat(distance(at(circle, 0.25), next)).isLessThan(64);
        assertThat(at(circle, 0.5)).isNotEqualTo(red());
        assertThat(circle.closed()).isTrue();
    }

    @Test
    void aNoiseWalkPassesItsSeeds() {
        Walk walk = of(text, walk(RED).with("mode", "noise_walk").with("stops", 3));
        assertThat(at(walk, 0)).isEqualTo(red());
        for (int i = 1; i < 3; i++) {
            assertThat(at(walk, i / 2.0))
                    .isEqualTo(sampled(text, HOW.with("seed", 5 + i), Wish.ofText("a red circle")));
        }
        Walk round = of(text, walk(RED).with("mode", "noise_walk").with("loop", true));
        assertThat(at(round, 1)).isEqualTo(red());
    }

    @Test
    void aPadHasItsKeyframesAtTheCorners() {
        Keyframe third = Keyframe.of("a red square", 2);
        Walk triangle = of(text, walk(RED, BLUE, third).with("mode", "plane"));
        int[] last = sampled(text, HOW.with("seed", 2), Wish.ofText("a red square"));
        assertThat(at(triangle, 0, 0)).isEqualTo(red());
        assertThat(at(triangle, 1, 0)).isEqualTo(blue());
        assertThat(at(triangle, 0, 1)).isEqualTo(last);
        assertThat(at(triangle, 0.25, 0)).isEqualTo(at(of(text, walk(RED, BLUE)), 0.25));
        assertThat(at(triangle, 1, 1)).isEqualTo(at(triangle, 0.5, 0.5));
        Walk square = of(text, walk(RED, BLUE, third, RED).with("mode", "plane"));
        assertThat(at(square, 1, 1)).isEqualTo(red());
        assertThat(square.film(0.125, () -> false).argb()).isNotEqualTo(red());
    }

    @Test
    void fewerStepsAreDrawnWhileDragging() {
        Walk walk = of(text, walk(RED, BLUE));
        assertThat(walk.frame(0, 0, 2, () -> false).argb())
                .isEqualTo(
                        sampled(
                                text,
                                HOW.with("seed", 5).with("steps", 2),
                                Wish.ofText("a red circle")));
    }

    @Test
    void aPictureOfThisModelIsDrawnAgainFromItsRecipe(@TempDir Path folder) throws Exception {
        SamplingConfig how = HOW.with("seed", 7).with("guidance_scale", 2).with("sharpness", 0);
        List<PixelImage> drawn =
                text.sample(
                        SamplingPlan.of(how, Wish.ofText("a blue circle"), 3, 1),
                        PipelineListener.NONE);
        Path png = folder.resolve("drawn.png");
        ImageRecipe recipe =
                new ImageRecipe(
                        "a blue circle",
                        "",
                        -1,
                        "",
                        7,
                        2,
                        4,
                        "ddim",
                        2,
                        0,
                        1,
                        how.unusual(),
                        8,
                        8,
                        "runs/a",
                        1,
                        "mine",
                        "1");
        PngFiles.write(drawn.get(2), recipe.textChunks(), png);
        Keyframe picture = Keyframe.defaults().with("picture", png.toString());

        Walk walk = of(text, walk(RED, picture));
        assertThat(at(walk, 1)).isEqualTo(drawn.get(2).argb());
        assertThat(walk.notices()).isEmpty();
        assertThat(walk.caption(0.5)).isEqualTo("a red circle → a blue circle");

        Walk other = new Walk(text, walk(RED, picture), new WalkMemory(), "another");
        assertThat(other.notices()).singleElement().asString().contains("by another model");
        assertThat(of(text, walk(RED, picture).with("sampling.steps", 6)).notices())
                .singleElement()
                .asString()
                .contains("ddim in 4 steps");
    }

    @Test
    void anotherPictureIsFoundAgainFromItsNoise(@TempDir Path folder) throws Exception {
        DiffusionPipeline pixels = TinyModels.pixels(OPS);
        int[] argb = new int[64];
        for (int i = 0; i < 64; i++) {
            argb[i] = 0xFF000000 | (i % 8 * 30) << 16 | (i / 8 * 30) << 8 | 90;
        }
        Path file = folder.resolve("photo.png");
        PngFiles.write(new PixelImage(8, 8, argb), java.util.Map.of(), file);
        Keyframe photo = Keyframe.defaults().with("picture", file.toString());
        SamplingConfig how =
                HOW.with("steps", 20).with("guidance_scale", 1).with("threshold", "none");
        Walk walk = of(pixels, walk(photo, Keyframe.of("", 3)).withSampling(how));

        double perChannel = distance(at(walk, 0), argb) / (3.0 * 64);
        assertThat(perChannel).isLessThan(2);
        assertThat(at(walk, 0.5)).isNotEqualTo(at(walk, 0));
    }

    @Test
    void whatCannotBeWalkedIsRefusedInWords() {
        assertThatThrownBy(() -> of(text, walk(RED))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> of(classes, walk(RED, BLUE)))
                .hasMessageContaining("does not listen to text");
        assertThatThrownBy(() -> of(text, walk(RED, RED.with("picture", "/nowhere/there.png"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("There is no picture");
        assertThatThrownBy(
                        () ->
                                of(
                                        text,
                                        walk(RED, BLUE)
                                                .withKeyframes(
                                                        List.of(
                                                                RED.with("picture", "a"),
                                                                RED.with("picture", "b")))
                                                .with("mode", "latents")))
                .hasMessageContaining("without an autoencoder");
        Walk walk = of(text, walk(RED, BLUE));
        assertThatThrownBy(() -> walk.frame(0.5, 0, 0, () -> true))
                .isInstanceOf(CancellationException.class);
    }
}
