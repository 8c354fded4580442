package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    private static final Path CONFIGS = Path.of(System.getProperty("project.root"), "configs");

    static List<Recipe> all() {
        return Recipes.builtIn();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRecipeReadsAndSaysWhatItIs(Recipe recipe) {
        RunConfig config = recipe.read();

        assertThat(RunConfigs.validate(config)).isEmpty();
        assertThat(recipe.title()).isNotBlank().isNotEqualTo(recipe.name());
        assertThat(recipe.description()).hasSizeGreaterThan(60).endsWith(".");
        assertThat(recipe.stage()).isEqualTo(RunConfigs.get(config, "stage"));
        assertThat(config.name()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFileOnDiskIsTheOneInTheProgram(Recipe recipe) throws IOException {
        Path file = CONFIGS.resolve(recipe.name() + ".yaml");

        assertThat(Files.readString(file)).isEqualTo(recipe.text());
        assertThat(RunConfigs.read(file)).isEqualTo(recipe.read());
    }

    @Test
    void everyRecipeFileIsListed() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            Stream.of("ldm.yaml", "walk_shapes.yaml"),
                                            all().stream().map(recipe -> recipe.name() + ".yaml"))
                                    .toList());
        }
    }

    @Test
    void ldmYamlHasTheValuesOfThePublishedModel() {
        Stage1Config config = (Stage1Config) Recipes.named("stage1_vae_train").read();

        assertThat(config.autoencoder())
                .isEqualTo(
                        new AutoencoderConfig(
                                "diffusers",
                                256,
                                3,
                                3,
                                4,
                                2,
                                1,
                                true,
                                true,
                                true,
                                List.of(128, 256, 512, 512),
                                2,
                                3,
                                32,
                                4,
                                List.of(),
                                List.of(),
                                false,
                                16_384,
                                4,
                                0.25,
                                false,
                                "gradient",
                                0.99,
                                0));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDiffusionRecipeUsesTheRunOfItsAutoencoderRecipe(Recipe recipe) {
        if (recipe.read() instanceof Stage2Config diffusion
                && !diffusion.autoencoder().equals("none")) {
            assertThat(all().stream().map(r -> "runs/" + r.read().name()))
                    .contains(diffusion.autoencoder());
        }
    }

    @Test
    void overridesApplyToARecipe() {
        RunConfig config = Recipes.named("folder_autoencoder.yaml").read(List.of("path=/my/own"));

        assertThat(RunConfigs.get(config, "data.path")).isEqualTo("/my/own");
    }

    @Test
    void anUnknownRecipeIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Recipes.named("sha"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("shapes_autoencoder");
    }
}
