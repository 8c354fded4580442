package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import ldmstudio.engine.autoencoder.VectorQuantizer;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.config.Stage1Config;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodebookUpkeepTest {
    private static final Ops OPS = Ops.cpu();

    @TempDir Path folder;

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static AutoencoderConfig config(String update, int reviveAfter) {
        return ((Stage1Config)
                        TinyRuns.stage1(
                                "autoencoder.quantize=true",
                                "autoencoder.codebook_update=" + update,
                                "autoencoder.codebook_decay=0.5",
                                "autoencoder.codebook_revive_after=" + reviveAfter))
                .autoencoder();
    }

    /** Codes of one number. */
    private static VectorQuantizer codes(float... codes) {
        VectorQuantizer quantizer =
                new VectorQuantizer(OPS, codes.length, 1, Initializer.constant(0), false);
        quantizer.initialize(1);
        quantizer.codebook().set(codes);
        return quantizer;
    }

    private static void see(CodebookUpkeep upkeep, VectorQuantizer quantizer, float... latents) {
        try (Scope scope = Scope.open()) {
            var z = OPS.array(latents, 1, 1, 1, latents.length);
            upkeep.observe(z, quantizer.indices(z));
        }
    }

    private static float[] now(VectorQuantizer quantizer) {
        return OPS.floats(quantizer.codebook().array());
    }

    @Test
    void anAveragedCodeFollowsTheLatentsThatChooseIt() {
        try (VectorQuantizer quantizer = codes(1, -1)) {
            CodebookUpkeep upkeep = new CodebookUpkeep(OPS, quantizer, config("ema", 0), 1);
            see(upkeep, quantizer, 2, 4);
            see(upkeep, quantizer, 6);
            upkeep.update(0);
            // N = (0.5 + 0.5 · 3, 0.5), m = (0.5 · 1 + 0.5 · 12, −0.5), smoothed by 1e-5.
            double all = 2.5;
            double first = (2 + 1e-5) / (all + 2e-5) * all;
            double second = (0.5 + 1e-5) / (all + 2e-5) * all;
            assertThat(now(quantizer)[0]).isCloseTo((float) (6.5 / first), within(1e-6f));
            assertThat(now(quantizer)[1]).isCloseTo((float) (-0.5 / second), within(1e-6f));
        }
    }

    @Test
    void usageAndPerplexityCountTheChoices() {
        try (VectorQuantizer quantizer = codes(0, 1, 2, 3, 4, 5, 6, 7)) {
            CodebookUpkeep upkeep = new CodebookUpkeep(OPS, quantizer, config("gradient", 0), 1);
            see(upkeep, quantizer, 0, 1, 2, 3);
            Map<String, Double> metrics = upkeep.update(0);
            assertThat(metrics.get(Metrics.CODEBOOK_USAGE)).isEqualTo(0.5);
            assertThat(metrics.get(Metrics.PERPLEXITY)).isCloseTo(4, within(1e-12));
            see(upkeep, quantizer, 7, 7, 7);
            metrics = upkeep.update(1);
            assertThat(metrics.get(Metrics.CODEBOOK_USAGE))
                    .as("of the last steps")
                    .isEqualTo(0.625);
            assertThat(metrics.get(Metrics.PERPLEXITY)).isCloseTo(1, within(1e-12));
            see(upkeep, quantizer, 7);
            assertThat(upkeep.update(100).get(Metrics.CODEBOOK_USAGE)).isEqualTo(0.125);
            assertThat(now(quantizer)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void aCodeThatNothingChoosesIsRevivedFromTheBatchAndThenLeftInPeace() {
        float[] first = revived(5);
        assertThat(revived(5)).as("the same seed").isEqualTo(first);
        assertThat(first[0]).as("the code in use").isZero();
        for (int code = 1; code < first.length; code++) {
            assertThat(first[code]).as("a latent of the batch").isBetween(0.001f, 0.5f);
        }
        assertThat(first).as("not one latent for all").doesNotHaveDuplicates();
        assertThat(revived(6)).as("another seed").isNotEqualTo(first);
    }

    /** Codes after three steps in which only code 0 was chosen. */
    private static float[] revived(long seed) {
        try (VectorQuantizer quantizer = codes(0, 100, 200, 300)) {
            CodebookUpkeep upkeep = new CodebookUpkeep(OPS, quantizer, config("gradient", 3), seed);
            float[] latents = new Noise(9, "latents").uniform(0, 0, 1000);
            for (int i = 0; i < latents.length; i++) {
                latents[i] = 0.001f + 0.498f * latents[i];
            }
            for (int step = 0; step < 3; step++) {
                see(upkeep, quantizer, latents);
                upkeep.update(step);
                assertThat(now(quantizer)).containsExactly(0, 100, 200, 300);
            }
            see(upkeep, quantizer, latents);
            upkeep.update(3);
            float[] after = now(quantizer);
            see(upkeep, quantizer, 0);
            upkeep.update(4);
            assertThat(now(quantizer)).isEqualTo(after);
            return after;
        }
    }

    @Test
    void aRestoredUpkeepGoesOnBitForBit() throws Exception {
        float[] straight;
        float[] half;
        Path file = folder.resolve("state.safetensors");
        try (VectorQuantizer quantizer = codes(0, 50, -1, 90)) {
            CodebookUpkeep upkeep = new CodebookUpkeep(OPS, quantizer, config("ema", 4), 3);
            walk(upkeep, quantizer, 0, 6);
            half = now(quantizer);
            SafetensorsWriter writer = new SafetensorsWriter();
            upkeep.save(writer);
            writer.write(file);
            walk(upkeep, quantizer, 6, 14);
            straight = now(quantizer);
        }
        try (VectorQuantizer quantizer = codes(half);
                SafetensorsFile state = SafetensorsFile.open(file)) {
            CodebookUpkeep upkeep = new CodebookUpkeep(OPS, quantizer, config("ema", 4), 3);
            upkeep.load(state);
            walk(upkeep, quantizer, 6, 14);
            assertThat(now(quantizer)).isEqualTo(straight).isNotEqualTo(half);
        }
    }

    private static void walk(CodebookUpkeep upkeep, VectorQuantizer quantizer, int from, int to) {
        for (int step = from; step < to; step++) {
            see(upkeep, quantizer, new Noise(8, "walk").normal(step, 0, 20));
            upkeep.update(step);
        }
    }

    @Test
    void aStateOfAnotherCodebookIsRefusedByName() throws Exception {
        Path file = folder.resolve("state.safetensors");
        try (VectorQuantizer quantizer = codes(0, 1)) {
            SafetensorsWriter writer = new SafetensorsWriter();
            new CodebookUpkeep(OPS, quantizer, config("gradient", 0), 1).save(writer);
            writer.write(file);
            try (SafetensorsFile state = SafetensorsFile.open(file)) {
                assertThatThrownBy(
                                () ->
                                        new CodebookUpkeep(OPS, quantizer, config("ema", 0), 1)
                                                .load(state))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("no codebook.average_count");
            }
        }
        try (VectorQuantizer larger = codes(0, 1, 2);
                SafetensorsFile state = SafetensorsFile.open(file)) {
            assertThatThrownBy(
                            () ->
                                    new CodebookUpkeep(OPS, larger, config("gradient", 0), 1)
                                            .load(state))
                    .hasMessageContaining("codebook.last_used has 2 numbers")
                    .hasMessageContaining("needs 3");
        }
    }
}
