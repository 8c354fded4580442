package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import ldmstudio.engine.parity.ParityFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileParityTest {
    @TempDir Path folder;

    private static Path fixture(String file) {
        return ParityFixture.folder("torch_pt_formats").resolve(file);
    }

    @ParameterizedTest
    @CsvSource({
        "state_dict_zip.pt,expected.safetensors",
        "state_dict_legacy_pickle.pt,expected.safetensors",
        "nested_checkpoint.pt,expected.safetensors",
        "train_checkpoint_with_adamw.pt,expected_train_checkpoint.safetensors"
    })
    void everyTensorIsBitForBitWhatTorchSaved(String file, String expectedFile) throws Exception {
        try (WeightFile torch = WeightFile.open(fixture(file));
                SafetensorsFile expected = SafetensorsFile.open(fixture(expectedFile))) {
            assertThat(torch).isInstanceOf(TorchFile.class);
            assertThat(torch.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            for (String name : expected.names()) {
                assertThat(torch.shape(name)).as(name).isEqualTo(expected.shape(name));
                assertThat(((TorchFile) torch).type(name))
                        .as(name)
                        .isEqualTo(expected.info(name).type());
                assertThat(torch.floats(name)).as(name).isEqualTo(expected.floats(name));
            }
        }
    }

    @Test
    void theLinWeightsOfLpipsAreRead() throws Exception {
        Path full = ParityFixture.folder("lpips_vgg_full");
        try (WeightFile pth = WeightFile.open(full.resolve("lpips_v0.1_vgg.pth"));
                WeightFile expected = WeightFile.open(full.resolve("lin_weights.safetensors"))) {
            assertThat(expected).isInstanceOf(SafetensorsFile.class);
            assertThat(pth.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            for (String name : expected.names()) {
                assertThat(pth.floats(name)).as(name).isEqualTo(expected.floats(name));
            }
        }
    }

    @Test
    void aNameThatCouldRunIsRefused() throws Exception {
        Path file = zip("cos\nsystem\n(X\u0004\0\0\0truetR.");
        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("os.system")
                .hasMessageContaining("not read");
    }

    @Test
    void anObjectThatWouldBuildItselfIsRefused() throws Exception {
        Path file = zip("cbuiltins\nobject\n)\u0081.");
        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("more than tensors");
    }

    @Test
    void aTensorBeyondItsStorageIsDamage() throws Exception {
        // {'w': _rebuild_tensor_v2(storage of 2 elements, 0, (3,), (1,))}
        Path file =
                zip(
                        "}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storage"
                                + "ctorch\nFloatStorage\n"
                                + "X\u0001\0\0\0000X\u0003\0\0\0cpuK\u0002tQK\0K\u0003\u0085K\u0001\u0085"
                                + "tRs.");
        assertThatThrownBy(() -> TorchFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("beyond its storage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict_legacy_pickle.pt", "state_dict_zip.pt"})
    void aFileThatWasCutOffIsNamedWhereverItWasCut(String name) throws Exception {
        byte[] whole = Files.readAllBytes(fixture(name));
        for (int part = 1; part <= 9; part++) {
            Path cut = folder.resolve("cut-" + part + name);
            Files.write(cut, Arrays.copyOf(whole, whole.length * part / 10));
            assertThatThrownBy(() -> TorchFile.open(cut))
                    .as("%d tenths", part)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    private Path zip(String pickle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x80);
        bytes.write(2);
        bytes.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
        Path file = folder.resolve("hostile.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(bytes.toByteArray());
            out.closeEntry();
            out.putNextEntry(new ZipEntry("archive/data/0"));
            out.write(new byte[8]);
            out.closeEntry();
        }
        return file;
    }
}
