package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.ModelConversion.Form;
import ldmstudio.engine.parity.ParityFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConversionParityTest {
    private static final ModelConversion.Listener NOBODY = (file, done, total) -> {};

    @TempDir Path folder;

    static Stream<Path> fixtures() {
        return ParityFixture.folders("sd_tiny_pipeline");
    }

    private Path convert(Path in, String name, Form form, @Nullable TensorType type)
            throws IOException {
        Path out = folder.resolve(name);
        ModelConversion.convert(in, out, form, type, false, NOBODY);
        return out;
    }

    private static void same(Path expected, Path actual) throws IOException {
        try (PipelineSource a = PipelineSource.open(expected);
                PipelineSource b = PipelineSource.open(actual)) {
            assertThat(b.networks()).containsExactlyInAnyOrderElementsOf(a.networks());
            assertThat(b.className()).isEqualTo(a.className());
            assertThat(b.scheduler()).isEqualTo(a.scheduler());
            for (String role : a.networks()) {
                try (ModelPart x = a.network(role);
                        ModelPart y = b.network(role)) {
                    assertThat(y.config()).as(role).isEqualTo(x.config());
                    assertThat(y.weights().names())
                            .containsExactlyInAnyOrderElementsOf(x.weights().names());
                    for (String name : x.weights().names()) {
                        assertThat(y.weights().shape(name)).isEqualTo(x.weights().shape(name));
                        assertThat(y.weights().bytes(name))
                                .as(name)
                                .isEqualTo(x.weights().bytes(name));
                    }
                }
            }
            for (String file : List.of("vocab.json", "merges.txt")) {
                assertThat(b.tokenizer().orElseThrow().resolve(file))
                        .hasSameTextualContentAs(a.tokenizer().orElseThrow().resolve(file));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aPipelineSurvivesTheWayThroughEveryForm(Path fixture) throws Exception {
        Path start = fixture.resolve("pipeline");
        Path compVis = convert(start, "compvis.safetensors", Form.COMPVIS, null);
        Path single = convert(compVis, "single.safetensors", Form.SAFETENSORS, null);
        Path back = convert(single, "back", Form.DIFFUSERS, null);
        same(start, compVis);
        same(start, single);
        same(start, back);
        Path studio = convert(single, "studio", Form.STUDIO, null);
        same(start, studio);
        assertThat(StudioModel.read(studio).imgSize()).isEqualTo(32);
        // The names are those of the reference's own file.
        try (WeightFile own = WeightFile.open(fixture.resolve("compvis_model.ckpt"));
                WeightFile written = WeightFile.open(compVis)) {
            assertThat(own.names()).containsAll(written.names());
            for (String name : written.names()) {
                assertThat(written.bytes(name)).as(name).isEqualTo(own.bytes(name));
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "compvis.safetensors", "single.safetensors", "back", "studio");
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theCheckpointOfTheReferenceBecomesItsFolder(Path fixture) throws Exception {
        same(
                fixture.resolve("pipeline"),
                convert(fixture.resolve("compvis_model.ckpt"), "made", Form.DIFFUSERS, null));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void halfPrecisionHalvesTheFileAndRoundsToTheNearest(Path fixture) throws Exception {
        Path vae = fixture.resolve("pipeline/vae");
        for (TensorType type : List.of(TensorType.F16, TensorType.BF16)) {
            Path half = convert(vae, type + ".safetensors", Form.SAFETENSORS, type);
            double bound = type == TensorType.F16 ? 0x1p-11 : 0x1p-8;
            try (WeightFile whole = ShardedWeights.open(vae);
                    WeightFile rounded = WeightFile.open(half)) {
                for (String name : whole.names()) {
                    assertThat(rounded.type(name)).isEqualTo(type);
                    float[] expected = whole.floats(name);
                    float[] actual = rounded.floats(name);
                    for (int i = 0; i < expected.length; i++) {
                        assertThat(Math.abs(actual[i] - expected[i]))
                                .isLessThanOrEqualTo(
                                        (float) (bound * Math.abs(expected[i]) + 0x1p-25));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void nothingIsOverwrittenSilentlyOrHalf(Path fixture) throws Exception {
        Path vae = fixture.resolve("pipeline/vae");
        Path out = Files.writeString(folder.resolve("taken.safetensors"), "precious");
        assertThatThrownBy(
                        () ->
                                ModelConversion.convert(
                                        vae, out, Form.SAFETENSORS, null, false, NOBODY))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--force");
        assertThat(out).hasContent("precious");
        Path other = Files.createDirectory(folder.resolve("photos"));
        Files.writeString(other.resolve("cat.txt"), "meow");
        assertThatThrownBy(
                        () ->
                                ModelConversion.convert(
                                        vae, other, Form.DIFFUSERS, null, true, NOBODY))
                .hasMessageContaining("not replaced");
        assertThat(other.resolve("cat.txt")).hasContent("meow");

        Path cut = folder.resolve("cut.safetensors");
        assertThatThrownBy(
                        () ->
                                ModelConversion.convert(
                                        vae,
                                        cut,
                                        Form.SAFETENSORS,
                                        null,
                                        false,
                                        new ModelConversion.Listener() {
                                            @Override
                                            public void written(
                                                    String file, long done, long total) {
                                                assertThat(done).isPositive();
                                            }

                                            @Override
                                            public boolean cancelled() {
                                                return true;
                                            }
                                        }))
                .isInstanceOf(CancellationException.class);
        assertThat(cut).doesNotExist();
        ModelConversion.convert(vae, out, Form.SAFETENSORS, null, true, NOBODY);
        assertThat(Inspector.inspect(out, false).kind()).isEqualTo("autoencoder_kl");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFormThatAModelCannotTakeIsRefusedInWords(Path fixture) {
        Path text = fixture.resolve("pipeline/text_encoder/model.safetensors");
        assertThatThrownBy(
                        () ->
                                ModelConversion.convert(
                                        text,
                                        folder.resolve("x"),
                                        Form.COMPVIS,
                                        null,
                                        false,
                                        NOBODY))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("CLIP text encoder");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
