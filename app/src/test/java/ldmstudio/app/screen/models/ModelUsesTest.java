package ldmstudio.app.screen.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelUsesTest {
    private static InspectedModel model(String format, String kind, InspectedModel.Part... parts) {
        return new InspectedModel(
                "/models/a",
                format,
                kind,
                "",
                "",
                1,
                1,
                Map.of("F32", 1L),
                Map.of(),
                List.of(parts),
                List.of());
    }

    private static InspectedModel.Part part(String role, String className) {
        return new InspectedModel.Part(role, className, 1, Map.of());
    }

    @Test
    void aWholePipelineDrawsAndCanBeTrainedOn() {
        for (InspectedModel model :
                List.of(
                        model("torch zip", "stable_diffusion_1"),
                        model("safetensors", "studio_pipeline"),
                        model("folder", "pipeline", part("unet", "UNet2DConditionModel")),
                        model("folder", "studio_checkpoint", part("unet", "UNet2DModel")))) {
            ModelUses uses = ModelUses.of(model);
            assertThat(uses.draws()).as(model.kind()).isTrue();
            assertThat(uses.begins()).isTrue();
            assertThat(uses.autoencoder()).isFalse();
            assertThat(uses.forms()).contains("diffusers", "compvis", "studio");
        }
        assertThat(
                        ModelUses.of(
                                        model(
                                                "folder",
                                                "pipeline",
                                                part("transformer", "DiTTransformer2DModel")))
                                .forms())
                .doesNotContain("compvis");
    }

    @Test
    void anAutoencodersFolderIsNoModelToDrawWith() {
        ModelUses uses =
                ModelUses.of(model("folder", "studio_checkpoint", part("", "AutoencoderKL")));
        assertThat(uses.draws()).isFalse();
        assertThat(uses.autoencoder()).isTrue();
        // A bare file lacks the configuration that a training needs.
        assertThat(ModelUses.of(model("safetensors", "autoencoder_kl")).autoencoder()).isFalse();
    }

    @Test
    void whatIsNotSupportedOffersNothing() {
        ModelUses uses = ModelUses.of(model("safetensors", "sdxl"));
        assertThat(uses).isEqualTo(new ModelUses(false, false, false, List.of()));
        assertThat(ModelUses.of(model("unknown", "unknown")).forms()).isEmpty();
        assertThat(ModelUses.of(model("torch zip", "vgg16")).forms())
                .containsExactly("safetensors");
    }

    @Test
    void theCommandNamesAResultThatIsNotTheSource() {
        Path folder = Path.of("/models");
        Path v1 = folder.resolve("v1.ckpt");
        assertThat(ModelUses.target(v1, folder, "diffusers"))
                .isEqualTo(folder.resolve("v1-diffusers"));
        assertThat(ModelUses.target(v1, folder, "safetensors"))
                .isEqualTo(folder.resolve("v1.safetensors"));
        assertThat(ModelUses.target(folder.resolve("v1-5"), folder, "compvis"))
                .isEqualTo(folder.resolve("v1-5-compvis.safetensors"));
        Path spaced = folder.resolve("a b.safetensors");
        assertThat(
                        ModelUses.command(
                                spaced,
                                ModelUses.target(spaced, folder, "safetensors"),
                                "safetensors",
                                "fp16"))
                .isEqualTo(
                        "ldm convert \"/models/a b.safetensors\""
                                + " \"/models/a b-converted.safetensors\" --to safetensors"
                                + " --dtype fp16");
    }
}
