package ldmstudio.engine.denoiser;

import java.nio.file.Path;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EaiUNetParityTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("eai_unet_");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void outputsAndAllGradientsAreTheReferences(Path folder) throws Exception {
        try (EaiUNetParity parity = EaiUNetParity.open(ParityFixture.open(folder), OPS)) {
            parity.checkValuesAndGradients();
        }
    }

    /** As wide networks are trained on a processor. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void theChannelsLastChangeNothing(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.FP32, Layout.NHWC);
                EaiUNetParity parity = EaiUNetParity.open(ParityFixture.open(folder), ops)) {
            parity.checkValuesAndGradients();
            parity.network.setGradientCheckpointing(true);
            parity.checkValuesAndGradients();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyBlockMakesTheReferencesActivation(Path folder) throws Exception {
        try (EaiUNetParity parity = EaiUNetParity.open(ParityFixture.open(folder), OPS)) {
            parity.checkActivations();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReference(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                EaiUNetParity parity = EaiUNetParity.open(ParityFixture.open(folder), ops)) {
            parity.checkBf16();
        }
    }
}
