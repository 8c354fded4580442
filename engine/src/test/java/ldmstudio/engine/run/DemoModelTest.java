package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoModelTest {
    @TempDir Path temp;
    private final Map<String, byte[]> packed = new HashMap<>();
    private Path models;
    private DemoModel demo;

    @BeforeEach
    void pack() throws IOException {
        Path source = temp.resolve("source");
        Files.createDirectories(source.resolve("unet"));
        Files.writeString(source.resolve("model_index.json"), "{}");
        Files.writeString(source.resolve("prompts.txt"), "a red boat\n\n  a blue tree \n");
        Files.write(source.resolve("unet/weights.safetensors"), new byte[70_000]);
        Manifest.write(source, 7);
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = source.relativize(file).toString().replace('\\', '/');
                packed.put(path, Files.readAllBytes(file));
            }
        }
        models = temp.resolve("cache").resolve("models");
        demo = new DemoModel(this::open, models);
    }

    private ByteArrayInputStream open(String path) {
        byte[] content = packed.get(path);
        return content == null ? null : new ByteArrayInputStream(content);
    }

    @Test
    void itIsUnpackedOnceWithProgress() throws IOException {
        List<Long> heard = new ArrayList<>();
        assertThat(demo.isUnpacked()).isFalse();
        Path folder = demo.unpack((bytes, total) -> heard.add(100 * bytes / total));
        assertThat(heard).hasSize(3).isSorted().endsWith(100L);
        assertThat(folder).isEqualTo(demo.folder()).hasFileName("demo").startsWith(models);
        assertThat(demo.isUnpacked()).isTrue();
        assertThat(Manifest.read(folder).verify(folder)).isEmpty();
        assertThat(Manifest.read(folder).step()).isEqualTo(7);
        heard.clear();
        assertThat(demo.unpack((bytes, total) -> heard.add(bytes))).isEqualTo(folder);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsDamagedOrMissingIsRepaired() throws IOException {
        Path folder = demo.unpack((bytes, total) -> {});
        Path weights = folder.resolve("unet/weights.safetensors");
        byte[] rotten = Files.readAllBytes(weights);
        rotten[1234] ^= 1;
        Files.write(weights, rotten);
        demo.unpack((bytes, total) -> {});
        assertThat(Files.readAllBytes(weights)).containsOnly(0);
        Files.delete(folder.resolve("model_index.json"));
        assertThat(demo.isUnpacked()).isFalse();
        demo.unpack((bytes, total) -> {});
        assertThat(folder.resolve("model_index.json")).hasContent("{}");
    }

    @Test
    void anotherModelTakesAnotherFolder() throws IOException {
        Path first = demo.unpack((bytes, total) -> {});
        packed.put("prompts.txt", "x".getBytes(StandardCharsets.UTF_8));
        Path source = temp.resolve("source");
        Files.writeString(source.resolve("prompts.txt"), "x");
        Manifest.write(source, 8);
        packed.put("manifest.json", Files.readAllBytes(source.resolve("manifest.json")));
        assertThat(demo.unpack((bytes, total) -> {})).isNotEqualTo(first);
        assertThat(first).isDirectory();
    }

    @Test
    void aDamagedProgramIsNamedAndLeavesNoHalfModel() throws IOException {
        packed.put("unet/weights.safetensors", new byte[69_999]);
        assertThatThrownBy(() -> demo.unpack((bytes, total) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unet/weights.safetensors")
                .hasMessageContaining(models.toString());
        assertThat(demo.folder()).doesNotExist();
    }

    @Test
    void aProgramWithoutItSaysHowToMakeOne() {
        packed.clear();
        assertThat(demo.isShipped()).isFalse();
        assertThatThrownBy(() -> demo.unpack((bytes, total) -> {}))
                .hasMessageContaining("demo_diffusion");
    }

    @Test
    void promptsAreTheLinesOfTheirFile() throws IOException {
        assertThat(demo.isShipped()).isTrue();
        assertThat(demo.prompts()).containsExactly("a red boat", "a blue tree");
    }

    @Test
    void recipesNameItByItsWordOrByWhereItLayWhenTheyWereWritten() {
        assertThat(DemoModel.isNamedBy("demo")).isTrue();
        assertThat(DemoModel.isNamedBy("/home/b/.cache/ldm/models/0123456789ab/demo")).isTrue();
        assertThat(DemoModel.isNamedBy("C:\\Users\\b\\models\\0123456789ab\\demo")).isTrue();
        assertThat(DemoModel.isNamedBy("/home/b/runs/demo")).isFalse();
        assertThat(DemoModel.isNamedBy("")).isFalse();
    }

    @Test
    void manyMayAskAtOnce() throws Exception {
        List<Path> unpacked =
                Stream.generate(() -> demo)
                        .limit(8)
                        .parallel()
                        .map(
                                each -> {
                                    try {
                                        return each.unpack((bytes, total) -> {});
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                })
                        .toList();
        assertThat(unpacked).hasSize(8).containsOnly(demo.folder());
        assertThat(demo.isUnpacked()).isTrue();
    }
}
