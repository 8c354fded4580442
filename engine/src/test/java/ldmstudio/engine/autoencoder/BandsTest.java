package ldmstudio.engine.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.train.ProcessMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BandsTest {
    private static final Ops OPS = Ops.cpu();
    private static final Autoencoder AUTOENCODER = autoencoder();
    private static final int HEIGHT = 1024;
    private static final int WIDTH = 512;

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void onlyWhatIsTooLargeIsParted() {
        long fits = Autoencoder.LIMIT / AUTOENCODER.bytesPerPixel();
        AUTOENCODER.setTiling(Tiling.AUTO);
        try (Gradients.Recording off = Gradients.pause()) {
            assertThat(AUTOENCODER.parts(fits)).isFalse();
            assertThat(AUTOENCODER.parts(fits + 1)).isTrue();
            AUTOENCODER.setTiling(Tiling.OFF);
            assertThat(AUTOENCODER.parts(fits + 1)).isFalse();
            AUTOENCODER.setTiling(Tiling.ON);
            assertThat(AUTOENCODER.parts(1)).isTrue();
        }
        try (Gradients.Recording on = Gradients.record()) {
            assertThat(AUTOENCODER.parts(fits + 1)).isFalse();
        }
        assertThatThrownBy(() -> Tiling.of("some")).hasMessageContaining("auto, on and off");
    }

    /** The statistics of the bands are those of the whole, so nothing shows where they meet. */
    @Test
    void aPictureInBandsIsThatOfTheWhole() {
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            NDArray x = picture();
            AUTOENCODER.setTiling(Tiling.OFF);
            NDArray moments = AUTOENCODER.encode(x);
            NDArray z = AUTOENCODER.latents(moments);
            NDArray whole = AUTOENCODER.decode(z);
            AUTOENCODER.setTiling(Tiling.ON);
            NDArray bandedMoments = AUTOENCODER.encode(x);
            NDArray banded = AUTOENCODER.decode(z);
            // libtorch's own norm of so many pixels is no nearer than that.
            assertThat(relative(bandedMoments, moments)).isLessThan(5e-4);
            assertThat(relative(banded, whole)).isLessThan(5e-4);
            // A step at a seam would stand out of the difference to the whole.
            assertThat(largestStep(banded.sub(whole))).isLessThan(5e-4 * largestStep(whole));
        }
    }

    @Test
    void bandsHoldLessThanTheWholeAtOnce() throws IOException {
        try (Autoencoder wide = autoencoder(List.of(32, 32, 32));
                Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            NDArray z = OPS.array(new Noise(4, "z").normal(0, 0, 4 * 256 * 128), 1, 4, 256, 128);
            wide.setTiling(Tiling.ON);
            // Loads what is loaded on first use, so that it is in neither of the two numbers.
            peakMib(() -> wide.decode(OPS.narrow(z, 2, 0, 16)));
            double bands = peakMib(() -> wide.decode(z));
            wide.setTiling(Tiling.OFF);
            double whole = peakMib(() -> wide.decode(z));
            assertThat(bands).as("MiB, against %.0f", whole).isLessThan(0.85 * whole);
        }
    }

    /** The most that a decoding had beyond what was there before it, MiB. */
    private static double peakMib(Supplier<NDArray> work) {
        try {
            // The kernel forgets the former peak of this process.
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            assumeTrue(false, "the kernel does not reset a peak: " + e.getMessage());
        }
        double before = ProcessMemory.usedMib();
        try (Scope scope = Scope.open()) {
            assertThat(work.get()).isNotNull();
        }
        return ProcessMemory.peakMib() - before;
    }

    /** Waves of several lengths, and brighter below, so that no two bands are alike. */
    private static NDArray picture() {
        float[] values = new float[3 * HEIGHT * WIDTH];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    values[(c * HEIGHT + y) * WIDTH + x] =
                            (float)
                                    (0.4 * Math.sin(0.13 * x + 0.05 * y + c)
                                            + 0.3 * Math.sin(0.02 * x - 0.03 * y)
                                            + 0.6 * y / HEIGHT
                                            - 0.3);
                }
            }
        }
        return OPS.array(values, 1, 3, HEIGHT, WIDTH);
    }

    private static double relative(NDArray actual, NDArray expected) {
        return OPS.item(OPS.norm(actual.sub(expected))) / OPS.item(OPS.norm(expected));
    }

    /** Between neighbouring rows. */
    private static double largestStep(NDArray x) {
        NDArray step = OPS.narrow(x, 2, 1, HEIGHT - 1).sub(OPS.narrow(x, 2, 0, HEIGHT - 1));
        return OPS.item(step.abs().max());
    }

    private static Autoencoder autoencoder() {
        return autoencoder(List.of(8, 16, 16));
    }

    private static Autoencoder autoencoder(List<Integer> channels) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "AutoencoderKL");
        config.put("in_channels", 3);
        config.put("out_channels", 3);
        config.put("latent_channels", 4);
        config.put("sample_size", 64);
        config.put("block_out_channels", channels);
        config.put("layers_per_block", 1);
        config.put("norm_num_groups", 4);
        config.put("mid_block_add_attention", false);
        config.put(
                "down_block_types",
                List.of("DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"));
        config.put(
                "up_block_types",
                List.of("UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"));
        Autoencoder autoencoder = Autoencoders.fromConfig(OPS, config);
        autoencoder.initialize(5);
        autoencoder.setTraining(false);
        return autoencoder;
    }
}
