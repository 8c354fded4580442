package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskTrainingTest {
    private static final String RUN =
            """
            stage: diffusion
            name: tiny-mask
            seed: 3
            machine: {device: cpu, compute: fp32, threads: 1, data_threads: 1}
            data: {type: shapes, count: 64, validation_fraction: 0.1}
            autoencoder: none
            denoiser:
              type: eai_unet
              img_size: 8
              in_channels: 3
              down_channels: [8, 12, 16]
              mid_channels: [16, 12]
              down_sample: [true, true]
              attn_down: [false, true]
              time_emb_dim: 16
              norm_channels: 4
              num_heads: 2
              conv_out_channels: 8
              num_down_layers: 1
              num_mid_layers: 1
              num_up_layers: 1
              image_condition_output_channels: 1
            diffusion: {num_train_timesteps: 50, loss_buckets: 5, beta_schedule: scaled_linear}
            condition: {type: class+mask, condition_dropout: 0.3}
            sampling: {sampler: ancestral, steps: 4, guidance_scale: 2, count: 3}
            training:
              batch_size: 4
              max_train_steps: 4
              ema_decay: 0.9
              evaluate_every: 2
              validation_count: 4
              checkpoint_every: 2
            """;

    @TempDir Path folder;

    private static RunConfig config(String... overrides) {
        return RunConfigs.withOverrides(
                RunConfigs.parse(RUN, "mask.yaml", Path.of("")), java.util.List.of(overrides));
    }

    private Path train(RunConfig config) throws Exception {
        Path run = folder.resolve("runs/" + config.name());
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
        return run;
    }

    @Test
    void aRunToldClassAndMaskTrainsSamplesAndIsKept() throws Exception {
        Path run = train(config());

        assertThat(RunStatus.of(run).state()).isEqualTo(RunState.FINISHED);
        assertThat(run.resolve("previews/step-00000004/grid.png")).exists();
        try (var files = Files.walk(run.resolve("checkpoints/step-00000004"))) {
            assertThat(
                            files.filter(f -> f.endsWith("config.json"))
                                    .map(MaskTrainingTest::text)
                                    .filter(text -> text.contains("EaiUNet")))
                    .singleElement()
                    .asString()
                    .contains("image_condition_input_channels")
                    .contains("num_classes");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void masksFollowTheirPicturesAndAreHiddenAsAFunctionOfTheBatch() {
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open();
                Dataset data = Datasets.open(DrawnData.Shapes.defaults(), 16, Split.TRAIN)) {
            MaskConditions masks =
                    new MaskConditions(
                            ops, 1, 8, 8, "crop", false, new HiddenShare(1, "mask_dropout", 0.5));
            LatentBatches.Clean clean =
                    new LatentBatches.Clean(
                            new float[0], 8, new int[8], new int[] {0, 1, 2, 3, 4, 5, 6, 7}, data);
            float[] whole = planes(ops, masks, clean, -1);
            float[] first = planes(ops, masks, clean, 5);
            int hidden = 0;
            for (int i = 0; i < 8; i++) {
                float[] shown = java.util.Arrays.copyOfRange(whole, 64 * i, 64 * i + 64);
                float[] told = java.util.Arrays.copyOfRange(first, 64 * i, 64 * i + 64);
                assertThat(shown).contains(1);
                if (told[index(shown)] == 0) {
                    assertThat(told).containsOnly(0);
                    hidden++;
                } else {
                    assertThat(told).isEqualTo(shown);
                }
            }
            assertThat(hidden).isBetween(1, 7);
            assertThat(planes(ops, masks, clean, 5)).isEqualTo(first);
        }
    }

    private static int index(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == 1) {
                return i;
            }
        }
        throw new AssertionError("an empty mask");
    }

    private static float[] planes(
            Ops ops, MaskConditions masks, LatentBatches.Clean clean, long batchNumber) {
        NDArray image = masks.of(clean, batchNumber).image();
        assertThat(image).isNotNull();
        assertThat(image.getShape().getShape()).containsExactly(8, 1, 8, 8);
        return ops.floats(image);
    }

    @Test
    void aRunWithoutItsMasksDoesNotStart() throws Exception {
        Path faces = folder.resolve("faces");
        Files.createDirectories(faces.resolve("CelebA-HQ-img"));
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(16, 16, java.awt.image.BufferedImage.TYPE_INT_RGB),
                "png",
                faces.resolve("CelebA-HQ-img/0.png").toFile());
        RunConfig config =
                RunConfigs.parse(
                        RUN.replace(
                                        "data: {type: shapes, count: 64, validation_fraction: 0.1}",
                                        "data: {type: celeba_hq, path: '" + faces + "'}")
                                .replace("class+mask", "mask"),
                        "mask.yaml",
                        Path.of(""));
        assertThatThrownBy(() -> train(config))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 of 1")
                .hasMessageContaining("mask");
    }

    @Test
    void whatDoesNotFitTogetherIsSaidBeforeAnythingStarts() {
        Map<String, String> wrong =
                Map.of(
                        "horizontal_flip=true", "data.horizontal_flip",
                        "denoiser.num_heads=3", "denoiser.num_heads",
                        "denoiser.down_sample=[true]", "denoiser.down_sample",
                        "denoiser.mid_channels=[16, 8]", "denoiser.mid_channels",
                        "denoiser.img_size=10", "denoiser.img_size");
        wrong.forEach(
                (override, key) ->
                        assertThatThrownBy(() -> config(override))
                                .as(override)
                                .hasMessageContaining(key));
    }
}
