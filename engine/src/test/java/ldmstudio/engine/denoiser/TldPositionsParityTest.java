package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.GridOps.Interpolation;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Position encodings of a trained network, resized for larger pictures in every way recorded. */
class TldPositionsParityTest {
    private static final double TOLERANCE = 1e-5;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("tld_posembed");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void resizedPositionsAndTheirPredictionsAreTheReferences(Path folder) throws IOException {
        int compared = 0;
        try (ParityFixture fixture = ParityFixture.open(folder);
                TransformerDenoiser trained = TldFixture.network(fixture, OPS);
                Scope scope = Scope.open()) {
            NDArray x = fixture.array(OPS, "in.x");
            int side = Math.toIntExact(x.getShape().get(3));
            for (Interpolation interpolation : Interpolation.values()) {
                String out = "out." + interpolation.name().toLowerCase(Locale.ROOT) + ".";
                if (!fixture.has(out + "pred")) {
                    continue;
                }
                try (TransformerDenoiser larger = trained.withImageSize(side, interpolation)) {
                    assertThat(larger.config().imageSize()).isEqualTo(side);
                    fixture.check(out + "pos_embed", OPS.floats(larger.position()), TOLERANCE);
                    NDArray pred =
                            larger.forward(
                                    x,
                                    TldFixture.noiseLevel(fixture, OPS, "in.noise_level"),
                                    Conditioning.ofPooled(fixture.array(OPS, "in.label")));
                    fixture.check(out + "pred", OPS.floats(pred), TOLERANCE);
                    System.getLogger("parity")
                            .log(
                                    System.Logger.Level.INFO,
                                    "{0} {1}: {2}",
                                    folder.getFileName(),
                                    interpolation,
                                    List.of(
                                            fixture.error(
                                                    out + "pos_embed",
                                                    OPS.floats(larger.position()),
                                                    0),
                                            fixture.error(out + "pred", OPS.floats(pred), 0)));
                }
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }
}
