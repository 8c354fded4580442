package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of VQ-VAEs, from pictures to a diffusion on their latents. */
class VqRunTest {
    private static final List<String> QUANTIZE =
            List.of(
                    "autoencoder.quantize=true",
                    "autoencoder.codebook_size=32",
                    "autoencoder.vq_embed_dim=2",
                    "autoencoder.codebook_revive_after=2");
    private static final List<String> EAI =
            List.of(
                    "autoencoder.family=eai",
                    "autoencoder.attention_layers=1",
                    "autoencoder.attention_heads=2",
                    "discriminator.disc_type=eai",
                    "discriminator.disc_loss=lsgan",
                    "discriminator.adaptive_weight=false");
    private static final List<String> AVERAGED =
            List.of(
                    "autoencoder.codebook_update=ema",
                    "training.gradient_accumulation_steps=2",
                    "discriminator.disc_type=nlayer_actnorm");

    @TempDir Path folder;

    private static RunConfig config(List<String> more) {
        return TinyRuns.stage1(
                Stream.concat(QUANTIZE.stream(), more.stream()).toArray(String[]::new));
    }

    private static void train(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
    }

    private static List<Event> events(Path run) throws Exception {
        try (RunFolder record = RunFolder.open(run)) {
            return record.events().readAll();
        }
    }

    @Test
    void aRunRecordsTheCodebooksLossesUsageAndPerplexity() throws Exception {
        Path run = folder.resolve("runs/vq");
        train(config(List.of()), run);
        List<Event> events = events(run);
        assertThat(events.stream().filter(Event.Step.class::isInstance).map(Event.Step.class::cast))
                .hasSize(10)
                .allSatisfy(
                        step -> {
                            assertThat(step.metrics())
                                    .containsKeys("codebook_loss", "commitment_loss", "loss")
                                    .doesNotContainKey("kl_loss");
                            assertThat(step.metrics().get("codebook_usage"))
                                    .isBetween(1.0 / 32, 1.0);
                            assertThat(step.metrics().get("perplexity")).isBetween(1.0, 32.0);
                        });
        assertThat(
                        events.stream()
                                .filter(Event.Evaluation.class::isInstance)
                                .map(Event.Evaluation.class::cast))
                .isNotEmpty()
                .allSatisfy(
                        evaluation ->
                                assertThat(evaluation.metrics())
                                        .containsKeys(
                                                "val_psnr",
                                                "val_codebook_usage",
                                                "val_perplexity",
                                                "scaling_factor"));
        Path vae = run.resolve("checkpoints/step-00000010/vae");
        assertThat(ModelFolder.config(vae))
                .containsEntry("_class_name", "VQModel")
                .containsEntry("num_vq_embeddings", 32)
                .containsEntry("vq_embed_dim", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradient", "averaged", "eai"})
    void aRunThatDiesGoesOnFromItsCheckpointInTheSameBits(String kind) throws Exception {
        RunConfig config =
                config(
                        switch (kind) {
                            case "averaged" -> AVERAGED;
                            case "eai" -> EAI;
                            default -> List.of();
                        });
        Path whole = folder.resolve("runs/whole");
        train(config, whole);
        Path crashed = folder.resolve("runs/crashed");
        try (Trainings.Ready ready = Trainings.start(config, crashed)) {
            assertThatThrownBy(
                            () ->
                                    ready.run(
                                            new TrainingObserver() {
                                                @Override
                                                public void step(
                                                        long step, long total, double perSecond) {
                                                    if (step == 8) {
                                                        throw new IllegalStateException("lost");
                                                    }
                                                }
                                            }))
                    .hasMessageContaining("lost");
        }
        try (Trainings.Ready ready = Trainings.resume(crashed)) {
            ready.run(new TrainingObserver() {});
        }
        TrainingRunTest.assertSameState(whole, crashed, 10);
        try (SafetensorsFile state =
                SafetensorsFile.open(
                        crashed.resolve("checkpoints/step-00000010/" + TrainingState.FILE))) {
            assertThat(state.names()).contains("codebook.last_used", "codebook.born");
            if (kind.equals("averaged")) {
                assertThat(state.names()).contains("codebook.average_sum");
                assertThat(state.floats("discriminator.weights.main.3.initialized"))
                        .containsExactly(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "eai"})
    void stage2DiffusesTheLatentsBetweenTheCodes(String family) throws Exception {
        Path run = folder.resolve("runs/vq");
        train(config(family.equals("eai") ? EAI : List.of()), run);
        Path diffusion = folder.resolve("runs/diffusion");
        train(TinyRuns.stage2(TinyRuns.onLatents(run)), diffusion);

        Path vae = diffusion.resolve("checkpoints/step-00000010/vae");
        double factor = ((Number) ModelFolder.config(vae).get("scaling_factor")).doubleValue();
        try (Ops ops = Ops.cpu();
                Autoencoding autoencoding = Autoencoding.load(ops, vae);
                Scope scope = Scope.open()) {
            assertThat(factor).isEqualTo(autoencoding.network().scalingFactor()).isPositive();
            int cached = 0;
            try (Stream<Path> shards = Files.walk(folder.resolve("latents"))) {
                for (Path path :
                        shards.filter(p -> p.toString().endsWith(".safetensors")).toList()) {
                    try (SafetensorsFile shard = SafetensorsFile.open(path)) {
                        NDArray latents =
                                ops.array(shard.floats("latents"), shard.shape("latents"));
                        assertThat(
                                        autoencoding
                                                .network()
                                                .quantizer()
                                                .indices(latents)
                                                .toLongArray())
                                .isEqualTo(shard.longs("codes"));
                        cached += (int) shard.shape("latents")[0];
                    }
                }
            }
            assertThat(cached).as("training and held-out pictures").isEqualTo(64);
        }
        // The sampler's pictures went through the codebook.
        assertThat(diffusion.resolve("previews/step-00000010/grid.png")).exists();
    }

    @Test
    void encodingAheadOfTrainingKeepsTheCodes() throws Exception {
        Path run = folder.resolve("runs/vq");
        train(config(List.of("training.max_train_steps=3")), run);
        Encoding.Result result =
                Encoding.encode(
                        (ldmstudio.engine.config.Stage2Config)
                                TinyRuns.stage2(TinyRuns.onLatents(run)),
                        folder,
                        new TrainingObserver() {},
                        new TrainingControl(false));
        assertThat(result.header().shape()).isEqualTo(List.of(2, 8, 8));
        assertThat(result.header().scalingFactor()).isPositive();
        try (var cache =
                ldmstudio.engine.latent.LatentCache.open(
                        result.folder().getParent(), result.header().key())) {
            assertThat(cache.variational()).isFalse();
            assertThat(cache.latentShape()).containsExactly(2, 8, 8);
            assertThat(cache.codes(0)).hasSize(64);
            assertThat(java.util.Arrays.stream(cache.codes(1))).allMatch(c -> c >= 0 && c < 32);
        }
    }
}
