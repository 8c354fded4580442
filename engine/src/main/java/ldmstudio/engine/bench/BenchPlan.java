package ldmstudio.engine.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Layout;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ldm bench} is asked for.
 *
 * @param compute {@code fp32}, {@code bf16} or {@code auto}
 * @param layout {@code nchw}, {@code nhwc} or {@code auto}
 * @param warmUp seconds in which runs of our side are not timed; at least two are not
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
        double warmUp,
        int repeat,
        int rounds,
        Path models,
        @Nullable String peer,
        boolean best) {
    private static final int MOST_WARM_UP = 3600;

    public BenchPlan {
        workloads = workloads.isEmpty() ? allWords() : unfolded(workloads);
        for (String word : workloads) {
            if (!allWords().contains(word)) {
                throw new IllegalArgumentException(
                        "There is no workload '"
                                + word
                                + "'; there are "
                                + String.join(", ", allWords()));
            }
        }
        ComputeType.of(compute, false);
        Layout.of(layout);
        if (repeat < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "repeat is "
                            + repeat
                            + " and rounds is "
                            + rounds
                            + "; both must be 1 or more");
        }
        if (!(warmUp >= 0 && warmUp <= MOST_WARM_UP)) {
            throw new IllegalArgumentException(
                    "warm-up is " + warmUp + " s, but must be between 0 and " + MOST_WARM_UP);
        }
        if (peer != null && peer.isBlank()) {
            throw new IllegalArgumentException(
                    "The peer's command is empty; give one as \"python3 peer.py\", or no --peer");
        }
        if (!models.toString().isEmpty() && !BenchModels.complete(models)) {
            throw new IllegalArgumentException(
                    models + " lacks vae.json, vae_sd.json or unet.json, the models to measure");
        }
    }

    private static List<String> allWords() {
        List<String> all = new ArrayList<>(Workload.allWords());
        all.addAll(unfolded(List.of("data", "latent-read", "start")));
        return List.copyOf(all);
    }

    /** {@code data} and {@code start} stand for several. */
    private static List<String> unfolded(List<String> words) {
        List<String> all = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "data" -> all.addAll(List.of("data-jpeg", "data-png"));
                case "start" -> {
                    for (Starting starting : Starting.values()) {
                        all.add(starting.word());
                    }
                }
                default -> all.add(word);
            }
        }
        return List.copyOf(all);
    }
}
