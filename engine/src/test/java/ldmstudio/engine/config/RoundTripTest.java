package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    // Fields that a rule ties to others keep the values of a recipe that fits.
    private static final Set<String> TIED =
            Set.of(
                    "autoencoder",
                    "data.path",
                    "data.horizontal_flip",
                    "condition.type",
                    "condition.text_width",
                    "init_from",
                    "condition.paint_around",
                    "distillation.teacher",
                    "text_encoder.text_width",
                    "discriminator.start",
                    "discriminator.disc_start",
                    "discriminator.disc_layers",
                    "sampling.guidance_scale",
                    "sampling.steps");
    private static final List<String> TIED_GROUPS =
            List.of(
                    "autoencoder.",
                    "denoiser.",
                    "diffusion.",
                    "distillation.",
                    "image_encoder.",
                    "loss.");

    @Property(tries = 100, seed = "1")
    void whatIsWrittenReadsBackTheSame(@ForAll("configs") RunConfig config) {
        String yaml = RunConfigs.write(config);

        assertThat(Yaml.read(yaml)).isEqualTo(config);
        assertThat(RunConfigs.write(Yaml.read(yaml))).isEqualTo(yaml);
    }

    @Property(tries = 100, seed = "1")
    void aMapReadsBackTheSame(@ForAll("configs") RunConfig config) {
        assertThat(RunConfigs.fromMap(RunConfigs.toMap(config))).isEqualTo(config);
    }

    @Property(tries = 300, seed = "1")
    void everyTextSurvivesTheYaml(@ForAll String text) {
        Stage1Config config =
                RunConfigs.with(Stage1Config.defaults(), "loss.vgg16_weights", "x" + text);

        assertThat(Yaml.read(RunConfigs.write(config))).isEqualTo(config);
    }

    @Property(tries = 300, seed = "1")
    void everyNumberSurvivesTheYaml(@ForAll double seed) {
        double value = Math.abs(seed % 1);
        Stage1Config config =
                RunConfigs.with(Stage1Config.defaults(), "training.learning_rate", value);

        assertThat(Yaml.read(RunConfigs.write(config)).training().learningRate()).isEqualTo(value);
    }

    @Provide
    Arbitrary<RunConfig> configs() {
        return Arbitraries.of(Recipes.builtIn())
                .flatMap(
                        recipe ->
                                Arbitraries.longs()
                                        .map(seed -> changed(recipe.read(), new Random(seed))));
    }

    private static RunConfig changed(RunConfig config, Random random) {
        RunConfig changed = config;
        for (FieldInfo field : FormModel.leaves(config)) {
            boolean tied =
                    TIED.contains(field.path())
                            || TIED_GROUPS.stream().anyMatch(field.path()::startsWith);
            if (!tied && random.nextBoolean() && !field.path().equals("data.type")) {
                changed = RunConfigs.with(changed, field.path(), value(field, random));
            }
        }
        assertThat(RunConfigs.validate(changed)).isEmpty();
        return changed;
    }

    private static Object value(FieldInfo field, Random random) {
        double low = Math.max(field.min(), -1e6);
        double high = Math.min(field.max(), 1e6);
        if (field.key().equals("condition_dropout")) {
            low = 0.01;
        }
        return switch (field.kind()) {
            case WHOLE_NUMBER -> (long) (low + random.nextDouble() * (high - low));
            case NUMBER -> low + Math.pow(random.nextDouble(), 6) * (high - low);
            case SWITCH -> random.nextBoolean();
            case CHOICE -> field.oneOf().get(random.nextInt(field.oneOf().size()));
            case TEXT ->
                    field.key().equals("device")
                            ? "cuda:" + random.nextInt(8)
                            : List.of("on", "a b", "1e5", "~", "null", "#x", "é形😀", "it's")
                                    .get(random.nextInt(8));
            default -> throw new AssertionError(field);
        };
    }

    @Test
    void theWrittenFileExplainsEveryKey() {
        String yaml = RunConfigs.write(Stage1Config.defaults());

        assertThat(yaml)
                .startsWith(
                        "# What is trained: autoencoder, diffusion, text_encoder.\n"
                                + "stage: autoencoder\n")
                .contains(
                        "  # Peak learning rate of AdamW. (from 0 to 1)\n  learning_rate: 1.0e-4\n")
                .contains("\nautoencoder:\n")
                .contains("  vae_channels_per_block: [128, 256, 512, 512]\n")
                .contains("  type: shapes\n")
                .contains("  # Factor between resolutions. (only 2)\n");
        assertThat(yaml.lines()).allMatch(line -> line.length() <= 100);
        for (FieldInfo field : FormModel.leaves(Stage1Config.defaults())) {
            assertThat(yaml).contains(field.key() + ": ");
        }
    }

    @Test
    void aWordThatYamlWouldMisreadIsQuoted() {
        Stage1Config config =
                RunConfigs.with(Stage1Config.defaults(), "discriminator.start", "off");

        assertThat(RunConfigs.write(config)).contains("start: \"off\"\n");
    }

    @Test
    void aMapHasTheStageTheTypeAndPlainValues() {
        Map<String, Object> map = RunConfigs.toMap(Stage2Config.defaults());

        assertThat(map).containsEntry("stage", "diffusion").containsEntry("seed", 0L);
        assertThat(map.get("data"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("type", "shapes")
                .containsEntry("count", 20_000);
        assertThat(map.keySet()).startsWith("stage", "name", "seed");
    }

    @Test
    void aMapWithAWrongValueIsRefusedByItsKey() {
        Map<String, Object> map =
                Map.of("stage", "autoencoder", "training", Map.of("batch_size", "many"));

        assertThat(Yaml.problemsOf(() -> RunConfigs.fromMap(map)))
                .singleElement()
                .returns("training.batch_size", Problem::key)
                .returns("", Problem::file);
    }
}
