package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import ldmstudio.engine.config.SamplingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderModelTest {
    @TempDir private Path folder;

    @Test
    void aModelThatSaysNothingOfLaterSettingsIsReadWithTheUsualOnes() throws Exception {
        Files.writeString(
                folder.resolve(StudioModel.FILE),
                """
                {"format": 1, "stage": "diffusion", "step": 5, "img_size": 64, "channels": 3,
                 "classes": [], "class_conditional": false, "dataset": "scenes",
                 "data_fingerprint": "", "sampling": {"sampler": "ddim", "steps": 25,
                 "guidance_scale": 4.0, "prompts": "", "negative_prompt": "",
                 "guidance_rescale": 0.0, "guidance_start": 0.0, "guidance_end": 1.0, "eta": 0.0,
                 "sigma_scale": 1.0, "timestep_spacing": "auto", "karras_sigmas": false,
                 "threshold": "auto", "sharpness": 0.0, "brightness": 0.0, "count": 4, "seed": 0}}
                """);
        StudioModel read = StudioModel.read(folder);
        assertThat(read.sampling()).isEqualTo(SamplingConfig.of("ddim", 25, 4, 0, 1, 4, 0));
        assertThat(read.attributes()).isEmpty();
    }
}
