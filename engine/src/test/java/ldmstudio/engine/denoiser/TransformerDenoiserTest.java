package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.ModuleSource;
import ldmstudio.engine.nn.StateMismatchException;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.GridOps.Interpolation;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TransformerDenoiserTest {
    private static final TransformerDenoiserConfig SMALL =
            new TransformerDenoiserConfig(8, 8, 2, 128, 0, 2, 6, 4, 4, 2, 0);

    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static TransformerDenoiser fresh(TransformerDenoiserConfig config) {
        TransformerDenoiser network = new TransformerDenoiser(OPS, config);
        network.initialize(5);
        return network;
    }

    private static NDArray normal(String purpose, long... shape) {
        int count = 1;
        for (long length : shape) {
            count *= (int) length;
        }
        return OPS.array(new Noise(1, purpose).normal(0, 0, count), shape);
    }

    private static float[] answer(TransformerDenoiser network, Conditioning condition) {
        int side = network.config().imageSize();
        NDArray levels = OPS.array(new float[] {0.9f, 0.2f}, 2);
        return OPS.floats(network.forward(normal("x", 2, 4, side, side), levels, condition));
    }

    @Test
    void theFullSizeHasTheReferencesHundredMillionParameters() {
        // 256 px: latents of 32 px; 12 blocks of width 768, text embeddings of CLIP ViT-L/14.
        TransformerDenoiserConfig full =
                new TransformerDenoiserConfig(32, 256, 2, 768, 0, 12, 768, 4, 4, 4, 0);
        try (TransformerDenoiser network = new TransformerDenoiser(OPS, full)) {
            int before = OPS.liveArrays();
            assertThat(network.parameterCount()).isEqualTo(101_164_352L);
            assertThat(OPS.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void eightInputChannelsAnswerAsFourUntilTheyAreTrained() {
        try (TransformerDenoiser trained = fresh(SMALL);
                TransformerDenoiser outpainting = trained.withInputChannels(8);
                Scope scope = Scope.open()) {
            Conditioning label = Conditioning.ofPooled(normal("label", 2, 6));
            float[] before = answer(trained, label);

            assertThat(outpainting.needs().imageChannels()).isEqualTo(4);
            assertThat(outpainting.sampleChannels()).isEqualTo(4);
            assertThat(answer(outpainting, label.withImage(normal("known", 2, 4, 8, 8))))
                    .isEqualTo(before);
            // A mask of another size is brought to that of the latents.
            assertThat(answer(outpainting, label.withImage(normal("known", 2, 4, 2, 2))))
                    .isEqualTo(before);
            assertThatThrownBy(() -> answer(outpainting, label))
                    .hasMessageContaining("TransformerDenoiser needs a picture or mask");
            assertThatThrownBy(() -> answer(trained, label.withImage(OPS.zeros(2, 4, 8, 8))))
                    .hasMessageContaining("takes no picture or mask");
        }
    }

    @Test
    void theNewChannelsLearn() {
        try (TransformerDenoiser trained = fresh(SMALL);
                TransformerDenoiser outpainting = trained.withInputChannels(8);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray out =
                    outpainting.forward(
                            normal("x", 1, 4, 8, 8),
                            OPS.array(new float[] {0.5f}, 1),
                            Conditioning.NONE.withImage(normal("known", 1, 4, 8, 8)));
            NDArray weight =
                    outpainting
                            .parameters()
                            .get("denoiser_trans_block.patchify_and_embed.0.weight")
                            .array();
            NDArray gradient =
                    Gradients.of(OPS, OPS.mse(out, OPS.zeros(1, 4, 8, 8)), List.of(weight), false)
                            .get(0);

            assertThat(OPS.floats(OPS.narrow(weight, 1, 4, 4))).containsOnly(0);
            assertThat(OPS.item(OPS.norm(OPS.narrow(gradient, 1, 4, 4)))).isPositive();
        }
    }

    @Test
    void aLargerPictureKeepsAllWeightsButThePositions() {
        try (TransformerDenoiser trained = fresh(SMALL);
                TransformerDenoiser same = trained.withImageSize(8, Interpolation.BICUBIC);
                TransformerDenoiser fourfold = trained.withImageSize(32, Interpolation.NEAREST);
                Scope scope = Scope.open()) {
            assertThat(answer(same, Conditioning.NONE))
                    .isEqualTo(answer(trained, Conditioning.NONE));
            assertThat(fourfold.config().grid()).isEqualTo(16);
            float[] small = OPS.floats(trained.position());
            float[] large = OPS.floats(fourfold.position());
            for (int cell : new int[] {0, 17, 100, 255}) {
                int from = cell / 16 / 4 * 4 + cell % 16 / 4;
                for (int i = 0; i < 128; i++) {
                    assertThat(large[cell * 128 + i]).isEqualTo(small[from * 128 + i]);
                }
            }
            assertThat(answer(fourfold, Conditioning.NONE)).hasSize(2 * 4 * 32 * 32);
            ModuleSource weights = new ModuleSource(OPS, fourfold, "fourfold");
            ModuleSource before = new ModuleSource(OPS, trained, "trained");
            for (String name : before.names()) {
                if (!name.contains("pos_e")) {
                    assertThat(weights.floats(name)).as(name).isEqualTo(before.floats(name));
                }
            }
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByName() {
        try (TransformerDenoiser trained = fresh(SMALL)) {
            TransformerDenoiserConfig otherLabels =
                    new TransformerDenoiserConfig(16, 8, 2, 128, 0, 2, 7, 4, 8, 2, 0);
            assertThatThrownBy(
                            () ->
                                    TransformerDenoiser.adapt(
                                            OPS,
                                            otherLabels,
                                            new ModuleSource(OPS, trained, "small.pth"),
                                            Interpolation.BICUBIC))
                    .isInstanceOf(StateMismatchException.class)
                    .hasMessageStartingWith("small.pth does not fit this network")
                    .hasMessageEndingWith(
                            "Of another shape (1): label_proj.weight is [128, 6], expected [128, 7].");
        }
    }

    @Test
    void noLabelIsTheLabelOfZeros() {
        try (TransformerDenoiser network = fresh(SMALL);
                Scope scope = Scope.open()) {
            assertThat(answer(network, Conditioning.NONE))
                    .isEqualTo(answer(network, Conditioning.ofPooled(OPS.zeros(2, 6))));
            assertThat(answer(network, Conditioning.ofPooled(normal("label", 2, 6))))
                    .isNotEqualTo(answer(network, Conditioning.NONE));
        }
    }

    @Test
    void samplesOfABatchDoNotKnowOfEachOther() {
        try (TransformerDenoiser network = fresh(SMALL);
                Scope scope = Scope.open()) {
            float[] both = answer(network, Conditioning.NONE);
            NDArray second = OPS.narrow(normal("x", 2, 4, 8, 8), 0, 1, 1);
            float[] alone =
                    OPS.floats(
                            network.forward(
                                    second, OPS.array(new float[] {0.2f}, 1), Conditioning.NONE));
            for (int i = 0; i < alone.length; i++) {
                assertThat(alone[i]).isCloseTo(both[alone.length + i], within(1e-5f));
            }
        }
    }

    @Test
    void dropoutIsAFunctionOfTheStepAndOffWhenNotTraining() {
        TransformerDenoiserConfig config =
                new TransformerDenoiserConfig(8, 8, 2, 64, 0.2, 1, 6, 4, 4, 2, 0);
        try (TransformerDenoiser network = fresh(config);
                Scope scope = Scope.open()) {
            float[] without = answer(network, Conditioning.NONE);
            network.setTraining(true);
            List<float[]> answers = new ArrayList<>();
            for (long step : new long[] {1, 2, 1}) {
                network.setDropoutStep(0, step);
                answers.add(answer(network, Conditioning.NONE));
            }
            network.setTraining(false);

            assertThat(answers.get(0)).isNotEqualTo(without).isNotEqualTo(answers.get(1));
            assertThat(answers.get(2)).isEqualTo(answers.get(0));
            assertThat(answer(network, Conditioning.NONE)).isEqualTo(without);
        }
    }

    @Test
    void aShapeThatCannotBeIsRefusedByItsKey() {
        assertThatThrownBy(() -> new TransformerDenoiserConfig(9, 8, 2, 64, 0, 1, 6, 4, 4, 2, 0))
                .hasMessageContaining("image_size is 9");
        assertThatThrownBy(() -> new TransformerDenoiserConfig(8, 8, 2, 32, 0, 1, 6, 4, 4, 2, 0))
                .hasMessageContaining("embed_dim is 32");
        assertThatThrownBy(() -> new TransformerDenoiserConfig(8, 8, 2, 64, 0, 1, 6, 4, 3, 2, 0))
                .hasMessageContaining("in_channels is 3");
        assertThat(TransformerDenoiserConfig.fromMap(SMALL.withInputChannels(8).toMap()))
                .isEqualTo(SMALL.withInputChannels(8));
    }
}
