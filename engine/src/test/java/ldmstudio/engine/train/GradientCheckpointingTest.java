package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Computing blocks twice changes a network's memory, and none of its numbers. */
class GradientCheckpointingTest {
    @TempDir Path folder;

    /** Every network that a recipe can train, small. */
    enum Network {
        AUTOENCODER_KL(
                """
                {"_class_name": "AutoencoderKL", "block_out_channels": [8, 16],
                 "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
                 "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"],
                 "norm_num_groups": 4, "sample_size": 16}
                """),
        VQ_MODEL(
                """
                {"_class_name": "VQModel", "block_out_channels": [8, 16],
                 "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
                 "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"],
                 "norm_num_groups": 4, "sample_size": 16, "num_vq_embeddings": 8}
                """),
        EAI_VAE(
                """
                {"_class_name": "EaiVae", "down_channels": [8, 16, 16], "mid_channels": [16, 16],
                 "down_sample": [true, false], "attn_down": [false, true], "norm_channels": 4,
                 "num_heads": 2, "num_down_layers": 1, "num_mid_layers": 1, "num_up_layers": 1,
                 "sample_size": 16}
                """),
        UNET_2D(
                """
                {"_class_name": "UNet2DModel", "sample_size": 8, "in_channels": 4,
                 "out_channels": 4, "block_out_channels": [8, 16], "layers_per_block": 2,
                 "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
                 "up_block_types": ["AttnUpBlock2D", "UpBlock2D"], "norm_num_groups": 4,
                 "attention_head_dim": 8, "dropout": 0.2}
                """),
        UNET_2D_CONDITION(
                """
                {"_class_name": "UNet2DConditionModel", "sample_size": 8, "in_channels": 4,
                 "out_channels": 4, "block_out_channels": [8, 16], "layers_per_block": 1,
                 "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
                 "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"], "norm_num_groups": 4,
                 "attention_head_dim": 2, "cross_attention_dim": 12}
                """),
        TRANSFORMER(
                """
                {"_class_name": "TransformerDenoiser", "image_size": 8, "noise_embed_dims": 16,
                 "patch_size": 2, "embed_dim": 64, "dropout": 0.1, "n_layers": 2,
                 "text_emb_size": 12, "n_channels": 4, "mlp_multiplier": 2}
                """),
        EAI_UNET(
                """
                {"_class_name": "EaiUNet", "im_channels": 4, "down_channels": [8, 16, 16],
                 "mid_channels": [16, 16], "down_sample": [true, false],
                 "attn_down": [true, true], "norm_channels": 4, "num_heads": 2,
                 "num_down_layers": 1, "num_mid_layers": 1, "num_up_layers": 1,
                 "conv_out_channels": 8, "time_emb_dim": 16}
                """),
        DIT(
                """
                {"_class_name": "DiTTransformer", "input_size": 8, "hidden_size": 20, "depth": 2,
                 "num_heads": 2, "num_classes": 5, "learn_sigma": false}
                """);

        private final String config;

        Network(String config) {
            this.config = config;
        }

        Module make(Ops ops) throws Exception {
            Map<String, ?> map =
                    new com.fasterxml.jackson.databind.ObjectMapper().readValue(config, Map.class);
            return this == AUTOENCODER_KL || this == VQ_MODEL || this == EAI_VAE
                    ? Autoencoders.fromConfig(ops, map)
                    : Denoisers.fromConfig(ops, map);
        }
    }

    private static NDArray normal(Ops ops, long index, long... shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        return ops.array(new Noise(4, "checkpointing").normal(index, 0, size), shape);
    }

    private static NDArray loss(Ops ops, Module network, long step) {
        if (network instanceof Autoencoder autoencoder) {
            NDArray x = normal(ops, step, 2, 3, 16, 16);
            NDArray moments = autoencoder.encode(x);
            NDArray z = ops.narrow(moments, 1, 0, autoencoder.latentChannels());
            return ops.l1(autoencoder.decode(z), x).add(ops.scale(moments.square().mean(), 1e-2));
        }
        DenoiserNetwork denoiser = (DenoiserNetwork) network;
        denoiser.setDropoutStep(1, step);
        Conditioning condition = Conditioning.NONE;
        if (denoiser.needs().classes() > 0) {
            condition = condition.withClasses(ops.array(new long[] {1, 3}, 2));
        }
        if (denoiser.needs().contextWidth() > 0) {
            condition =
                    condition.withContext(
                            normal(ops, 90 + step, 2, 5, denoiser.needs().contextWidth()));
        }
        if (denoiser.needs().pooledWidth() > 0) {
            condition =
                    condition.withPooled(normal(ops, 80 + step, 2, denoiser.needs().pooledWidth()));
        }
        NDArray x = normal(ops, step, 2, 4, 8, 8);
        NDArray timestep = ops.array(new float[] {0.3f, 0.8f}, 2);
        return ops.mse(
                denoiser.forward(x, timestep, condition), normal(ops, 70 + step, 2, 4, 8, 8));
    }

