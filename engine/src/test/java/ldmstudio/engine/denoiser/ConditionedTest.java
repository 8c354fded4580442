package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Under a condition that stays, every network answers as one that is told anew at each step. */
class ConditionedTest {
    private static final Ops OPS = Ops.cpu();
    private static final double TOLERANCE = 1e-5;

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void aTextConditionedUNetAnswersAsWhenToldAnew() {
        NDArray context = normal("context", 4, 5, 12);
        check(unet(Map.of()), Conditioning.ofContext(context), 2, 0.5);
        check(unet(Map.of()), Conditioning.ofContext(normal("one", 2, 5, 12)), 1, 0.5);
        check(unet(Map.of("only_cross_attention", true)), Conditioning.ofContext(context), 2, 0.5);
    }

    @Test
    void aTextAndClassConditionedUNetAnswersAsWhenToldAnew() {
        Conditioning told =
                Conditioning.ofContext(normal("context", 4, 5, 12))
                        .withClasses(OPS.array(new long[] {2, 2, 0, 1}, 4));
        check(unet(Map.of("num_class_embeds", 3)), told, 2, 0.5);
    }

    @Test
    void aClassConditionedUNetAnswersAsWhenToldAnew() {
        Map<String, Object> config = base("UNet2DModel");
        config.put("num_class_embeds", 3);
        config.put("down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"));
        config.put("up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"));
        Conditioning told = Conditioning.ofClasses(OPS.array(new long[] {2, 2, 2, 2, 0, 1}, 6));
        check(ready(config), told, 3, 0.5);
        config.put("resnet_time_scale_shift", "scale_shift");
        config.put("attn_norm_num_groups", 4);
        check(ready(config), told, 3, 0.5);
    }

    @Test
    void aTransformerAnswersAsWhenToldAnew() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "TransformerDenoiser");
        config.put("image_size", 8);
        config.put("noise_embed_dims", 16);
        config.put("patch_size", 2);
        config.put("embed_dim", 128);
        config.put("dropout", 0.0);
        config.put("n_layers", 2);
        config.put("text_emb_size", 12);
        config.put("n_channels", 4);
        config.put("mlp_multiplier", 2);
        check(ready(config), Conditioning.ofPooled(normal("label", 4, 12)), 2, 0.3);
    }

    /** The first residual block and the first self-attention stand before any condition. */
    @Test
    void whatHearsNoConditionIsComputedOnce() {
        DenoiserNetwork network = unet(Map.of());
        Conditioning told = Conditioning.ofContext(normal("context", 4, 5, 12));
        List<Long> rows = new ArrayList<>();
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            Conditioned conditioned = network.conditioned(told, 2);
            NDArray x = normal("x", 2, 4, 8, 8);
            OPS.watch(
                    (operator, arguments, nanoseconds) -> {
                        if (operator.equals("conv2d")) {
                            rows.add(((NDArray) arguments[0]).getShape().get(0));
                        } else if (operator.equals("linear_plain")) {
                            long[] shape = ((NDArray) arguments[0]).getShape().getShape();
                            assertThat(shape[2]).as("no keys of the context").isNotEqualTo(12);
                        }
                    });
            conditioned.predict(x, 10);
        } finally {
            OPS.watch(null);
        }
        // The convolution in, two of the first residual block, the projection into tokens.
        assertThat(rows.subList(0, 4)).containsOnly(2L);
        assertThat(rows.subList(4, rows.size())).containsOnly(4L);
    }

    private static DenoiserNetwork unet(Map<String, Object> further) {
        Map<String, Object> config = base("UNet2DConditionModel");
        config.put("cross_attention_dim", 12);
        config.put("attention_head_dim", 2);
        config.put("down_block_types", List.of("CrossAttnDownBlock2D", "DownBlock2D"));
        config.put("up_block_types", List.of("UpBlock2D", "CrossAttnUpBlock2D"));
        config.putAll(further);
        return ready(config);
    }

    private static Map<String, Object> base(String name) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", name);
        config.put("sample_size", 8);
        config.put("in_channels", 4);
        config.put("out_channels", 4);
        config.put("layers_per_block", 1);
        config.put("block_out_channels", List.of(8, 16));
        config.put("norm_num_groups", 4);
        config.put("attention_head_dim", 8);
        return config;
    }

    private static DenoiserNetwork ready(Map<String, Object> config) {
        DenoiserNetwork network = Denoisers.fromConfig(OPS, config);
        network.initialize(3);
        network.setTraining(false);
        return network;
    }

    private static void check(DenoiserNetwork network, Conditioning told, int ways, double time) {
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            Conditioned conditioned = network.conditioned(told, ways);
            for (int step = 0; step < 2; step++) {
                NDArray x = normal("x" + step, 2, 4, 8, 8);
                float[] times = new float[2 * ways];
                Arrays.fill(times, (float) time);
                List<NDArray> all = new ArrayList<>();
                for (int i = 0; i < ways; i++) {
                    all.add(x);
                }
                float[] anew =
                        OPS.floats(
                                network.forward(
                                        OPS.cat(all, 0), OPS.array(times, times.length), told));
                float[] kept = OPS.floats(conditioned.predict(x, time));
                assertThat(kept).hasSameSizeAs(anew);
                for (int i = 0; i < kept.length; i++) {
                    assertThat(Math.abs(kept[i] - anew[i])).isLessThan((float) TOLERANCE);
                }
            }
        } finally {
            network.close();
        }
    }

    private static NDArray normal(String name, long... shape) {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        return OPS.array(new Noise(1, name).normal(0, 0, size), shape);
    }
}
