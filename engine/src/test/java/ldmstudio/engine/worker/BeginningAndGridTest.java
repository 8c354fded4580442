package ldmstudio.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import ldmstudio.engine.config.GridAxis;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridFacts;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.GridFolder;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker draws from pictures, and grids, with a tiny Stable Diffusion. */
class BeginningAndGridTest {
    private static final Path MODEL =
            Path.of(System.getProperty("project.root", ".."))
                    .resolve("engine/src/test/resources/parity/sd_tiny_pipeline/pipeline");

    @TempDir private static Path folder;

    private static final StudioEngine ENGINE = new StudioEngine();
    private static SampleModel model;
    private static int side;
    private static SamplingConfig how;

    @BeforeAll
    static void load() throws Exception {
        model = ENGINE.load(MODEL);
        side = ((Number) model.description().get("img_size")).intValue();
        how =
                ((SamplingConfig) model.description().get("sampling"))
                        .with("steps", 2)
                        .with("count", 1)
                        .with("guidance_scale", 1.0)
                        .with("seed", 3);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void aMaskKeepsTheRestAndTheRecipeDrawsTheSameAgain() throws Exception {
        Path picture = gradient("picture.png", side, side);
        int half = side / 2;
        Path mask = write("mask.png", side, side, (x, y) -> x < half ? 0xff000000 : 0xffffffff);
        BeginSettings begin = BeginSettings.of(picture.toString(), 1).withMask(mask.toString());
        Path drawn = draw(begin, "inpaint").get(0);
        PixelImage before = PictureFile.read(picture);
        PixelImage after = PictureFile.read(drawn);
        int changed = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (x < half) {
                    assertThat(after.pixel(x, y)).isEqualTo(before.pixel(x, y));
                } else {
                    changed += after.pixel(x, y) == before.pixel(x, y) ? 0 : 1;
                }
            }
        }
        assertThat(changed).isGreaterThan(half * side / 2);
        ImageRecipe recipe = ImageRecipe.read(drawn).orElseThrow();
        assertThat(recipe.settings())
                .containsEntry("from", picture.toAbsolutePath().toString())
                .containsEntry("strength", "1.0")
                .containsKeys("from_sha256", "mask_sha256");
        assertThat(BeginSettings.of(recipe)).isEqualTo(begin);
        Path again = draw(BeginSettings.of(recipe), "again").get(0);
        assertThat(PictureFile.read(again).argb()).isEqualTo(after.argb());
    }

    @Test
    void aGreyMaskMixesTheOldWithTheNew() throws Exception {
        Path picture = gradient("grey-picture.png", side, side);
        Path grey = write("grey.png", side, side, (x, y) -> 0xff808080);
        Path white = write("white.png", side, side, (x, y) -> 0xffffffff);
        BeginSettings begin = BeginSettings.of(picture.toString(), 1);
        PixelImage old = PictureFile.read(picture);
        PixelImage mixed = PictureFile.read(draw(begin.withMask(grey.toString()), "grey").get(0));
        PixelImage fresh = PictureFile.read(draw(begin.withMask(white.toString()), "white").get(0));
        for (int i = 0; i < old.argb().length; i++) {
            int half = ((old.argb()[i] & 255) + (fresh.argb()[i] & 255)) / 2;
            assertThat(mixed.argb()[i] & 255).isBetween(half - 2, half + 2);
        }
    }

    @Test
    void strengthSizeVariationAndMarginsReachThePicture() throws Exception {
        Path picture = gradient("larger.png", side * 2, side);
        BeginSettings begin = BeginSettings.of(picture.toString(), 0.5);
        PixelImage one = PictureFile.read(draw(begin, "strength").get(0));
        assertThat(one.width()).isEqualTo(side);
        Path wide = draw(BeginSettings.NOISE.withSize(side * 2, side), "size").get(0);
        assertThat(PictureFile.read(wide).width()).isEqualTo(side * 2);
        assertThat(BeginSettings.of(ImageRecipe.read(wide).orElseThrow()))
                .isEqualTo(BeginSettings.NOISE.withSize(side * 2, side));
        Path varied = draw(BeginSettings.NOISE.withVariation(9, 0.5), "varied").get(0);
        assertThat(PictureFile.read(varied).argb())
                .isNotEqualTo(PictureFile.read(draw(BeginSettings.NOISE, "plain").get(0)).argb());
        assertThat(BeginSettings.of(ImageRecipe.read(varied).orElseThrow()))
                .isEqualTo(BeginSettings.NOISE.withVariation(9, 0.5));
        BeginSettings margins = begin.withStrength(1).withMargins(0, 0, 8, 4);
        Path grown = draw(margins, "grown").get(0);
        PixelImage larger = PictureFile.read(grown);
        assertThat(larger.width()).isEqualTo(side * 2 + 8);
        assertThat(larger.pixel(1, 1)).isEqualTo(PictureFile.read(picture).pixel(1, 1));
        ImageRecipe recipe = ImageRecipe.read(grown).orElseThrow();
        assertThat(recipe.width()).isEqualTo(side * 2 + 8);
        assertThat(BeginSettings.of(recipe).extendRight()).isEqualTo(8);
        assertThatThrownBy(() -> draw(BeginSettings.of("gone.png", 0.5), "gone"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("There is no picture gone.png");
    }

    @Test
    void aTextIsReadInPiecesAndSaysWhatIsLost() {
        Map<String, Object> read = model.tokens("a cat ".repeat(60));
        assertThat((Integer) read.get("count")).isGreaterThan((Integer) read.get("max"));
        assertThat((List<?>) read.get("tokens")).hasSize((Integer) read.get("count"));
        assertThat((String) read.get("cut")).endsWith("a cat");
        assertThat(model.tokens("a").get("cut")).isEqualTo("");
        assertThat(model.vocabulary()).isNotNull().doesNotHaveDuplicates();
        assertThat(model.bytes()).isGreaterThan(100_000);
    }

    @Test
    void aGridIsDrawnStoppedAndGoesOnToTheSameSheet() throws Exception {
        GridConfig grid =
                GridConfig.defaults()
                        .with("model", MODEL.toString())
                        .with("prompt", "a {red|blue} dot")
                        .withSampling(how)
                        .withAxis("y", new GridAxis("guidance_scale", "1, 3"))
                        .withAxis("z", new GridAxis("seed", "1-2"));
        GridPlan plan =
                GridPlan.of(grid, GridFacts.of(model.description(), Map.of(), path -> true));
        Path whole = folder.resolve("whole");
        GridFolder all = GridFolder.open(whole, plan);
        List<Double> seen = new ArrayList<>();
        GridDrawing.draw(ENGINE, all, listener(seen, new AtomicBoolean(), Integer.MAX_VALUE));
        assertThat(all.missing()).isEmpty();
        assertThat(seen).isSorted();
        assertThat(seen.get(seen.size() - 1)).isEqualTo(plan.calls(plan.cells()));
        ImageRecipe last =
                ImageRecipe.read(all.picture(plan.cells().get(7)).orElseThrow()).orElseThrow();
        assertThat(last.prompt()).isEqualTo("a blue dot");
        assertThat(last.guidanceScale()).isEqualTo(3);
        assertThat(last.seed()).isEqualTo(2);
        assertThat(last.settings()).as("guidance differs").containsEntry("batch", "place 3 of 4");

        Path stopped = folder.resolve("stopped");
        GridFolder part = GridFolder.open(stopped, plan);
        AtomicBoolean stop = new AtomicBoolean();
        assertThatThrownBy(
                        () ->
                                GridDrawing.draw(
                                        ENGINE,
                                        part,
                                        listener(new ArrayList<>(), stop, seen.size() - 3)))
                .isInstanceOf(CancellationException.class);
        assertThat(part.missing()).as("what is drawn at once ends at once").hasSize(4);
        PixelImage half = GridSheet.of(part, -1);
        stop.set(false);
        GridFolder again = GridFolder.open(stopped, plan);
        int before = again.missing().size();
        assertThat(before).isLessThan(8);
        GridDrawing.draw(ENGINE, again, listener(new ArrayList<>(), stop, Integer.MAX_VALUE));
        PixelImage sheet = GridSheet.of(again, -1);
        assertThat(sheet.argb()).isEqualTo(GridSheet.of(all, -1).argb()).isNotEqualTo(half.argb());
        assertThat(GridSheet.of(again, 1).height()).isLessThan(sheet.height());
        Path png = folder.resolve("sheet.png");
        PngFiles.write(sheet, GridSheet.textChunks(plan), png);
        assertThat(GridConfig.parse(PngFiles.readText(png).get(GridSheet.CHUNK), "png"))
                .isEqualTo(grid);
        GridPlan other =
                GridPlan.of(
                        grid.with("prompt", "a {red|green} dot"),
                        GridFacts.of(model.description(), Map.of(), path -> true));
        assertThatThrownBy(() -> GridFolder.open(stopped, other))
                .hasMessageContaining("holds another grid");
    }

    private static GridDrawing.Listener listener(
            List<Double> seen, AtomicBoolean stop, int stopAfter) {
        return new GridDrawing.Listener() {
            @Override
            public void progress(double done, long total, String cell) {
                seen.add(done);
                if (seen.size() >= stopAfter) {
                    stop.set(true);
                }
            }

            @Override
            public boolean cancelled() {
                return stop.get();
            }
        };
    }

    private static List<Path> draw(BeginSettings begin, String name) throws Exception {
        List<Path> files = new ArrayList<>();
        SampleSettings settings =
                new SampleSettings(
                        List.of(),
                        List.of("a dot"),
                        how,
                        0,
                        folder.resolve(name).toString(),
                        begin,
                        "");
        model.sample(
                settings,
                new SampleListener() {
                    @Override
                    public void step(int s, int total, List<PixelImage> previews, int first) {}

                    @Override
                    public void image(int index, Path png) {
                        files.add(png);
                    }

                    @Override
                    public boolean cancelled() {
                        return false;
                    }
                });
        assertThat(files).hasSize(1).allSatisfy(file -> assertThat(Files.exists(file)).isTrue());
        return files;
    }

    private interface Colour {
        int at(int x, int y);
    }

    private static Path gradient(String name, int width, int height) throws Exception {
        return write(
                name,
                width,
                height,
                (x, y) -> 0xff000000 | (255 * x / width) << 16 | (255 * y / height) << 8 | 90);
    }

    private static Path write(String name, int width, int height, Colour colour) throws Exception {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = colour.at(i % width, i / width);
        }
        Path file = folder.resolve(name);
        PngFiles.write(new PixelImage(width, height, argb), Map.of(), file);
        return file;
    }
}
