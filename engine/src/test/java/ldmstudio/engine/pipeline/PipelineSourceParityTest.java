package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.ModelPart;
import ldmstudio.engine.checkpoint.OldNames;
import ldmstudio.engine.checkpoint.PipelineSource;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineSourceParityTest {
    private static final double SINGLE_CALL = 1e-5;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Arguments> sources() {
        return ParityFixture.folders("sd_tiny_pipeline")
                .flatMap(
                        folder ->
                                Stream.of("pipeline", "compvis_model.ckpt")
                                        .map(name -> Arguments.of(folder, name)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theAutoencoderIsTheReferences(Path folder, String name) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                PipelineSource source = PipelineSource.open(folder.resolve(name));
                ModelPart part = source.network(PipelineSource.VAE);
                Autoencoder vae = Autoencoders.fromConfig(OPS, part.config());
                Scope scope = Scope.open()) {
            vae.load(part.weights());
            fixture.check(
                    "out.vae_moments",
                    OPS.floats(vae.encode(fixture.array(OPS, "in.vae_x"))),
                    SINGLE_CALL);
            fixture.check(
                    "out.vae_decode_z",
                    OPS.floats(vae.decode(fixture.array(OPS, "in.unet_z"))),
                    SINGLE_CALL);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theUNetIsTheReferences(Path folder, String name) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                PipelineSource source = PipelineSource.open(folder.resolve(name));
                ModelPart part = source.denoiser();
                DenoiserNetwork unet = Denoisers.fromConfig(OPS, part.config());
                Scope scope = Scope.open()) {
            unet.load(part.weights());
            long[] steps = fixture.io().longs("in.unet_t");
            float[] timesteps = new float[steps.length];
            for (int i = 0; i < steps.length; i++) {
                timesteps[i] = steps[i];
            }
            NDArray out =
                    unet.forward(
                            fixture.array(OPS, "in.unet_z"),
                            OPS.array(timesteps, timesteps.length),
                            new Conditioning(
                                    null, fixture.array(OPS, "in.unet_ctx"), null, null, null));
            fixture.check("out.unet", OPS.floats(out), SINGLE_CALL);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theTextEncoderIsTheReferences(Path folder, String name) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                PipelineSource source = PipelineSource.open(folder.resolve(name));
                ModelPart part = source.network(PipelineSource.TEXT_ENCODER);
                Scope scope = Scope.open();
                TextEncoder encoder =
                        TextEncoders.of(
                                OPS,
                                part.config(),
                                part.weights(),
                                source.tokenizer().orElseThrow())) {
            for (Map.Entry<String, String> text :
                    Map.of(
                                    "out.prompt_embeds",
                                    "prompt",
                                    "out.negative_prompt_embeds",
                                    "negative_prompt")
                            .entrySet()) {
                String words = fixture.config(text.getValue()).asText();
                NDArray context = encoder.context(encoder.ids(List.of(words)));
                fixture.check(text.getKey(), OPS.floats(context), SINGLE_CALL);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theScheduleOfTheFileIsThatOfTheFolder(Path folder, String name) throws Exception {
        try (PipelineSource source = PipelineSource.open(folder.resolve(name))) {
            Map<String, Object> expected =
                    ModelFolder.json(folder.resolve("pipeline/scheduler/scheduler_config.json"));
            for (String key :
                    List.of(
                            "beta_schedule",
                            "beta_start",
                            "beta_end",
                            "num_train_timesteps",
                            "prediction_type",
                            "steps_offset")) {
                assertThat(source.scheduler().get(key)).as(key).isEqualTo(expected.get(key));
            }
        }
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("sd_tiny_pipeline");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void namesOfOlderAndNewerLibrariesAreRead(Path folder) throws Exception {
        Path old = folder.resolve("vae_deprecated_attention_names");
        if (Files.isDirectory(old)) {
            try (WeightFile weights =
                            WeightFile.open(old.resolve("diffusion_pytorch_model.safetensors"));
                    WeightFile today =
                            WeightFile.open(
                                    folder.resolve(
                                            "pipeline/vae/diffusion_pytorch_model.safetensors"))) {
                assertThat(OldNames.current(weights).names())
                        .containsExactlyInAnyOrderElementsOf(today.names());
                for (String name : today.names()) {
                    assertThat(OldNames.current(weights).floats(name))
                            .isEqualTo(today.floats(name));
                }
            }
            try (Autoencoder vae = Autoencoders.fromConfig(OPS, ModelFolder.config(old));
                    ParityFixture fixture = ParityFixture.open(folder);
                    Scope scope = Scope.open()) {
                ModelFolder.load(old, vae);
                fixture.check(
                        "out.vae_moments",
                        OPS.floats(vae.encode(fixture.array(OPS, "in.vae_x"))),
                        SINGLE_CALL);
            }
        }
    }
}
