package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of stage 2 that need CelebA-HQ start and take steps. */
class EaiRecipesTest {
    private static final List<String> SMALL =
            List.of(
                    "denoiser.down_channels=[8, 8, 8, 16]",
                    "denoiser.mid_channels=[16, 8]",
                    "denoiser.time_emb_dim=16",
                    "denoiser.norm_channels=4",
                    "denoiser.num_heads=2",
                    "denoiser.conv_out_channels=8");

    @TempDir Path folder;
    private Path autoencoder;

    @BeforeEach
    void autoencoder() throws Exception {
        autoencoder = folder.resolve("runs/ae");
        run(TinyRuns.stage1("training.max_train_steps=2"), autoencoder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eai_celebhq_ddpm", "eai_celebhq_text_ddpm", "eai_celebhq_text_mask_ddpm"})
    void aSmallOneLearnsFromPicturesCaptionsAndMasksMadeHere(String recipe) throws Exception {
        List<Event> events = train(recipe, faces(), SMALL);

        assertThat(events.stream().filter(e -> e instanceof Event.Step)).hasSize(2);
    }

    /** Of some 116 million numbers, on the stand-in for CelebA-HQ of {@code -Dshared.data}. */
    @Test
    @Tag("slow")
    void theFullOneLearnsFromTheStandInForCelebaHq() throws Exception {
        String root = System.getProperty("shared.data", "");
        assumeTrue(!root.isBlank(), "-Dshared.data is not given");
        Path standIn = Path.of(root).resolve("celebahq-layout-standin");
        assumeTrue(Files.isDirectory(standIn), standIn + " is not there");

        List<Event> events = train("eai_celebhq_text_ddpm", standIn, List.of());

        assertThat(events.stream().filter(e -> e instanceof Event.Step)).hasSize(2);
    }

    private List<Event> train(String recipe, Path data, List<String> more) throws Exception {
        List<String> overrides =
                new ArrayList<>(
                        List.of(
                                "data.path=" + data,
                                "autoencoder=" + autoencoder,
                                "machine.threads=1",
                                "machine.device=cpu",
                                "sampling.steps=2",
                                "sampling.count=1",
                                "training.batch_size=2",
                                "training.max_train_steps=2",
                                "training.log_every=1",
                                "training.validation_count=1"));
        RunConfig config = Recipes.named(recipe).read();
        if (config instanceof ldmstudio.engine.config.Stage2Config stage2
                && stage2.condition().byText()) {
            // Its own small encoder: CLIP's weights are not part of the program.
            overrides.add("condition.text_encoder=");
            overrides.add("condition.text_width=32");
        }
        overrides.addAll(more);
        Path run = folder.resolve("runs/" + recipe);
        run(Recipes.named(recipe).read(overrides), run);
        assertThat(RunStatus.of(run).state()).isEqualTo(RunState.FINISHED);
        return TrainingRunTest.events(run);
    }

    private static void run(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
    }

    /** Four plain pictures with two captions each; the left half is skin, the right half hair. */
    private Path faces() throws Exception {
        Path faces = folder.resolve("faces");
        for (String each : List.of("CelebA-HQ-img", "celeba-caption", "CelebAMask-HQ-mask")) {
            Files.createDirectories(faces.resolve(each));
        }
        for (int i = 0; i < 4; i++) {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            BufferedImage mask = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
            for (int p = 0; p < 32 * 32; p++) {
                picture.setRGB(p % 16, p / 16 % 16, 0x203040 * (i + 1));
                mask.getRaster().setSample(p % 32, p / 32, 0, p % 32 < 16 ? 1 : 13);
            }
            ImageIO.write(picture, "png", faces.resolve("CelebA-HQ-img/" + i + ".png").toFile());
            ImageIO.write(mask, "png", faces.resolve("CelebAMask-HQ-mask/" + i + ".png").toFile());
            Files.writeString(
                    faces.resolve("celeba-caption/" + i + ".txt"), "A face.\nFace " + i + ".\n");
        }
        return faces;
    }
}
