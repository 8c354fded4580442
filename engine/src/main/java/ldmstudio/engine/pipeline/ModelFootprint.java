package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How much memory a model on disk is likely to take, told before it is read. */
public final class ModelFootprint {
    private static final List<String> WEIGHTS = List.of(".safetensors", ".bin", ".ckpt", ".pt");
    private static final String TRAINING_STATE = "training_state";

    /** A model's folder, its networks' folders. */
    private static final int DEPTH = 2;

    private ModelFootprint() {}

    /**
     * The size of the weight files in a model's folder, or of the one file.
     *
     * @param place as {@link ModelPlace#checkpoint} gives it
     */
    public static long bytes(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return Files.size(place);
        }
        try (Stream<Path> files = Files.walk(place, DEPTH)) {
            long sum = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                if (WEIGHTS.stream().anyMatch(name::endsWith) && !name.startsWith(TRAINING_STATE)) {
                    sum += Files.size(file);
                }
            }
            return sum;
        }
    }
}
