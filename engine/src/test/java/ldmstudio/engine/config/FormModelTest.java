package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import ldmstudio.engine.config.FieldInfo.Alternative;
import ldmstudio.engine.config.FieldInfo.Kind;
import org.junit.jupiter.api.Test;

class FormModelTest {
    private static final Stage1Config CONFIG = Stage1Config.defaults();

    private static FieldInfo leaf(RunConfig config, String path) {
        return FormModel.leaves(config).stream()
                .filter(field -> field.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFieldSaysEverythingAFormNeeds() {
        FieldInfo rate = leaf(CONFIG, "training.learning_rate");

        assertThat(rate.kind()).isEqualTo(Kind.NUMBER);
        assertThat(rate.label()).isEqualTo("Learning rate");
        assertThat(rate.help()).isEqualTo("Peak learning rate of AdamW.");
        assertThat(rate.min()).isZero();
        assertThat(rate.max()).isEqualTo(1);
        assertThat(rate.defaultValue()).isEqualTo(1e-4);
        assertThat(rate.live()).isTrue();
        assertThat(rate.advanced()).isFalse();
        assertThat(rate.allowed()).isEqualTo("a number from 0 to 1");
        assertThat(leaf(CONFIG, "training.max_train_steps").unit()).isEqualTo("steps");
    }

    @Test
    void theFormHasTheOrderOfTheRecords() {
        assertThat(FormModel.of(Stage1Config.class))
                .extracting(FieldInfo::path)
                .containsExactly(
                        "name",
                        "seed",
                        "machine",
                        "data",
                        "autoencoder",
                        "loss",
                        "discriminator",
                        "training");
    }

    @Test
    void aSealedGroupOffersItsAlternativesWithTheChoiceFirst() {
        FieldInfo data = FormModel.of(CONFIG).get(3);

        assertThat(data.alternatives())
                .extracting(Alternative::word)
                .startsWith("shapes", "scenes", "idx", "folder", "image_folder")
                .contains("captioned_folder", "webdataset");
        FieldInfo choice = data.fieldsOf(CONFIG.data()).get(0);
        assertThat(choice.path()).isEqualTo("data.type");
        assertThat(choice.oneOf()).contains("image_folder");
        assertThat(choice.defaultValue()).isEqualTo("shapes");
        assertThat(data.fieldsOf(DataConfig.Idx.defaults()))
                .extracting(FieldInfo::key)
                .contains("class_names")
                .doesNotContain("count");
    }

    @Test
    void everyKindOfValueHasItsControl() {
        assertThat(leaf(CONFIG, "autoencoder.vae_channels_per_block").kind())
                .isEqualTo(Kind.WHOLE_NUMBERS);
        assertThat(leaf(Stage2Config.defaults(), "denoiser.unet_attention").kind())
                .isEqualTo(Kind.SWITCHES);
        assertThat(leaf(CONFIG, "discriminator.start").kind()).isEqualTo(Kind.CHOICE);
        assertThat(leaf(CONFIG, "seed").kind()).isEqualTo(Kind.WHOLE_NUMBER);
        assertThat(leaf(CONFIG, "discriminator.adaptive_weight").kind()).isEqualTo(Kind.SWITCH);
        assertThat(leaf(CONFIG, "loss.vgg16_weights").pick()).isEqualTo(Field.Pick.FILE);
        assertThat(leaf(Stage2Config.defaults(), "autoencoder").pick())
                .isEqualTo(Field.Pick.FOLDER);
    }

    @Test
    void everyValueOfEveryRecipeCanBeGotAndSetAgain() {
        for (Recipe recipe : Recipes.builtIn()) {
            RunConfig config = recipe.read();
            for (FieldInfo field : FormModel.leaves(config)) {
                Object value = RunConfigs.get(config, field.path());
                assertThat(RunConfigs.with(config, field.path(), value)).isEqualTo(config);
                assertThat(field.check(config, String.valueOf(value))).isEmpty();
            }
        }
    }

    @Test
    void aChangeLeavesTheOriginalAndEverythingElse() {
        Stage1Config changed = RunConfigs.with(CONFIG, "training.batch_size", 4);

        assertThat(changed.training().batchSize()).isEqualTo(4);
        assertThat(CONFIG.training().batchSize()).isEqualTo(8);
        assertThat(RunConfigs.with(changed, "training.batch_size", "8")).isEqualTo(CONFIG);
    }

    @Test
    void aWholeGroupCanBeReplaced() {
        DataConfig idx = new DataConfig.Idx("/d", "", "pad", false, 0.1);

        assertThat(RunConfigs.with(CONFIG, "data", idx).data()).isEqualTo(idx);
        assertThat(RunConfigs.get(RunConfigs.with(CONFIG, "data", idx), "data.type"))
                .isEqualTo("idx");
    }

    @Test
    void aFieldPassesThroughStatesThatDoNotFitYet() {
        Stage2Config halfway =
                RunConfigs.with(
                        Stage2Config.defaults(),
                        "denoiser.unet_channels_per_block",
                        List.of(64, 128));

        assertThat(RunConfigs.validate(halfway))
                .extracting(Problem::key)
                .containsExactly("denoiser.unet_attention");
        assertThat(
                        RunConfigs.validate(
                                RunConfigs.with(halfway, "denoiser.unet_attention", "false,true")))
                .isEmpty();
    }

    @Test
    void aTypedTextIsCheckedBesideItsField() {
        FieldInfo size = leaf(CONFIG, "training.batch_size");

        assertThat(size.check(CONFIG, " 16 ")).isEmpty();
        assertThat(size.check(CONFIG, "sixteen"))
                .hasValueSatisfying(
                        problem ->
                                assertThat(problem.brief())
                                        .isEqualTo(
                                                "\"sixteen\" is not a number; allowed: a whole"
                                                        + " number from 1 to 65536"));
        assertThat(size.check(CONFIG, "0"))
                .hasValueSatisfying(
                        problem -> assertThat(problem.key()).isEqualTo("training.batch_size"));
    }

    @Test
    void anUnknownPathIsAnsweredWithTheNearest() {
        for (String path : List.of("training.batch_sise", "batch_size", "seed.x", "nothing")) {
            assertThatThrownBy(() -> RunConfigs.get(CONFIG, path))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(path + ": is not a known key");
            assertThatThrownBy(() -> RunConfigs.with(CONFIG, path, 1))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is not a known key");
        }
        assertThatThrownBy(() -> RunConfigs.get(CONFIG, "training.batch_sise"))
                .hasMessageEndingWith("did you mean training.batch_size?");
    }

    @Test
    void everyFieldIsExplained() {
        for (RunConfig config : List.of(CONFIG, Stage2Config.defaults())) {
            assertThat(FormModel.leaves(config))
                    .allSatisfy(
                            field -> {
                                assertThat(field.label()).isNotBlank();
                                assertThat(field.help()).isNotBlank();
                                assertThat(field.min()).isLessThanOrEqualTo(field.max());
                            });
        }
    }
}
