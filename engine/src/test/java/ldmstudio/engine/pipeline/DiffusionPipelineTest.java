package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DiffusionPipelineTest {
    private static final Ops OPS = Devices.open(new MachineConfig("cpu", "fp32", 1));
    private static final SamplingConfig HOW = SamplingConfig.of("ddim", 4, 1, 0, 1, 1, 5);
    private static final int SIDE = TinyModels.SIDE;

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static PixelImage gradient(int width, int height) {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = 0xFF000000 | (i % width * 255 / width) << 16 | (i / width * 255 / height);
        }
        return new PixelImage(width, height, argb);
    }

    private static Planes rightHalf(int side) {
        float[] mask = new float[side * side];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % side >= side / 2 ? 1 : 0;
        }
        return new Planes(mask, 1, side, side);
    }

    private static List<PixelImage> draw(DiffusionPipeline pipeline, SamplingPlan plan) {
        return pipeline.sample(plan, PipelineListener.NONE);
    }

    private static int[] one(DiffusionPipeline pipeline, SamplingConfig how, Wish wish) {
        return draw(pipeline, SamplingPlan.of(how, wish, 1, 1)).get(0).argb();
    }

    private static long distance(PixelImage a, PixelImage b) {
        long sum = 0;
        for (int i = 0; i < a.argb().length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((a.argb()[i] >> shift & 255) - (b.argb()[i] >> shift & 255));
            }
        }
        return sum;
    }

    @Test
    void aPictureDoesNotDependOnTheBatchItIsDrawnIn() {
        DiffusionPipeline pipeline = TinyModels.byClass(OPS, 3);
        SamplingConfig how = HOW.with("guidance_scale", 2).with("sampler", "ddpm");
        List<Wish> wishes = List.of(Wish.ofClass(0), Wish.ofClass(1), Wish.ofClass(2));
        List<PixelImage> together = draw(pipeline, new SamplingPlan(how, wishes, 3, 0));
        List<PixelImage> alone = draw(pipeline, new SamplingPlan(how, wishes, 1, 0));
        for (int i = 0; i < 3; i++) {
            // The order of a batched sum may differ in the last bit: one level of 255.
            assertThat(distance(together.get(i), alone.get(i))).isLessThanOrEqualTo(SIDE * SIDE);
        }
    }

    @Test
    void thePromptAndTheNegativePromptAreHeard() {
        DiffusionPipeline pipeline = TinyModels.byText(OPS);
        SamplingConfig how = HOW.with("guidance_scale", 5);
        int[] red = one(pipeline, how, Wish.ofText("a red circle"));
        assertThat(one(pipeline, how, Wish.ofText("a red circle"))).isEqualTo(red);
        assertThat(one(pipeline, how, Wish.ofText("a blue square"))).isNotEqualTo(red);
        assertThat(
                        one(
                                pipeline,
                                how.with("negative_prompt", "a blue square"),
                                Wish.ofText("a red circle")))
                .isNotEqualTo(red);
    }

    @Test
    void theLessStrengthTheNearerToThePicture() {
        DiffusionPipeline pipeline = TinyModels.pixels(OPS);
        PixelImage picture = gradient(SIDE, SIDE);
        List<Long> distances = new ArrayList<>();
        for (double strength : new double[] {0.05, 0.5, 1}) {
            SamplingPlan plan =
                    SamplingPlan.of(HOW.with("steps", 20), Wish.NOTHING, 1, 1)
                            .withFrom(Beginning.from(picture, strength));
            distances.add(distance(draw(pipeline, plan).get(0), picture));
        }
        assertThat(distances).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void inpaintingKeepsEveryPixelOutsideTheMaskAndChangesThoseInside() {
        for (DiffusionPipeline pipeline :
                List.of(TinyModels.pixels(OPS), TinyModels.inpainting(OPS))) {
            PixelImage picture = gradient(SIDE, SIDE);
            SamplingPlan plan =
                    SamplingPlan.of(HOW, Wish.NOTHING, 2, 2)
                            .withFrom(Beginning.inpaint(picture, rightHalf(SIDE), 1));
            List<PixelImage> drawn = draw(pipeline, plan);
            for (PixelImage one : drawn) {
                int changed = 0;
                for (int i = 0; i < SIDE * SIDE; i++) {
                    if (i % SIDE < SIDE / 2) {
                        assertThat(one.argb()[i]).isEqualTo(picture.argb()[i]);
                    } else if (one.argb()[i] != picture.argb()[i]) {
                        changed++;
                    }
                }
                assertThat(changed).isGreaterThan(SIDE * SIDE / 4);
            }
            assertThat(drawn.get(0).argb()).isNotEqualTo(drawn.get(1).argb());
        }
    }

    @Test
    void aVariationGoesFromOneSeedsPictureToTheOthers() {
        DiffusionPipeline pipeline = TinyModels.pixels(OPS);
        PixelImage here = varied(pipeline, 0);
        PixelImage there =
                draw(pipeline, SamplingPlan.of(HOW.with("seed", 9), Wish.NOTHING, 1, 1)).get(0);
        assertThat(here.argb()).isEqualTo(one(pipeline, HOW, Wish.NOTHING));
        assertThat(distance(varied(pipeline, 1), there)).isLessThanOrEqualTo(SIDE * SIDE);
        assertThat(distance(varied(pipeline, 0.2), here))
                .isPositive()
                .isLessThan(distance(varied(pipeline, 0.8), here));
    }

    private static PixelImage varied(DiffusionPipeline pipeline, double amount) {
        Beginning from = Beginning.NOISE.withVariation(new Variation(9, amount));
        return draw(pipeline, SamplingPlan.of(HOW, Wish.NOTHING, 1, 1).withFrom(from)).get(0);
    }

    @Test
    void anotherSizeThanTheTrainedOneIsDrawn() {
        DiffusionPipeline pipeline = TinyModels.pixels(OPS);
        SamplingPlan plan =
                SamplingPlan.of(HOW, Wish.NOTHING, 1, 1).withFrom(Beginning.NOISE.withSize(16, 12));
        PixelImage wide = draw(pipeline, plan).get(0);
        assertThat(wide.width()).isEqualTo(16);
        assertThat(wide.height()).isEqualTo(12);
    }

    @Test
    void outpaintingGrowsInAllFourDirectionsAroundTheSamePixels() {
        PixelImage picture = gradient(SIDE + 3, SIDE + 1);
        List<Integer> seen = new ArrayList<>();
        List<PixelImage> sheets = new ArrayList<>();
        PipelineListener listener =
                new PipelineListener() {
                    @Override
                    public void step(int step, int total, List<PixelImage> previews, int first) {
                        seen.add(step);
                        sheets.addAll(previews);
                    }
                };
        PixelImage grown =
                new Outpainting(TinyModels.pixels(OPS))
                        .extend(
                                picture,
                                new Outpainting.Margins(5, 2, 9, 6),
                                HOW,
                                Wish.NOTHING,
                                1,
                                listener);
        assertThat(grown.width()).isEqualTo(picture.width() + 14);
        assertThat(grown.height()).isEqualTo(picture.height() + 8);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                assertThat(grown.pixel(x + 5, y + 2)).isEqualTo(picture.pixel(x, y));
            }
        }
        // Grey is what stands where nothing was painted.
        int untouched = 0;
        for (int pixel : grown.argb()) {
            untouched += pixel == 0xFF808080 ? 1 : 0;
        }
        assertThat(untouched).isLessThan(8);
        assertThat(seen).isSorted().doesNotHaveDuplicates().isNotEmpty();
        assertThat(sheets)
                .isNotEmpty()
                .allSatisfy(
                        sheet -> {
                            assertThat(sheet.width()).isEqualTo(grown.width());
                            assertThat(sheet.pixel(5, 2)).isEqualTo(picture.pixel(0, 0));
                        });
    }

    @Test
    void outpaintingEndsWhenAskedTo() {
        assertThatThrownBy(
                        () ->
                                new Outpainting(TinyModels.pixels(OPS))
                                        .extend(
                                                gradient(SIDE, SIDE),
                                                new Outpainting.Margins(4, 0, 4, 0),
                                                HOW,
                                                Wish.NOTHING,
                                                0,
                                                new PipelineListener() {
                                                    @Override
                                                    public boolean cancelled() {
                                                        return true;
                                                    }
                                                }))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void whatAModelCannotHearIsRefusedInWords() {
        DiffusionPipeline plain = TinyModels.pixels(OPS);
        assertThatThrownBy(() -> one(plain, HOW, Wish.ofText("a cat")))
                .hasMessageContaining("does not listen to text");
        assertThatThrownBy(() -> one(plain, HOW, Wish.ofClass(0)))
                .hasMessageContaining("knows no classes");
        assertThatThrownBy(() -> one(TinyModels.byClass(OPS, 3), HOW, Wish.ofClass(3)))
                .hasMessageContaining("0 to 2");
        Planes mask = new Planes(new float[18], 18, 1, 1);
        assertThatThrownBy(() -> one(plain, HOW, new Wish(-1, "", mask)))
                .hasMessageContaining("takes no mask");
        SamplingPlan small =
                SamplingPlan.of(HOW, Wish.NOTHING, 1, 1)
                        .withFrom(Beginning.inpaint(gradient(SIDE, SIDE), rightHalf(SIDE - 2), 1));
        assertThatThrownBy(() -> draw(plain, small)).hasMessageContaining("mask is 6x6");
        assertThatThrownBy(() -> Beginning.from(gradient(SIDE, SIDE), 0))
                .hasMessageContaining("strength is 0");
        assertThatThrownBy(
                        () ->
                                new Outpainting(plain)
                                        .extend(
                                                gradient(4, 4),
                                                new Outpainting.Margins(1, 0, 0, 0),
                                                HOW,
                                                Wish.NOTHING,
                                                0,
                                                PipelineListener.NONE))
                .hasMessageContaining("at least 8x8");
    }

    @Test
    void aCancelledSamplingDrawsNoFurtherStep() {
        List<Integer> steps = new ArrayList<>();
        PipelineListener listener =
                new PipelineListener() {
                    @Override
                    public void step(
                            int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
                        steps.add(step);
                    }

                    @Override
                    public boolean cancelled() {
                        return steps.size() == 2;
                    }
                };
        SamplingPlan plan = SamplingPlan.of(HOW, Wish.NOTHING, 3, 1);
        assertThatThrownBy(() -> TinyModels.pixels(OPS).sample(plan, listener))
                .isInstanceOf(CancellationException.class);
        assertThat(steps).isEqualTo(List.of(1, 2));
        assertThat(Collections.max(steps)).isEqualTo(2);
    }
}
