package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same prompt, latents and settings give the reference's picture. */
class SdTinyPipelineParityTest {
    /** Ten guided steps amplify what the order of sums costs. */
    private static final double WHOLE_PICTURE = 1e-4;

    static Stream<Arguments> sources() {
        return ParityFixture.folders("sd_tiny_pipeline")
                .flatMap(
                        folder ->
                                Stream.of("pipeline", "compvis_model.ckpt")
                                        .map(name -> Arguments.of(folder, name)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theReferencesPictureIsDrawn(Path folder, String name) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                LoadedModel model =
                        LoadedModel.load(
                                folder.resolve(name), new MachineConfig("cpu", "fp32", 1));
                Scope scope = Scope.open()) {
            assertThat(model.listensToText()).isTrue();
            assertThat(model.model().imgSize()).isEqualTo(fixture.config("height").asInt());
            SamplingConfig how =
                    model.defaults()
                            .with("steps", fixture.config("steps").asInt())
                            .with("guidance_scale", fixture.config("guidance").asDouble())
                            .with("negative_prompt", fixture.config("negative_prompt").asText());
            List<Wish> wishes = List.of(Wish.ofText(fixture.config("prompt").asText()));
            NDArray latents =
                    model.pipeline().latents(how, wishes, fixture.array(model.ops(), "in.latents"));
            fixture.check("out.final_latents", model.ops().floats(latents), WHOLE_PICTURE);

            PixelImage picture = model.pipeline().decode(latents).get(0);
            long[] expected = fixture.io().longs("out.image_uint8_hwc");
            for (int i = 0; i < picture.argb().length; i++) {
                for (int channel = 0; channel < 3; channel++) {
                    long drawn = (picture.argb()[i] >> (16 - 8 * channel)) & 0xFF;
                    assertThat(drawn)
                            .as("pixel %d, channel %d", i, channel)
                            .isBetween(
                                    expected[3 * i + channel] - 1, expected[3 * i + channel] + 1);
                }
            }
        }
    }
}
