package ldmstudio.engine.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ldm bench} is asked for.
 *
 * @param compute {@code fp32}, {@code bf16} or {@code auto}
 * @param layout {@code nchw}, {@code nhwc} or {@code auto}
 * @param repeat timed runs in a process
 * @param rounds processes of each side, in turn
 * @param models folder of the models' configurations; empty path: built in, or the peer's
 * @param peer command line of the peer; null: ours alone
 * @param best whether the peer's best setting is looked for in both arithmetics
 */
public record BenchPlan(
        List<String> workloads,
        String compute,
        String layout,
        int repeat,
        int rounds,
        Path models,
        @Nullable String peer,
        boolean best) {
    public BenchPlan {
        workloads = List.copyOf(workloads.isEmpty() ? Workload.allWords() : workloads);
        workloads.forEach(Workload::of);
        if (repeat < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "repeat is "
                            + repeat
                            + " and rounds is "
                            + rounds
                            + "; both must be 1 or more");
        }
        if (!models.toString().isEmpty() && !BenchModels.complete(models)) {
            throw new IllegalArgumentException(
                    models + " lacks vae.json, vae_sd.json or unet.json, the models to measure");
        }
    }
}
