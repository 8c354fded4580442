package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.checkpoint.StudioModel;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes checkpoints of each kind with what this program draws from them, and reads them back.
 * {@code -Dfor.diffusers=DIR} keeps them, for {@code scripts/load_with_diffusers.py} to load with
 * diffusers.
 */
class ForDiffusersTest {
    private static final Ops OPS = Ops.cpu();
    private static final SamplingConfig HOW =
            SamplingConfig.of("ddim", 6, 3, 0, 1, 1, 0).with("timestep_spacing", "leading");

    @TempDir Path temporary;

    @AfterAll
    static void close() {
        OPS.close();
    }

    private Path folder(String name) throws Exception {
        String kept = System.getProperty("for.diffusers", "");
        Path root = kept.isEmpty() ? temporary : Path.of(kept);
        return Files.createDirectories(root.resolve(name));
    }

    private static Map<String, Object> unet(int channels, int side, int classes) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", "UNet2DModel");
        map.put("sample_size", side);
        map.put("in_channels", channels);
        map.put("out_channels", channels);
        map.put("block_out_channels", List.of(8, 16));
        map.put("layers_per_block", 1);
        map.put("norm_num_groups", 4);
        map.put("attention_head_dim", 8);
        map.put("down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"));
        map.put("up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"));
        if (classes > 0) {
            map.put("num_class_embeds", classes + 1);
        }
        return map;
    }

    private static final Map<String, Object> VAE =
            Map.of(
                    "_class_name",
                    "AutoencoderKL",
                    "block_out_channels",
                    List.of(8, 8),
                    "down_block_types",
                    List.of("DownEncoderBlock2D", "DownEncoderBlock2D"),
                    "up_block_types",
                    List.of("UpDecoderBlock2D", "UpDecoderBlock2D"),
                    "latent_channels",
                    3,
                    "norm_num_groups",
                    4,
                    "sample_size",
                    16,
                    "scaling_factor",
                    0.7);

    private void write(Path folder, boolean latent, int classes) throws Exception {
        Map<String, List<String>> components = new LinkedHashMap<>();
        try (DenoiserNetwork network =
                Denoisers.fromConfig(OPS, unet(3, latent ? 8 : 16, classes))) {
            network.initialize(3);
            ModelFolder.write(folder.resolve("unet"), OPS, network.configMap(), network);
            components.put("unet", List.of("diffusers", "UNet2DModel"));
        }
        Path scheduler = Files.createDirectories(folder.resolve("scheduler"));
        ModelFolder.writeJson(
                scheduler.resolve("scheduler_config.json"),
                SchedulerFile.of(DiffusionConfig.defaults()));
        components.put("scheduler", List.of("diffusers", "DDPMScheduler"));
        if (latent) {
            try (Autoencoder vae = Autoencoders.fromConfig(OPS, VAE)) {
                vae.initialize(4);
                ModelFolder.write(folder.resolve("vae"), OPS, vae.configMap(), vae);
            }
            components.put("vae", List.of("diffusers", "AutoencoderKL"));
        }
        List<String> names = classes > 0 ? List.of("round", "square") : List.of();
        new StudioModel(1, "diffusion", 7, 16, 3, names, classes > 0, "made up", "", HOW)
                .write(folder, components);
    }

    /** Draws with what was read back, and writes what diffusers is to draw as well. */
    private static void drawAndRecord(Path folder, int label) throws Exception {
        try (LoadedModel model = LoadedModel.load(folder, new MachineConfig("cpu", "fp32", 1));
                Scope scope = Scope.open()) {
            int side = model.pipeline().model().height();
            Ops ops = model.ops();
            float[] start = new Noise(5, "start").normal(0, 0, 3 * side * side);
            NDArray latents =
                    model.pipeline()
                            .latents(
                                    model.defaults(),
                                    List.of(new Wish(label, "", null)),
                                    ops.array(start, 1, 3, side, side));
            float[] drawn = ops.floats(latents);
            assertThat(drawn).hasSize(start.length).doesNotContain(Float.NaN);
            assertThat(drawn).isNotEqualTo(start);
            new SafetensorsWriter()
                    .metadata("steps", "6")
                    .metadata("guidance_scale", "3")
                    .metadata("class_label", label < 0 ? "" : Integer.toString(label))
                    .add("in.latents", new long[] {1, 3, side, side}, () -> start)
                    .add("out.latents", new long[] {1, 3, side, side}, () -> drawn)
                    .write(folder.resolve("compare.safetensors"));
        }
    }

    private static JsonNode className(Path folder) throws Exception {
        return new ObjectMapper()
                .readTree(folder.resolve("model_index.json").toFile())
                .path("_class_name");
    }

    @Test
    void anUnconditionalModelOfPixelsIsDdpmPipeline() throws Exception {
        Path folder = folder("pixels");
        write(folder, false, 0);
        drawAndRecord(folder, -1);
        assertThat(className(folder).asText()).isEqualTo("DDPMPipeline");
        assertThat(folder.resolve("ldm_studio_pipeline.py")).doesNotExist();
    }

    @Test
    void anUnconditionalModelOfLatentsBringsItsPipeline() throws Exception {
        Path folder = folder("latents");
        write(folder, true, 0);
        drawAndRecord(folder, -1);
        assertThat(className(folder).get(0).asText()).isEqualTo("ldm_studio_pipeline");
        assertThat(folder.resolve("ldm_studio_pipeline.py")).isRegularFile();
    }

    @Test
    void aModelByClassBringsItsPipeline() throws Exception {
        Path folder = folder("classes");
        write(folder, true, 2);
        drawAndRecord(folder, 1);
        assertThat(className(folder).get(1).asText()).isEqualTo("LDMStudioPipeline");
    }
}
