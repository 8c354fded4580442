package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import ldmstudio.engine.parity.ParityFixture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that were made to harm: each is refused, in words, with its name, and none is read on for
 * ever.
 */
class HostileFilesTest {
    @TempDir Path folder;

    private void refused(Path file, String reason) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () ->
                        assertThatThrownBy(() -> WeightFile.open(file).close())
                                .isInstanceOf(CheckpointException.class)
                                .hasMessageContaining(reason));
    }

    private Path pickle(String operations) throws IOException {
        Path file = folder.resolve("hostile.ckpt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(new byte[] {(byte) 0x80, 2});
            out.write(operations.getBytes(StandardCharsets.ISO_8859_1));
            out.closeEntry();
            out.putNextEntry(new ZipEntry("archive/data/0"));
            out.write(new byte[8]);
            out.closeEntry();
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "builtins, getattr",
        "subprocess, Popen",
        "torch._utils, _rebuild_wrapper_subclass",
        "numpy.core.multiarray, scalar",
        "torch.storage, _load_from_bytes"
    })
    void aCallOfAnyOtherNameIsRefusedByThatName(String module, String name) throws Exception {
        refused(pickle("c" + module + "\n" + name + "\n(X\1\0\0\0atR."), module + "." + name);
        // The same name from the stack, as protocol 4 writes it.
        String global =
                "\u008c" + (char) module.length() + module + "\u008c" + (char) name.length() + name;
        refused(pickle(global + "\u0093)R."), module + "." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i", "o", "\u0081", "\u0092", "\u0082", "P", "\u0097"})
    void operationsThatBuildObjectsAreRefused(String operation) throws Exception {
        refused(pickle("(cos\nsystem\n" + operation + "."), "more than tensors");
    }

    @Test
    void aPickleThatInflatesWithoutEndIsStopped() throws Exception {
        Path file = folder.resolve("bomb.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(new byte[] {(byte) 0x80, 2});
            byte[] lists = new byte[1 << 20];
            Arrays.fill(lists, (byte) ']');
            for (int i = 0; i < 64; i++) {
                out.write(lists);
            }
            out.closeEntry();
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        refused(file, "values");
    }

    @Test
    void oneStringThatInflatesWithoutEndIsStopped() throws Exception {
        Path file = folder.resolve("long.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
            out.write(new byte[] {(byte) 0x80, 2, 'X', -1, -1, -1, 0x7f});
            out.closeEntry();
        }
        refused(file, "claims");
    }

    @Test
    void dictionariesThatHoldThemselvesDoNotHang() throws Exception {
        // d = {}; d['a'] = d, remembered and put into itself.
        refused(pickle("}q\0X\1\0\0\0ah\0s."), "nested deeper");
        // A list that holds itself as a dictionary's key.
        refused(pickle("}]q\0h\0aNs."), "key");
        // Each dictionary holds the one before twice: 2^60 paths.
        StringBuilder doubled = new StringBuilder("}q\0");
        for (int i = 1; i < 60; i++) {
            doubled.append("}q").append((char) i);
            doubled.append("X\1\0\0\0ah").append((char) (i - 1)).append('s');
            doubled.append("X\1\0\0\0bh").append((char) (i - 1)).append('s');
        }
        refused(pickle(doubled + "."), "nested deeper");
    }

    @Test
    void aTensorThatRepeatsOneNumberABillionTimesIsRefused() throws Exception {
        refused(
                pickle(
                        "}X\1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storage"
                                + "ctorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK\2tQK\0"
                                + "J\0\0\0\u0040\u0085K\0\u0085tRs."),
                "repeats");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, has no size",
        "9223372036854775807, 9, storage",
        "2, 3, beyond its storage"
    })
    void aStorageThatLiesAboutItsSizeIsDamage(long elements, int length, String reason)
            throws Exception {
        ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        number.putLong(elements);
        String claimed = "\u008a\10" + new String(number.array(), StandardCharsets.ISO_8859_1);
        Path file =
                pickle(
                        "}X\1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storage"
                                + "ctorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpu"
                                + claimed
                                + "tQK\0K"
                                + (char) length
                                + "\u0085K\1\u0085tRs.");
        assertThatThrownBy(() -> WeightFile.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("storage");
        assertThat(reason).isNotEmpty();
    }

    private Path safetensors(String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("hostile.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(json.length)
                            .array());
            out.write(json);
            out.write(new byte[data]);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':{'x':0,'y':4}}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}",
                "{'a':{'dtype':'F32','shape':'many','data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[0,9223372036854775807,9],'data_offsets':[0,4]}}",
                "{'a':7}"
            })
    void aHeaderThatLiesIsDamage(String header) throws Exception {
        refused(safetensors(header.replace('\'', '"'), 4), "damaged");
    }

    @Test
    void aHeaderThatClaimsGigabytesIsNotRead() throws Exception {
        Path file = folder.resolve("huge.safetensors");
        ByteBuffer length = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, length.putLong(0, Long.MAX_VALUE).array());
        refused(file, "not a safetensors file");
    }

    @Test
    void aHeaderNestedAThousandDeepIsDamage() throws Exception {
        refused(safetensors("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}", 0), "not JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.safetensors",
                "/etc/passwd",
                "..",
                ".",
                "a/b.safetensors",
                "C:\\\\x.safetensors",
                "sub\\\\x.safetensors",
                "absent.safetensors",
                ""
            })
    void aPartOfAShardedFileLiesBesideItsIndex(String shard) throws Exception {
        Files.writeString(folder.resolve("secret.safetensors"), "outside");
        Path inside = Files.createDirectory(folder.resolve("unet"));
        Files.writeString(
                inside.resolve("diffusion_pytorch_model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"" + shard + "\"}}");
        assertThatThrownBy(() -> ShardedWeights.open(inside).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not beside it");
    }

    @Test
    void aTensorThatIsNotInItsShardIsNamed() throws Exception {
        new SafetensorsWriter()
                .add("b", new long[] {1}, () -> new float[1])
                .write(folder.resolve("x.safetensors"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"x.safetensors\"}}");
        assertThatThrownBy(() -> ShardedWeights.open(folder).close())
                .hasMessageContaining("a is in x.safetensors, but it is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../unet", "/etc", "a/b", "un et", "Unet"})
    void aPartOfAPipelineLiesInItsFolder(String name) throws Exception {
        Files.createDirectories(folder.resolve("pipeline"));
        Files.createDirectories(folder.resolve("unet"));
        Path index = folder.resolve("pipeline/model_index.json");
        Files.writeString(
                index,
                "{\"_class_name\":\"DDPMPipeline\",\""
                        + name
                        + "\":[\"diffusers\",\"UNet2DModel\"]}");
        assertThatThrownBy(() -> PipelineFolder.open(folder.resolve("pipeline")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(name);
    }

    @Test
    void aPartThatIsMissingOrUnknownIsNamed() throws Exception {
        Files.writeString(
                folder.resolve("model_index.json"),
                "{\"_class_name\":\"X\",\"unet\":[\"diffusers\",\"UNet2DModel\"]}");
        assertThatThrownBy(() -> PipelineFolder.open(folder))
                .hasMessageContaining("there is no folder");
        Files.createDirectory(folder.resolve("unet"));
        Files.writeString(
                folder.resolve("model_index.json"),
                "{\"_class_name\":\"X\",\"unet\":[\"diffusers\",\"UNet2DModel\"],"
                        + "\"text_encoder_2\":[\"transformers\",\"CLIPTextModelWithProjection\"]}");
        assertThatThrownBy(() -> PipelineFolder.open(folder))
                .hasMessageContaining("text_encoder_2")
                .hasMessageContaining("no use for");
    }

    @Test
    void aPipelineThatWasCutOffIsNamedWhereverItWasCut() throws Exception {
        byte[] whole =
                Files.readAllBytes(
                        ParityFixture.folder("sd_tiny_pipeline").resolve("compvis_model.ckpt"));
        for (int part = 1; part <= 9; part++) {
            Path cut = folder.resolve("cut" + part + ".ckpt");
            Files.write(cut, Arrays.copyOf(whole, (int) ((long) whole.length * part / 10)));
            assertThatThrownBy(() -> PipelineSource.open(cut).close())
                    .as("%d tenths", part)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(cut.toString());
        }
    }
}
