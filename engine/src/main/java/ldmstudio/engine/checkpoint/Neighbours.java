package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds, beside a single file without configurations, a pipeline's folder of the same shape, which
 * says what the file cannot: heads, groups, the noise schedule, the tokenizer.
 */
final class Neighbours {
    private static final int MOST = 100;

    /** What names and shapes say for sure, and a configuration must agree with. */
    private static final List<String> SURE =
            List.of(
                    "in_channels",
                    "out_channels",
                    "block_out_channels",
                    "layers_per_block",
                    "latent_channels",
                    "cross_attention_dim",
                    "use_linear_projection",
                    "vocab_size",
                    "hidden_size",
                    "intermediate_size",
                    "num_hidden_layers");

    private Neighbours() {}

    /**
     * The folder: one named as the file, the file's own, or one beside it.
     *
     * @param deduced what the file's shapes say of each of its networks
     */
    static Optional<Path> find(Path file, Map<String, Map<String, Object>> deduced)
            throws IOException {
        for (Path candidate : candidates(file)) {
            if (PipelineFolder.is(candidate) && agrees(candidate, deduced)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static List<Path> candidates(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        List<Path> candidates = new ArrayList<>();
        if (parent == null) {
            return candidates;
        }
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            candidates.add(parent.resolve(name.substring(0, dot)));
        }
        candidates.add(parent);
        try (Stream<Path> beside = Files.list(parent)) {
            beside.filter(Files::isDirectory).sorted().limit(MOST).forEach(candidates::add);
        }
        return candidates;
    }

    private static boolean agrees(Path folder, Map<String, Map<String, Object>> deduced)
            throws IOException {
        for (Map.Entry<String, Map<String, Object>> part : deduced.entrySet()) {
            Path config = folder.resolve(part.getKey()).resolve(ModelFolder.CONFIG);
            if (!Files.isRegularFile(config)) {
                return false;
            }
            Map<String, Object> said = ModelFolder.json(config);
            for (String key : SURE) {
                Object seen = part.getValue().get(key);
                Object told = said.get(key);
                if (seen != null && told != null && !seen.equals(one(told, seen))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A list of equal values where the shapes gave one value. */
    private static Object one(Object told, Object seen) {
        return !(seen instanceof List<?>)
                        && told instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().distinct().count() == 1
                ? list.get(0)
                : told;
    }
}
