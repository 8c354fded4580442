package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.PixelImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRecipeTest {
    private static final ImageRecipe RECIPE =
            new ImageRecipe(
                    "",
                    "",
                    3,
                    "Dress",
                    42,
                    5,
                    50,
                    "ddim",
                    2.5,
                    0,
                    0.95,
                    Map.of("karras_sigmas", "true"),
                    64,
                    32,
                    "runs/fashion",
                    4000,
                    "0123456789abcdef",
                    "0.1.0");

    @TempDir Path folder;

    @Test
    void theRecipeTravelsInsideThePicture() throws IOException {
        Path file = folder.resolve("sample.png");
        PngFiles.write(new PixelImage(1, 1, new int[] {-1}), RECIPE.textChunks(), file);
        assertThat(ImageRecipe.read(file)).contains(RECIPE);
    }

    @Test
    void theReadableLineNamesWhatOtherProgramsLookFor() {
        assertThat(RECIPE.parametersLine())
                .isEqualTo(
                        "Dress\nSteps: 50, Sampler: ddim, CFG scale: 2.5, Seed: 42, Index: 5, "
                                + "Size: 64x32, Class: 3, Sigma scale: 0.95, karras_sigmas: true, "
                                + "Model hash: 0123456789, Model: runs/fashion step 4000, "
                                + "Version: LDM Studio 0.1.0");
    }

    @Test
    void aPictureWithoutARecipeHasNone() throws IOException {
        Path file = folder.resolve("plain.png");
        PngFiles.write(new PixelImage(1, 1, new int[] {-1}), Map.of("ldmstudio", "not json"), file);
        assertThat(ImageRecipe.read(file)).isEmpty();
    }

    @Test
    void aRecipeOfAnotherVersionIsUnderstood() {
        assertThat(ImageRecipe.parse("{\"seed\":7,\"hologram\":true,\"guidance_scale\":1.5}"))
                .hasValueSatisfying(
                        r -> {
                            assertThat(r.seed()).isEqualTo(7);
                            assertThat(r.guidanceScale()).isEqualTo(1.5);
                            assertThat(r.prompt()).isEmpty();
                        });
    }

    @Test
    void aGridPutsPicturesSideBySide() {
        PixelImage red = new PixelImage(2, 2, new int[] {1, 2, 3, 4});
        PixelImage dot = new PixelImage(1, 1, new int[] {9});
        PixelImage grid = GridImage.of(List.of(red, dot, red), 2, 1);
        assertThat(grid.width()).isEqualTo(7);
        assertThat(grid.height()).isEqualTo(7);
        assertThat(grid.pixel(1, 1)).isEqualTo(1);
        assertThat(grid.pixel(2, 2)).isEqualTo(4);
        assertThat(grid.pixel(4, 1)).isEqualTo(9);
        assertThat(grid.pixel(1, 4)).isEqualTo(1);
        assertThat(grid.pixel(0, 0)).isEqualTo(0xff808080);
        assertThat(grid.pixel(5, 5)).isEqualTo(0xff808080);
    }

    @Test
    void aGridOfManyIsAboutSquare() {
        PixelImage dot = new PixelImage(1, 1, new int[] {9});
        PixelImage grid = GridImage.of(java.util.Collections.nCopies(16, dot));
        assertThat(grid.width()).isEqualTo(grid.height()).isEqualTo(4 + 5 * 2);
    }
}
