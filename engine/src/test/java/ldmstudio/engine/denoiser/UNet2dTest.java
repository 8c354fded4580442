package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.UNetConfig;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class UNet2dTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static UNet2dConfig small(int classCount, double dropout) {
        UNetConfig config =
                new UNetConfig(
                        0, 0, List.of(8, 16, 16), List.of(false, true, true), 1, 8, 4, dropout);
        return UNet2dConfig.of(
                config,
                4,
                7,
                new ConditionNeeds(classCount < 0 ? 0 : classCount + 1, 0, 0, 0, false));
    }

    private static NDArray picture(long... shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        return OPS.array(new Noise(5, "picture").normal(0, 0, size), shape);
    }

    @Test
    void oddSizesComeBackAsTheyWere() {
        try (UNet2d unet = new UNet2d(OPS, small(-1, 0));
                Scope scope = Scope.open()) {
            unet.initialize(1);
            NDArray out =
                    unet.forward(
                            picture(2, 4, 7, 5),
                            OPS.array(new float[] {3, 4}, 2),
                            Conditioning.NONE);
            assertThat(out.getShape().getShape()).containsExactly(2, 4, 7, 5);
        }
    }

    @Test
    void theLastRowOfTheTableIsTheNullClass() {
        try (UNet2d unet = new UNet2d(OPS, small(3, 0));
                Scope scope = Scope.open()) {
            unet.initialize(1);
            assertThat(unet.parameters().get("class_embedding.weight").shape().get(0)).isEqualTo(4);
            NDArray x = picture(1, 4, 8, 8);
            NDArray t = OPS.array(new float[] {10}, 1);
            float[] none =
                    OPS.floats(
                            unet.forward(
                                    x, t, Conditioning.ofClasses(OPS.array(new long[] {3}, 1))));
            float[] first =
                    OPS.floats(
                            unet.forward(
                                    x, t, Conditioning.ofClasses(OPS.array(new long[] {0}, 1))));
            assertThat(none).isNotEqualTo(first);
        }
    }

    @Test
    void aWrongInputIsNamedWithWhatWasExpected() {
        try (UNet2d unet = new UNet2d(OPS, small(-1, 0));
                UNet2d byClass = new UNet2d(OPS, small(3, 0));
                Scope scope = Scope.open()) {
            unet.initialize(1);
            byClass.initialize(1);
            NDArray t = OPS.array(new float[] {10}, 1);
            NDArray labels = OPS.array(new long[] {0}, 1);
            assertThatThrownBy(() -> unet.forward(picture(1, 3, 8, 8), t, Conditioning.NONE))
                    .hasMessageContaining("(B, 4, H, W)")
                    .hasMessageContaining("(1, 3, 8, 8)");
            assertThatThrownBy(() -> unet.forward(picture(2, 4, 8, 8), t, Conditioning.NONE))
                    .hasMessageContaining("timestep must be (2)");
            assertThatThrownBy(
                            () ->
                                    unet.forward(
                                            picture(1, 4, 8, 8), t, Conditioning.ofClasses(labels)))
                    .hasMessageContaining("takes no class labels");
            assertThatThrownBy(() -> byClass.forward(picture(1, 4, 8, 8), t, Conditioning.NONE))
                    .hasMessageContaining("needs class labels");
        }
    }

    @Test
    void aConfigurationSurvivesItsFile() {
        UNet2dConfig config = small(3, 0.1);
        assertThat(UNet2dConfig.fromMap(config.toMap())).isEqualTo(config);
    }

    @Test
    void aKeyThatSwitchesOnSomethingUnknownIsRefused() {
        Map<String, Object> map = new HashMap<>(small(-1, 0).toMap());
        map.put("dual_cross_attention", true);
        assertThatThrownBy(() -> UNet2dConfig.fromMap(map))
                .hasMessageContaining("dual_cross_attention");
        Map<String, Object> skip = new HashMap<>(small(-1, 0).toMap());
        skip.put("down_block_types", List.of("SkipDownBlock2D", "DownBlock2D", "DownBlock2D"));
        assertThatThrownBy(() -> UNet2dConfig.fromMap(skip))
                .hasMessageContaining("SkipDownBlock2D")
                .hasMessageContaining("AttnDownBlock2D");
    }

    @Test
    void dropoutIsAFunctionOfTheStepAndOffOutsideTraining() {
        try (UNet2d unet = new UNet2d(OPS, small(-1, 0.5));
                Scope scope = Scope.open()) {
            unet.initialize(1);
            NDArray x = picture(1, 4, 8, 8);
            NDArray t = OPS.array(new float[] {10}, 1);
            float[] plain = OPS.floats(unet.forward(x, t, Conditioning.NONE));
            unet.setTraining(true);
            assertThatThrownBy(() -> unet.forward(x, t, Conditioning.NONE))
                    .hasMessageContaining("dropout");
            unet.setDropoutStep(1, 7);
            float[] seven = OPS.floats(unet.forward(x, t, Conditioning.NONE));
            unet.setDropoutStep(1, 8);
            assertThat(OPS.floats(unet.forward(x, t, Conditioning.NONE))).isNotEqualTo(seven);
            unet.setDropoutStep(1, 7);
            assertThat(OPS.floats(unet.forward(x, t, Conditioning.NONE)))
                    .isEqualTo(seven)
                    .isNotEqualTo(plain);
            unet.setTraining(false);
            assertThat(OPS.floats(unet.forward(x, t, Conditioning.NONE))).isEqualTo(plain);
        }
    }

    @Test
    void aTrainingStepLeavesOnlyTheWeightsBehind() {
        try (UNet2d unet = new UNet2d(OPS, small(-1, 0))) {
            unet.initialize(1);
            int before = OPS.liveArrays();
            for (int step = 0; step < 20; step++) {
                try (Scope scope = Scope.open();
                        Gradients.Recording on = Gradients.record()) {
                    NDArray x = picture(1, 4, 8, 8);
                    NDArray out =
                            unet.forward(x, OPS.array(new float[] {step}, 1), Conditioning.NONE);
                    Gradients.of(OPS, OPS.mse(out, x), unet.trainedArrays(), false);
                }
                assertThat(OPS.liveArrays()).isEqualTo(before);
            }
        }
    }
}
