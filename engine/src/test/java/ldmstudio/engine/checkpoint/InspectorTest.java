package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.parity.ParityFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectorTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "sd_tiny_pipeline, compvis_model.ckpt, stable_diffusion_1, torch zip",
        "sd_tiny_pipeline, pipeline, pipeline, folder",
        "sd_tiny_pipeline, pipeline/unet, model_folder, folder",
        "sd_tiny_pipeline, pipeline/text_encoder/model.safetensors, clip_text, safetensors",
        "sd_tiny_pipeline, vae_deprecated_attention_names, model_folder, folder",
        "unet2d_uncond, weights.safetensors, unet, safetensors",
        "unet2d_condition, weights.safetensors, unet_condition, safetensors",
        "autoencoderkl_small, weights.safetensors, autoencoder_kl, safetensors",
        "lpips_vgg_full, lpips_v0.1_vgg.pth, lpips_lin, torch legacy",
        "lpips_vgg_small, weights.safetensors, lpips, safetensors",
        "patchgan_nlayer, weights.safetensors, discriminator, safetensors",
        "torch_pt_formats, nested_checkpoint.pt, unknown, torch zip"
    })
    void everyKindIsKnown(String fixture, String path, String kind, String format)
            throws Exception {
        Inspection inspection =
                Inspector.inspect(ParityFixture.folder(fixture).resolve(path), false);
        assertThat(inspection.kind()).isEqualTo(kind);
        assertThat(inspection.format()).isEqualTo(format);
        assertThat(inspection.tensors()).isNotEmpty();
        assertThat(inspection.types().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(inspection.parameters());
    }

    @Test
    void aWholePipelineIsToldByItsParts() throws Exception {
        Path fixture = ParityFixture.folder("sd_tiny_pipeline");
        Inspection file = Inspector.inspect(fixture.resolve("compvis_model.ckpt"), true);
        Inspection whole = Inspector.inspect(fixture.resolve("pipeline"), true);
        assertThat(file.sha256()).matches("[0-9a-f]{64}");
        assertThat(file.metadata()).containsEntry("global_step", "470000");
        assertThat(file.parts()).hasSize(3);
        for (Inspection.Part part : whole.parts()) {
            assertThat(file.parts())
                    .anyMatch(
                            other ->
                                    other.role().equals(part.role())
                                            && other.parameters() == part.parameters());
        }
        assertThat(file.tree(1).stream().map(Inspection.Branch::name))
                .contains("model", "first_stage_model", "cond_stage_model");
    }

    @Test
    void aFileThatIsSomethingElseIsSaidToBeIt() throws Exception {
        Path pointer = folder.resolve("model.safetensors");
        Files.writeString(pointer, "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
        assertThat(Inspector.inspect(pointer, false).what()).contains("Git LFS pointer");
        assertThatThrownBy(() -> WeightFile.open(pointer).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("git lfs pull");
        Path page = folder.resolve("model.ckpt");
        Files.write(page, "<!DOCTYPE html><p>404".getBytes(StandardCharsets.UTF_8));
        assertThat(Inspector.inspect(page, false).what()).contains("web page");
        Path empty = Files.createFile(folder.resolve("empty.pt"));
        assertThat(Inspector.inspect(empty, false).what()).isEqualTo("an empty file");
        Path bare = Files.createDirectory(folder.resolve("bare"));
        assertThatThrownBy(() -> Inspector.inspect(bare, false))
                .hasMessageContaining("without a model");
    }

    @Test
    void aModelOfAnotherKindIsNamedInsteadOfDrawnFrom() {
        Path vgg = ParityFixture.folder("lpips_vgg_full").resolve("lpips_v0.1_vgg.pth");
        assertThatThrownBy(() -> PipelineSource.open(vgg).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("holds no model that draws")
                .hasMessageContaining("LPIPS' linear layers");
    }

    @Test
    void whatIsNotSupportedIsKnownByName() {
        assertThat(kind("conditioner.embedders.0.x", "model.diffusion_model.out.0.weight"))
                .isEqualTo(WeightKind.SDXL);
        assertThat(kind("lora_unet_x.lora_up.weight")).isEqualTo(WeightKind.LORA);
        assertThat(kind("control_model.x")).isEqualTo(WeightKind.CONTROL_NET);
        assertThat(kind("transformer.double_blocks.0.x")).isEqualTo(WeightKind.OTHER_DIFFUSION);
        assertThat(kind("something")).isEqualTo(WeightKind.UNKNOWN);
    }

    private static WeightKind kind(String... names) {
        java.util.Map<String, StoredTensors.Stored> tensors = new java.util.HashMap<>();
        List.of(names)
                .forEach(
                        name ->
                                tensors.put(
                                        name,
                                        new StoredTensors.Stored(new long[] {1}, new float[1])));
        return WeightKind.of(new StoredTensors(tensors));
    }
}
