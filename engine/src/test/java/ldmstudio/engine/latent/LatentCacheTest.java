package ldmstudio.engine.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import ldmstudio.engine.data.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentCacheTest {
    private static final int PICTURES = 3000;

    @TempDir Path root;

    private final LatentKey key = new LatentKey("ae", "data", 2, "crop", true);

    /** Picture i is (i, -i; i, -i) and its "moments" are μ = the left pixel, log σ² = 0. */
    private static final LatentCacheBuilder.Source SOURCE =
            new LatentCacheBuilder.Source() {
                @Override
                public int pictures() {
                    return PICTURES;
                }

                @Override
                public List<String> classes() {
                    return List.of("even", "odd");
                }

                @Override
                public Batch batch(int first, int count) {
                    float[] pixels = new float[count * 4];
                    int[] labels = new int[count];
                    int[] indices = new int[count];
                    for (int i = 0; i < count; i++) {
                        float value = (first + i) * 1e-3f;
                        pixels[4 * i] = value;
                        pixels[4 * i + 1] = -value;
                        pixels[4 * i + 2] = value;
                        pixels[4 * i + 3] = -value;
                        labels[i] = (first + i) % 2;
                        indices[i] = first + i;
                    }
                    return new Batch(
                            pixels,
                            count,
                            1,
                            2,
                            2,
                            labels,
                            Collections.nCopies(count, ""),
                            indices);
                }
            };

    private static final LatentCacheBuilder.Encoder ENCODER =
            new LatentCacheBuilder.Encoder() {
                @Override
                public int[] shape() {
                    return new int[] {2, 1, 1};
                }

                @Override
                public float[] encode(float[] pixels, Batch like) {
                    float[] moments = new float[like.size() * 2];
                    for (int i = 0; i < like.size(); i++) {
                        moments[2 * i] = pixels[4 * i];
                    }
                    return moments;
                }
            };

    @Test
    void holdsEveryPictureAndItsMirrorImage() throws IOException {
        assertThat(
                        new LatentCacheBuilder(root, key, 100)
                                .build(SOURCE, ENCODER, (done, total) -> true))
                .isTrue();
        try (LatentCache cache = LatentCache.open(root, key)) {
            assertThat(cache.size()).isEqualTo(2 * PICTURES);
            float[] moments = new float[2];
            for (int i : new int[] {0, 1, 1023, 1024, 2999}) {
                cache.moments(2 * i, moments, 0);
                assertThat(moments[0]).isEqualTo(i * 1e-3f);
                cache.moments(2 * i + 1, moments, 0);
                assertThat(moments[0]).isEqualTo(-i * 1e-3f);
                assertThat(cache.label(2 * i)).isEqualTo(i % 2).isEqualTo(cache.label(2 * i + 1));
            }
            // Var = E[μ²] + 1, with μ uniform in ±3.
            assertThat(cache.header().scalingFactor()).isCloseTo(1 / Math.sqrt(4), within(1e-3));
            assertThat(cache.header().classes()).containsExactly("even", "odd");
        }
    }

    @Test
    void anInterruptedBuildGoesOnWhereItWas() throws IOException {
        LatentCacheBuilder builder = new LatentCacheBuilder(root, key, 128);
        assertThat(builder.build(SOURCE, ENCODER, (done, total) -> done < 3000)).isFalse();
        assertThatThrownBy(() -> LatentCache.open(root, key))
                .hasMessageContaining("no complete latents");
        AtomicInteger encoded = new AtomicInteger(Integer.MAX_VALUE);
        builder.build(
                SOURCE,
                ENCODER,
                (done, total) -> {
                    encoded.accumulateAndGet(done, Math::min);
                    return true;
                });
        assertThat(encoded.get()).isGreaterThan(2048);
        LatentCache.open(root, key).close();
    }

    @Test
    void aStaleOrDamagedCacheIsRefused() throws IOException {
        new LatentCacheBuilder(root, key, 128).build(SOURCE, ENCODER, (done, total) -> true);
        Path folder = root.resolve(key.folderName());
        Path header = folder.resolve("latents.json");
        String good = Files.readString(header);

        Files.writeString(header, good.replace("\"ae\"", "\"another\""));
        assertThatThrownBy(() -> LatentCache.open(root, key)).hasMessageContaining("stale");
        Files.writeString(
                header, good.replaceAll("\"scalingFactor\" : [0-9.]+", "\"scalingFactor\" : 0"));
        assertThatThrownBy(() -> LatentCache.open(root, key))
                .hasMessageContaining("no scaling factor");
        Files.writeString(header, "{");
        assertThatThrownBy(() -> LatentCache.open(root, key))
                .hasMessageContaining("cannot be read");
        Files.writeString(header, good);
        Files.write(folder.resolve("shard-00001.safetensors"), new byte[10]);
        assertThatThrownBy(() -> LatentCache.open(root, key)).hasMessageContaining("damaged");
    }

    @Test
    void latentsKeptAsBytesComeBackWithinAStepAndTakeAnEighth() throws IOException {
        assertThat(
                        new LatentCacheBuilder(root, key, 100)
                                .build(SOURCE, WIDE, (done, total) -> true))
                .isTrue();
        SampledLatents sampled = new SampledLatents(WIDE);
        assertThat(
                        new LatentCacheBuilder(root, key, 100)
                                .build(SOURCE, sampled, (done, total) -> true))
                .isTrue();
        try (LatentCache floats = LatentCache.open(root, key);
                LatentCache bytes = LatentCache.open(root, key, LatentType.UINT8)) {
            assertThat(bytes.header().dtype()).isEqualTo("uint8");
            assertThat(bytes.variational()).isFalse();
            assertThat(bytes.latentShape()).isEqualTo(floats.latentShape());
            float[] moments = new float[2 * 64];
            float[] latents = new float[64];
            double error = 0;
            for (int i = 0; i < bytes.size(); i++) {
                floats.moments(i, moments, 0);
                bytes.moments(i, latents, 0);
                assertThat(bytes.label(i)).isEqualTo(floats.label(i));
                for (int j = 0; j < 64; j++) {
                    // The variance is e^-30: what is sampled is the mean.
                    double lost = moments[j] - latents[j];
                    assertThat(lost).isBetween(-1e-4, 40 / 255.0 + 1e-4);
                    error += lost / 64 / bytes.size();
                }
            }
            assertThat(error).isCloseTo(20 / 255.0, within(5e-3));
            assertThat(bytes.header().std()).isCloseTo(floats.header().std(), within(1e-2));
            long ratio = size(floats) / size(bytes);
            assertThat(ratio).isEqualTo(7);
        }
    }

    /** Bytes of all files; the labels and headers are the same in both types. */
    private static long size(LatentCache cache) throws IOException {
        try (Stream<Path> files = Files.list(cache.folder())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** 64 latents of each picture between -20 and 20, with hardly any variance. */
    private static final LatentCacheBuilder.Encoder WIDE =
            new LatentCacheBuilder.Encoder() {
                @Override
                public int[] shape() {
                    return new int[] {8, 4, 4};
                }

                @Override
                public float[] encode(float[] pixels, Batch like) {
                    float[] moments = new float[like.size() * 128];
                    for (int i = 0; i < like.size(); i++) {
                        for (int j = 0; j < 64; j++) {
                            moments[128 * i + j] =
                                    (float) (20 * Math.sin(1000 * pixels[4 * i] + j * j));
                            moments[128 * i + 64 + j] = -40;
                        }
                    }
                    return moments;
                }
            };

    @Test
    void anotherKeyIsAnotherFolder() {
        assertThat(new LatentKey("ae", "data", 2, "crop", false).folderName())
                .isNotEqualTo(key.folderName());
        assertThat(new LatentKey("ae2", "data", 2, "crop", true).folderName())
                .isNotEqualTo(key.folderName());
    }
}
