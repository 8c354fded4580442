package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompVisNamesParityTest {
    static Stream<Path> fixtures() {
        return ParityFixture.folders("sd_tiny_pipeline");
    }

    private static JsonNode map(Path folder, String part) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("compvis_to_diffusers_map.json").toFile())
                .path(part);
    }

    private static TensorSource part(TensorSource file, String part) {
        return switch (part) {
            case "unet" -> CompVisNames.unet(file);
            case "vae" -> CompVisNames.vae(file);
            default -> CompVisNames.text(file);
        };
    }

    private static Path weights(Path folder, String part) {
        String file = part.equals("text_encoder") ? "model" : "diffusion_pytorch_model";
        return folder.resolve("pipeline").resolve(part).resolve(file + ".safetensors");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyNameAndShapeIsThatOfTheReferencesMap(Path folder) throws Exception {
        try (WeightFile file = WeightFile.open(folder.resolve("compvis_model.ckpt"))) {
            for (String part : new String[] {"unet", "vae", "text_encoder"}) {
                Map<String, long[]> expected = new LinkedHashMap<>();
                for (JsonNode entry : map(folder, part)) {
                    expected.put(
                            entry.path("diffusers").asText(),
                            new ObjectMapper()
                                    .convertValue(entry.path("diffusers_shape"), long[].class));
                }
                TensorSource seen = part(file, part);
                assertThat(seen.names()).containsExactlyInAnyOrderElementsOf(expected.keySet());
                expected.forEach(
                        (name, shape) -> assertThat(seen.shape(name)).as(name).isEqualTo(shape));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyNumberIsThatOfTheDiffusersFolder(Path folder) throws Exception {
        try (WeightFile file = WeightFile.open(folder.resolve("compvis_model.ckpt"))) {
            for (String part : new String[] {"unet", "vae", "text_encoder"}) {
                TensorSource seen = part(file, part);
                try (WeightFile own = WeightFile.open(weights(folder, part))) {
                    assertThat(seen.names()).containsExactlyInAnyOrderElementsOf(own.names());
                    for (String name : own.names()) {
                        assertThat(seen.type(name)).isEqualTo(own.type(name));
                        assertThat(seen.shape(name)).as(name).isEqualTo(own.shape(name));
                        assertThat(seen.bytes(name)).as(name).isEqualTo(own.bytes(name));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theWayBackGivesTheNamesAndShapesOfTheFile(Path folder) throws Exception {
        MappedTensors back = new MappedTensors("written", Map.of());
        try (WeightFile unet = WeightFile.open(weights(folder, "unet"));
                WeightFile vae = WeightFile.open(weights(folder, "vae"));
                WeightFile text = WeightFile.open(weights(folder, "text_encoder"))) {
            CompVisNames.addUNet(back, unet);
            CompVisNames.addVae(back, vae);
            ClipTextNames.addTo(back, text, false);
            int entries = 0;
            for (String part : new String[] {"unet", "vae", "text_encoder"}) {
                for (Map.Entry<String, JsonNode> entry : map(folder, part).properties()) {
                    assertThat(back.names()).contains(entry.getKey());
                    assertThat(back.shape(entry.getKey()))
                            .as(entry.getKey())
                            .isEqualTo(
                                    new ObjectMapper()
                                            .convertValue(
                                                    entry.getValue().path("ldm_shape"),
                                                    long[].class));
                    entries++;
                }
            }
            assertThat(back.names()).hasSize(entries);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void openClipsNamesAreTakenApartAndPutTogether(Path folder) throws Exception {
        try (WeightFile text = WeightFile.open(weights(folder, "text_encoder"))) {
            MappedTensors open = new MappedTensors("open", Map.of());
            ClipTextNames.addTo(open, text, true);
            String joint = ClipTextNames.OPEN_CLIP + "transformer.resblocks.0.attn.in_proj_weight";
            String query = "text_model.encoder.layers.0.self_attn.q_proj.weight";
            long width = text.shape(query)[0];
            assertThat(open.shape(joint)).containsExactly(3 * width, width);
            assertThat(CompVisNames.hasText(open.names())).isTrue();

            assertThat(CompVisNames.text(open).names())
                    .containsExactlyInAnyOrderElementsOf(text.names());
            // With the whole of OpenCLIP, its last layer is not Stable Diffusion 2's.
            open.put(ClipTextNames.OPEN_CLIP + "text_projection", text, query);
            TensorSource back = CompVisNames.text(open);
            assertThat(back.names()).isSubsetOf(text.names()).contains(query);
            int last = (int) text.names().stream().filter(n -> n.endsWith("fc1.bias")).count() - 1;
            assertThat(back.names()).noneMatch(n -> n.contains("layers." + last + "."));
            for (String name : back.names()) {
                assertThat(back.floats(name)).as(name).isEqualTo(text.floats(name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aTensorWithoutAPlaceInCompVisIsNamed(Path folder) throws Exception {
        try (WeightFile unet = WeightFile.open(weights(folder, "unet"))) {
            MappedTensors odd = new MappedTensors("odd", Map.of());
            odd.putAll("", unet);
            odd.put("encoder_hid_proj.weight", unet, "conv_in.weight");
            assertThatThrownBy(() -> CompVisNames.addUNet(new MappedTensors("out", Map.of()), odd))
                    .hasMessageContaining("encoder_hid_proj.weight")
                    .hasMessageContaining("diffusers' names");
        }
    }
}
