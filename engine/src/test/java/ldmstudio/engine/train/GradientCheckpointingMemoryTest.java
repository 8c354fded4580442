package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.AutoencoderKl;
import ldmstudio.engine.autoencoder.AutoencoderKlConfig;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What gradient checkpointing is for: the memory of a step, as the operating system sees it. */
@Tag("slow")
class GradientCheckpointingMemoryTest {
    private static final int SIDE = 128;
    private static final int PICTURES = 2;

    /** Recorded by libtorch, which keeps more than operators with a backward pass of their own. */
    @Test
    void aStepOfAnAutoencoderNeedsLessThanHalf() throws Exception {
        AutoencoderKlConfig config =
                AutoencoderKlConfig.fromMap(
                        Map.of(
                                "block_out_channels",
                                List.of(64, 64, 128),
                                "layers_per_block",
                                2,
                                "norm_num_groups",
                                32,
                                "down_block_types",
                                List.of(
                                        "DownEncoderBlock2D",
                                        "DownEncoderBlock2D",
                                        "DownEncoderBlock2D"),
                                "up_block_types",
                                List.of(
                                        "UpDecoderBlock2D",
                                        "UpDecoderBlock2D",
                                        "UpDecoderBlock2D")));
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.FP32, Layout.NCHW);
                AutoencoderKl autoencoder = new AutoencoderKl(ops, config)) {
            autoencoder.initialize(1);
            autoencoder.setGradientCheckpointing(true);
            // Loads what is loaded on first use, so that it is in neither of the two numbers.
            step(ops, autoencoder);
            double twice = peak(ops, autoencoder);
            autoencoder.setGradientCheckpointing(false);
            double kept = peak(ops, autoencoder);
            System.err.printf("MiB of a step: %.0f kept, %.0f computed twice%n", kept, twice);
            assertThat(twice).as("MiB, against %.0f", kept).isLessThan(kept / 2);
        }
    }

    /** The most that a step had beyond what was there before it, MiB. */
    private static double peak(Ops ops, AutoencoderKl autoencoder) {
        try {
            // The kernel forgets the former peak of this process.
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            assumeTrue(false, "the kernel does not reset a peak: " + e.getMessage());
        }
        double before = ProcessMemory.usedMib();
        step(ops, autoencoder);
        return ProcessMemory.peakMib() - before;
    }

    private static void step(Ops ops, AutoencoderKl autoencoder) {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            float[] pixels = new Noise(2, "pixels").uniform(0, 0, PICTURES * 3 * SIDE * SIDE);
            NDArray x = ops.array(pixels, PICTURES, 3, SIDE, SIDE);
            NDArray loss = ops.l1(autoencoder.decode(autoencoder.posterior(x).mode()), x);
            Gradients.of(ops, loss, autoencoder.trainedArrays(), false);
        }
    }
}
