package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.Metrics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing grows over a thousand steps: neither arrays of the tensor library nor the process. */
class FlatMemoryTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stage1", "stage2"})
    void liveArraysAndMemoryAreFlatOverAThousandSteps(String stage) throws Exception {
        checkFlat(stage, "machine.compute=fp32");
    }

    /** As wide networks are trained on a processor, with operators of our own backward passes. */
    @ParameterizedTest
    @ValueSource(strings = {"stage1", "stage2"})
    void theyAreWithTheChannelsLastToo(String stage) throws Exception {
        checkFlat(stage, "machine.compute=fp32", "machine.layout=nhwc");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"stage1", "stage2"})
    void theyAreInBf16Too(String stage) throws Exception {
        checkFlat(stage, "machine.compute=bf16");
    }

    private void checkFlat(String stage, String... machine) throws Exception {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "training.max_train_steps=1000",
                                "training.log_every=50",
                                "training.evaluate_every=250",
                                "training.checkpoint_every=250"));
        all.addAll(List.of(machine));
        String[] overrides = all.toArray(String[]::new);
        RunConfig config =
                stage.equals("stage1") ? TinyRuns.stage1(overrides) : TinyRuns.stage2(overrides);
        Path run = folder.resolve("runs/" + stage);
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
        List<Double> arrays = values(run, Metrics.LIVE_ARRAYS);
        assertThat(arrays).hasSize(20);
        assertThat(arrays.subList(1, 20)).as("live arrays").containsOnly(arrays.get(1));
        List<Double> memory = values(run, Metrics.MEMORY_MIB);
        // The heap breathes; a leaked array a step would be some 50 MiB over the second half.
        assertThat(memory.get(19) - memory.get(9))
                .as("MiB from step 500 to 1000: %s", memory)
                .isLessThan(64);
    }

    private static List<Double> values(Path run, String name) throws Exception {
        List<Double> values = new ArrayList<>();
        for (Event event : TrainingRunTest.events(run)) {
            if (event instanceof Event.Step step) {
                values.add(step.metrics().get(name));
            }
        }
        return values;
    }
}
