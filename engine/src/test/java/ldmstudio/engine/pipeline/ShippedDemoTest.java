package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.evaluate.GivenBack;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo model that the program really comes with. */
class ShippedDemoTest {
    private static LoadedModel model;

    @BeforeAll
    static void load() throws IOException {
        model = LoadedModel.load(Path.of(DemoModel.NAME), MachineConfig.defaults());
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void itIsWholeAndSmall() throws IOException {
        Path folder = DemoModel.builtIn().folder();
        Manifest manifest = Manifest.read(folder);
        assertThat(manifest.verify(folder)).isEmpty();
        assertThat(manifest.files().stream().mapToLong(Manifest.Entry::size).sum())
                .isLessThan(25_000_000);
        assertThat(model.model().imgSize()).isEqualTo(64);
        assertThat(model.listensToText()).isTrue();
    }

    @Test
    void itKnowsEveryWordOfItsPrompts() throws IOException {
        List<String> prompts = DemoModel.builtIn().prompts();
        assertThat(prompts).hasSizeGreaterThan(8).doesNotHaveDuplicates();
        assertThat(prompts).allSatisfy(prompt -> assertThat(model.notice(prompt)).isEmpty());
    }

    @Test
    void itOffersTheWordsOfItsCaptionsAndNoPiecesOfWords() throws IOException {
        List<String> offered =
                Files.readAllLines(DemoModel.builtIn().folder().resolve("tokenizer/words.txt"));
        assertThat(offered).startsWith("the", "of", "on", "in", "at").doesNotHaveDuplicates();
        Dataset scenes =
                Datasets.open(
                        new DrawnData.Scenes(3000, 0, "crop", false, 0.02, "combinations"),
                        64,
                        Split.TRAIN);
        Set<String> said =
                IntStream.range(0, scenes.size())
                        .mapToObj(i -> scenes.entry(i).caption().split("[^a-z]+"))
                        .flatMap(Stream::of)
                        .filter(word -> word.length() > 1)
                        .collect(Collectors.toSet());
        assertThat(offered).containsExactlyInAnyOrderElementsOf(said);
    }

    @Test
    void itsAutoencoderGivesItsOwnKindBackAndNothingElse() throws Exception {
        Dataset scenes = Datasets.open(DrawnData.Scenes.defaults(), 64, Split.VALIDATION);
        GivenBack own = GivenBack.of(model, scenes.read(0)).orElseThrow();
        assertThat(own.psnr()).isGreaterThan(22);
        assertThat(own.poor()).isFalse();
        assertThat(own.words()).contains("gives this picture back well, at 2");
        GivenBack strange = GivenBack.of(model, thicket()).orElseThrow();
        assertThat(strange.psnr()).isLessThan(18);
        assertThat(strange.poor()).isTrue();
        assertThat(strange.words()).contains("does not know such pictures", "unrecognisable");
        assertThat(new GivenBack(20).words()).contains("at 20 dB only");
    }

    /** Fine detail in all colours everywhere, as leaves have it and scenes have not. */
    private static PixelImage thicket() {
        int[] argb = new int[64 * 64];
        for (int i = 0; i < argb.length; i++) {
            int x = i % 64;
            int y = i / 64;
            int pixel = 0xFF000000;
            for (int channel = 0; channel < 3; channel++) {
                double wave = Math.sin(x * (1.1 + 0.3 * channel)) + Math.cos(y * 0.9 + x * 0.35);
                pixel |= (int) (127 + 60 * wave) << (8 * channel);
            }
            argb[i] = pixel;
        }
        return new PixelImage(64, 64, argb);
    }

    @Test
    void itDrawsWhatItIsTold() {
        List<PixelImage> drawn =
                model.sample(
                        new SamplingPlan(
                                model.defaults().with("steps", 16).with("seed", 1),
                                List.of(
                                        wish("a large red circle on a white background"),
                                        wish("a large blue heart on a black background"),
                                        wish("a large yellow house in the snow by day"),
                                        wish("a large yellow house in the snow at night")),
                                4,
                                0),
                        new PipelineListener() {});
        assertThat(red(drawn.get(0))).isGreaterThan(blue(drawn.get(0)) + 80);
        assertThat(blue(drawn.get(1))).isGreaterThan(red(drawn.get(1)) + 60);
        assertThat(corner(drawn.get(0))).isGreaterThan(220);
        assertThat(corner(drawn.get(1))).isLessThan(60);
        assertThat(corner(drawn.get(2))).isGreaterThan(corner(drawn.get(3)) + 80);
    }

    private static Wish wish(String prompt) {
        return new Wish(-1, prompt, null);
    }

    /** The mean over the middle sixth. */
    private static double red(PixelImage picture) {
        return mean(picture, 27, 37, 27, 37, 16);
    }

    private static double blue(PixelImage picture) {
        return mean(picture, 27, 37, 27, 37, 0);
    }

    /** The mean of all channels at the upper edge, between sun and moon. */
    private static double corner(PixelImage picture) {
        double sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            sum += mean(picture, 28, 36, 0, 6, shift);
        }
        return sum / 3;
    }

    private static double mean(
            PixelImage picture, int left, int right, int top, int bottom, int shift) {
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += picture.pixel(x, y) >> shift & 255;
            }
        }
        return sum / ((right - left) * (bottom - top));
    }
}
