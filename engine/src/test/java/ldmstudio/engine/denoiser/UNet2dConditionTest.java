package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class UNet2dConditionTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static Map<String, Object> small() {
        return new HashMap<>(
                Map.of(
                        "block_out_channels",
                        List.of(8, 16),
                        "norm_num_groups",
                        4,
                        "layers_per_block",
                        1,
                        "attention_head_dim",
                        List.of(2, 4),
                        "cross_attention_dim",
                        6,
                        "down_block_types",
                        List.of("CrossAttnDownBlock2D", "DownBlock2D"),
                        "up_block_types",
                        List.of("UpBlock2D", "CrossAttnUpBlock2D")));
    }

    @Test
    void theContextChangesThePredictionAtOddSizesToo() {
        try (UNet2dCondition unet =
                        new UNet2dCondition(OPS, UNet2dConditionConfig.fromMap(small()));
                Scope scope = Scope.open()) {
            unet.initialize(1);
            NDArray x = OPS.ones(1, 4, 7, 7);
            NDArray t = OPS.array(new float[] {5}, 1);
            NDArray zeros = OPS.zeros(1, 3, 6);
            NDArray noise = OPS.array(new Noise(1, "context").normal(0, 0, 18), 1, 3, 6);
            NDArray out = unet.forward(x, t, zeros, null);
            assertThat(out.getShape().getShape()).containsExactly(1, 4, 7, 7);
            assertThat(OPS.floats(unet.forward(x, t, Conditioning.ofContext(noise))))
                    .isNotEqualTo(OPS.floats(out));
        }
    }

    @Test
    void aWrongContextIsNamed() {
        try (UNet2dCondition unet =
                        new UNet2dCondition(OPS, UNet2dConditionConfig.fromMap(small()));
                Scope scope = Scope.open()) {
            unet.initialize(1);
            NDArray t = OPS.array(new float[] {5}, 1);
            assertThatThrownBy(
                            () -> unet.forward(OPS.ones(1, 4, 8, 8), t, OPS.zeros(1, 3, 5), null))
                    .hasMessageContaining("(1, L, 6)")
                    .hasMessageContaining("(1, 3, 5)");
        }
    }

    @Test
    void everyOptionBuildsAndSurvivesItsFile() {
        Map<String, Object> map = small();
        map.put("use_linear_projection", true);
        map.put("only_cross_attention", List.of(true, false));
        map.put("transformer_layers_per_block", List.of(2, 1));
        map.put("resnet_time_scale_shift", "scale_shift");
        map.put("down_block_types", List.of("CrossAttnDownBlock2D", "ResnetDownsampleBlock2D"));
        map.put("up_block_types", List.of("ResnetUpsampleBlock2D", "CrossAttnUpBlock2D"));
        map.put("resnet_skip_time_act", true);
        map.put("class_embed_type", "projection");
        map.put("projection_class_embeddings_input_dim", 3);
        map.put("class_embeddings_concat", true);
        map.put("encoder_hid_dim", 5);
        map.put("time_embedding_act_fn", "gelu");
        map.put("act_fn", "mish");
        map.put("conv_in_kernel", 1);
        UNet2dConditionConfig config = UNet2dConditionConfig.fromMap(map);
        assertThat(UNet2dConditionConfig.fromMap(config.toMap())).isEqualTo(config);
        try (UNet2dCondition unet = new UNet2dCondition(OPS, config);
                Scope scope = Scope.open()) {
            unet.initialize(1);
            NDArray out =
                    unet.forward(
                            OPS.ones(2, 4, 8, 8),
                            OPS.array(new float[] {5, 6}, 2),
                            OPS.ones(2, 3, 5),
                            OPS.ones(2, 3));
            assertThat(OPS.floats(out)).hasSize(2 * 4 * 64).doesNotContain(Float.NaN);
        }
    }

    @Test
    void aPartThatIsNotBuiltIsRefusedByName() {
        Map<String, Object> map = small();
        map.put("addition_embed_type", "text_time");
        assertThatThrownBy(() -> UNet2dConditionConfig.fromMap(map))
                .hasMessageContaining("addition_embed_type");
    }
}
