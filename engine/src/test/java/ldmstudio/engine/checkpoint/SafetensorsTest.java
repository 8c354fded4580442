package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter()
                .metadata("step", "12")
                .add("w", new long[] {2, 3}, () -> new float[] {1, 2, 3, 4, 5, -6})
                .add("scalar", new long[] {}, () -> new float[] {0.5f})
                .add("empty", new long[] {0, 4}, () -> new float[0])
                .addLongs("n", new long[] {2}, () -> new long[] {1L << 40, -1})
                .write(file);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactly("w", "scalar", "empty", "n");
            assertThat(read.metadata()).containsEntry("step", "12");
            assertThat(read.shape("w")).containsExactly(2, 3);
            assertThat(read.floats("w")).containsExactly(1, 2, 3, 4, 5, -6);
            assertThat(read.floats("scalar")).containsExactly(0.5f);
            assertThat(read.floats("empty")).isEmpty();
            assertThat(read.longs("n")).containsExactly(1L << 40, -1);
        }
    }

    @Test
    void smallTypesAreWidened() throws IOException {
        Path file =
                raw(
                        "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},"
                                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[6,8]},"
                                + "\"u\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[8,9]}}",
                        new byte[] {0, 0x3c, 1, 0, 0, (byte) 0xfc, (byte) 0x80, 0x3f, (byte) 200});
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.floats("h")).containsExactly(1f, 0x1p-24f, Float.NEGATIVE_INFINITY);
            assertThat(read.floats("b")).containsExactly(1f);
            assertThat(read.longs("u")).containsExactly(200);
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @Test
    void damagedHeadersAreRefusedWithTheReason() throws IOException {
        refused(folder.resolve("empty"), new byte[0], "not a safetensors file");
        refused(
                folder.resolve("text"),
                "just some text, longer than 8".getBytes(StandardCharsets.UTF_8),
                "not a safetensors");
        refused(raw("{\"a\":", new byte[0]), "not JSON");
        refused(raw("[1,2]", new byte[0]), "not a JSON object");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                        new byte[4]),
                "F99");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                        new byte[4]),
                "should take 8");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                        new byte[2]),
                "offsets");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                        new byte[9]),
                "describes");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                        new byte[4]),
                "shape");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
                        new byte[4]),
                "larger than any file");
        refused(
                raw(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                        new byte[4]),
                "overlap");
    }

    private void refused(Path file, String reason) {
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    private void refused(Path file, byte[] content, String reason) throws IOException {
        Files.write(file, content);
        refused(file, reason);
    }

    private Path raw(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(
                folder.resolve("raw" + Math.abs(header.hashCode()) + "-" + data.length),
                bytes.array());
    }
}