    /** A layer that begins with zeros would hide what comes before it. */
    private static void fillZeros(String name, Parameter parameter) {
        try (Scope scope = Scope.open()) {
            if (parameter.array().abs().max().getFloat() > 0) {
                return;
            }
            float[] values =
                    new Noise(5, name).normal(0, 0, Math.toIntExact(parameter.shape().size()));
            for (int i = 0; i < values.length; i++) {
                values[i] *= 0.2f;
            }
            parameter.set(values);
        }
    }

    private static List<float[]> gradients(Ops ops, Module network, boolean checkpointing) {
        network.setGradientCheckpointing(checkpointing);
        List<float[]> values = new ArrayList<>();
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray loss = loss(ops, network, 3);
            values.add(ops.floats(loss));
            Gradients.of(ops, loss, network.trainedArrays(), false)
                    .forEach(g -> values.add(ops.floats(g)));
        }
        return values;
    }

    private static void checkSame(Ops ops, Network kind, float tolerance) throws Exception {
        try (Module network = kind.make(ops)) {
            network.initialize(1);
            network.parameters().forEach(GradientCheckpointingTest::fillZeros);
            network.setTraining(true);
            int before = ops.liveArrays();
            List<float[]> kept = gradients(ops, network, false);
            List<float[]> twice = gradients(ops, network, true);
            assertThat(ops.liveArrays()).as("live arrays").isEqualTo(before);
            float largest = 0;
            for (float[] gradient : kept) {
                for (float value : gradient) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
            assertThat(largest).isPositive();
            List<String> names = new ArrayList<>(network.parameters().keySet());
            for (int i = 0; i < kept.size(); i++) {
                assertThat(twice.get(i))
                        .as(i == 0 ? "loss" : names.get(i - 1))
                        .containsExactly(kept.get(i), within(tolerance * largest));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyNetworkHasTheSameLossAndGradients(Network kind) throws Exception {
        try (Ops ops = Ops.cpu()) {
            checkSame(ops, kind, 1e-6f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inBf16TheyDifferByTheOrderOfSumsOnly(Network kind) throws Exception {
        try (Ops ops = Ops.open(ai.djl.Device.cpu(), ComputeType.BF16)) {
            checkSame(ops, kind, 1e-2f);
        }
    }

    @ParameterizedTest
    @CsvSource({"stage1,1", "stage1,2", "stage2,1"})
    void aTrainingTakesTheSameSteps(String stage, int accumulation) throws Exception {
        List<Map<String, Double>> kept = train(stage, accumulation, false);
        List<Map<String, Double>> twice = train(stage, accumulation, true);
        assertThat(twice).hasSize(10);
        for (int step = 0; step < 10; step++) {
            for (String name : kept.get(step).keySet()) {
                if (!name.contains("per_second") && !name.contains("memory")) {
                    double expected = kept.get(step).get(name);
                    assertThat(twice.get(step).get(name))
                            .as("%s of step %d", name, step)
                            .isCloseTo(expected, within(1e-4 * Math.max(1e-2, Math.abs(expected))));
                }
            }
        }
        assertThat(twice.get(9).get(Metrics.LIVE_ARRAYS))
                .isEqualTo(kept.get(9).get(Metrics.LIVE_ARRAYS));
        // Among them the running statistics of the discriminator, which move once a pass.
        compareStates(stage);
    }

    private List<Map<String, Double>> train(String stage, int accumulation, boolean checkpointing)
            throws Exception {
        String[] overrides = {
            "training.gradient_checkpointing=" + checkpointing,
            "training.gradient_accumulation_steps=" + accumulation
        };
        RunConfig config =
                stage.equals("stage1") ? TinyRuns.stage1(overrides) : TinyRuns.stage2(overrides);
        Path run = run(stage, checkpointing);
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
        List<Map<String, Double>> steps = new ArrayList<>();
        for (Event event : TrainingRunTest.events(run)) {
            if (event instanceof Event.Step step) {
                steps.add(step.metrics());
            }
        }
        return steps;
    }

    private Path run(String stage, boolean checkpointing) {
        return folder.resolve("runs/" + stage + "-" + checkpointing);
    }

    private void compareStates(String stage) throws Exception {
        String file = "checkpoints/step-00000010/training_state.safetensors";
        try (SafetensorsFile kept = SafetensorsFile.open(run(stage, false).resolve(file));
                SafetensorsFile twice = SafetensorsFile.open(run(stage, true).resolve(file))) {
            assertThat(twice.names()).isEqualTo(kept.names());
            for (String name : kept.names()) {
                if (name.contains(".weights.")) {
                    // Adam turns a gradient of rounding size into a step of full size: 10 of 1e-3.
                    assertThat(twice.floats(name))
                            .as(name)
                            .containsExactly(kept.floats(name), within(1e-3f));
                }
            }
        }
    }
}
