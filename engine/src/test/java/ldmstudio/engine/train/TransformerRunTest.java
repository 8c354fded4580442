package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of tiny transformers on pixels. */
class TransformerRunTest {
    private static final String YAML =
            """
            stage: diffusion
            name: tiny-transformer
            seed: 3
            machine: {device: cpu, compute: fp32, threads: 1, data_threads: 1}
            data: {type: shapes, count: 32, validation_fraction: 0.1}
            autoencoder: none
            denoiser:
              type: transformer
              img_size: 8
              in_channels: 3
              patch_size: 2
              embed_dim: 64
              n_layers: 1
              mlp_multiplier: 1
              noise_embed_dims: 8
            diffusion:
              process: tld
              prediction_type: sample
              timestep_distribution: beta
              loss_buckets: 5
            condition: {type: text, condition_dropout: 0.2, text_width: 32, text_layers: 1}
            sampling: {sampler: tld_dpmpp, steps: 3, guidance_scale: 2, count: 2}
            training:
              batch_size: 4
              max_train_steps: 2
              learning_rate: 1e-3
              lr_warmup_steps: 0
              ema_decay: 0.5
              log_every: 1
              evaluate_every: 2
              validation_count: 2
              checkpoint_every: 2
            """;

    @TempDir Path folder;

    private static RunConfig config(String... overrides) {
        return RunConfigs.withOverrides(
                RunConfigs.parse(YAML, "tiny.yaml", Path.of("")), List.of(overrides));
    }

    private static Path train(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
        return run.resolve("checkpoints/step-00000002");
    }

    private static float[] weight(Path checkpoint, String name) throws IOException {
        try (WeightFile file =
                WeightFile.open(checkpoint.resolve("transformer").resolve(ModelFolder.WEIGHTS))) {
            return file.floats(name);
        }
    }

    @Test
    void aTransformerIsTrainedByTextAlongAStraightLine() throws Exception {
        Path run = folder.resolve("runs/text");
        Path checkpoint = train(config(), run);

        Map<String, Object> json = ModelFolder.config(checkpoint.resolve("transformer"));
        assertThat(json).containsEntry("_class_name", "TransformerDenoiser");
        assertThat(json).containsEntry("image_size", 8).containsEntry("n_channels", 3);
        assertThat(TrainingRunTest.events(run))
                .anyMatch(e -> e instanceof Event.Evaluation v && v.step() == 2);
        assertThat(run.resolve("previews/step-00000002/grid.png")).exists();
    }

    @Test
    void aRunStartsFromAnotherOnesWeightsForLargerPictures() throws Exception {
        Path first = folder.resolve("runs/small");
        Path trained = train(config(), first);
        Path second = folder.resolve("runs/large");
        Path larger =
                train(
                        config(
                                "denoiser.img_size=16",
                                "init_from=" + first,
                                "training.learning_rate=1e-12"),
                        second);

        for (String name : List.of("label_proj.weight", "denoiser_trans_block.out_proj.0.bias")) {
            assertThat(weight(larger, name)).isEqualTo(weight(trained, name));
        }
        String positions = "denoiser_trans_block.pos_embed.weight";
        assertThat(weight(larger, positions)).hasSize(4 * weight(trained, positions).length);
    }

    @Test
    void whatIsNotThereToStartFromIsNamed() {
        assertThatThrownBy(
                        () -> train(config("init_from=nowhere.pth"), folder.resolve("runs/none")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("init_from is nowhere.pth");
    }

    @Test
    void aDiTIsTrainedByClass() throws Exception {
        String dit = YAML.replaceAll("(?s)type: transformer.*noise_embed_dims: 8\n", "DIT\n");
        String yaml =
                dit.replace(
                                "DIT",
                                "{type: dit, img_size: 8, in_channels: 3, patch_size: 2,"
                                        + " hidden_size: 16, depth: 1, num_heads: 2}")
                        .replaceAll(
                                "(?s)diffusion:.*loss_buckets: 5", "diffusion: {loss_buckets: 5}")
                        .replace("type: text", "type: class")
                        .replace("tld_dpmpp", "ddim");
        Path run = folder.resolve("runs/dit");
        Path checkpoint = train(RunConfigs.parse(yaml, "dit.yaml", Path.of("")), run);

        assertThat(ModelFolder.config(checkpoint.resolve("transformer")))
                .containsEntry("_class_name", "DiTTransformer")
                .containsEntry("learn_sigma", false);
        assertThat(run.resolve("previews/step-00000002/grid.png")).exists();
    }

    @Test
    void latentsAreKeptAsBytesAndScaledAsTheRunSays() throws Exception {
        Path ae = folder.resolve("runs/ae");
        train(TinyRuns.stage1("training.max_train_steps=2"), ae);
        Path run = folder.resolve("runs/bytes");
        List<String> settings = new ArrayList<>(List.of(TinyRuns.onLatents(ae)));
        settings.addAll(
                List.of(
                        "training.max_train_steps=2",
                        "latents.latent_dtype=uint8",
                        "latents.scaling_factor=0.125"));
        train(TinyRuns.stage2(settings.toArray(String[]::new)), run);

        try (Stream<Path> caches = Files.list(folder.resolve("latents"))) {
            assertThat(caches).allMatch(cache -> cache.toString().endsWith("-uint8")).hasSize(2);
        }
        assertThat(ModelFolder.config(run.resolve("autoencoder")))
                .containsEntry("scaling_factor", 0.125);
    }
}
