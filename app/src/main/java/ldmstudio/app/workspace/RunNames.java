package ldmstudio.app.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;

/** Names of new run folders: {@code shapes-64-003}. */
public final class RunNames {
    private RunNames() {}

    /**
     * The first free folder of that name.
     *
     * @param taken folders that do not exist yet but are promised to a waiting run
     */
    public static Path free(Path runs, String name, Predicate<Path> taken) {
        String base =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}._-]+", "-")
                        .replaceAll("^[.-]+|[.-]+$", "");
        if (base.isEmpty()) {
            base = "run";
        }
        Path absolute = runs.toAbsolutePath().normalize();
        for (int number = 1; ; number++) {
            Path candidate = absolute.resolve(String.format(Locale.ROOT, "%s-%03d", base, number));
            if (!Files.exists(candidate) && !taken.test(candidate)) {
                return candidate;
            }
        }
    }
}
