package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.tensor.Noise;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of the full-size models start and take steps at their own size, on pictures made
 * here, within 24 GiB. Minutes a step on a small processor: {@code mvn -Pslow -Dgroups=full-size}.
 */
@Tag("slow")
@Tag("full-size")
class FullSizeRecipesTest {
    private static final double LIMIT_MIB = 24 * 1024;
    private static final Path CONFIGS = Path.of("../configs");

    @TempDir Path folder;

    @Test
    void theAutoencoderAt256PixelsWithLpipsAndDiscriminatorAndTheDenoiserOnItsLatents()
            throws Exception {
        Path pictures = pictures(8, 256);
        Path autoencoder = folder.resolve("runs/autoencoder");
        List<Event> first =
                train(
                        "stage1_vae_train.yaml",
                        autoencoder,
                        "data.path=" + pictures,
                        "loss.vgg16_weights=" + vgg16(),
                        "discriminator.disc_start=1",
                        "training.validation_count=1",
                        "training.preview_count=1");
        assertThat(steps(first).get(2))
                .containsKeys("perceptual_loss", "adaptive_weight", "discriminator_loss");
        train(
                "stage2_diffusion_train.yaml",
                folder.resolve("runs/denoiser"),
                "data.path=" + pictures,
                "autoencoder=" + autoencoder,
                "sampling.steps=2",
                "sampling.count=1",
                "training.validation_count=1",
                "training.preview_count=1");
    }

    private static List<Event> train(String recipe, Path run, String... overrides)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.addAll(
                List.of(
                        "training.max_train_steps=3",
                        "training.log_every=1",
                        "training.batch_size=1",
                        "training.gradient_accumulation_steps=2",
                        "training.gradient_checkpointing=true"));
        try (Trainings.Ready ready =
                Trainings.start(RunConfigs.read(CONFIGS.resolve(recipe), all), run)) {
            ready.run(new TrainingObserver() {});
        }
        List<Event> events = TrainingRunTest.events(run);
        assertThat(steps(events)).hasSize(3);
        for (Map<String, Double> step : steps(events)) {
            assertThat(step.get("loss")).isFinite();
            assertThat(step.get("peak_memory_mib")).isLessThan(LIMIT_MIB);
        }
        return events;
    }

    private static List<Map<String, Double>> steps(List<Event> events) {
        List<Map<String, Double>> steps = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Step step) {
                steps.add(step.metrics());
            }
        }
        return steps;
    }

    private Path pictures(int count, int side) throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < count; i++) {
            float[] colours = new Noise(i, "pictures").uniform(0, 0, 6);
            int[] argb = new int[side * side];
            for (int p = 0; p < argb.length; p++) {
                float across = (float) (p % side) / side;
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    float value = colours[c] * across + colours[c + 3] * (1 - across);
                    rgb = rgb << 8 | (int) (255 * value);
                }
                argb[p] = 0xFF000000 | rgb;
            }
            PngFiles.write(
                    new PixelImage(side, side, argb),
                    Map.of(),
                    pictures.resolve("picture-" + i + ".png"));
        }
        return pictures;
    }

    /** VGG16's convolutions under torchvision's names, of He's random numbers. */
    private Path vgg16() throws Exception {
        int[] numbers = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};
        int[] widths = {3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512};
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int k = 0; k < numbers.length; k++) {
            int in = widths[k];
            int out = widths[k + 1];
            int size = in * out * 9;
            long layer = k;
            writer.add(
                    "features." + numbers[k] + ".weight",
                    new long[] {out, in, 3, 3},
                    () -> {
                        float[] values = new Noise(1, "vgg16").normal(layer, 0, size);
                        for (int i = 0; i < size; i++) {
                            values[i] *= (float) Math.sqrt(2.0 / (in * 9));
                        }
                        return values;
                    });
            writer.add("features." + numbers[k] + ".bias", new long[] {out}, () -> new float[out]);
        }
        Path file = folder.resolve("vgg16.safetensors");
        writer.write(file);
        return file;
    }
}
