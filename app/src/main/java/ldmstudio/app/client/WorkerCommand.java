package ldmstudio.app.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import ldmstudio.engine.run.HeapSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is started.
 *
 * @param words program and arguments
 * @param environment added to the studio's own
 */
public record WorkerCommand(List<String> words, Map<String, String> environment) {
    /**
     * System property with more options for a worker's Java, separated by spaces; without it those
     * of the environment's {@code LDM_JAVA_OPTS}, which the start scripts read too.
     */
    public static final String OPTIONS = "ldmstudio.worker.options";

    /** Beside the heap's; those of {@code engine/src/launcher}: a worker computes as ldm does. */
    private static final List<String> DEFAULTS =
            List.of(
                    "-Xss4m",
                    "-Dfile.encoding=UTF-8",
                    "-Djava.awt.headless=true",
                    "-Dai.djl.pytorch.graph_optimizer=false",
                    "-Dai.djl.offline=true",
                    "-DOPT_OUT_TRACKING=true");

    /** A class archive that the launcher knows of; it may not be there. */
    private static final String ARCHIVE = "ldmstudio.worker.archive";

    /** Java says nothing of an archive that does not fit. */
    private static final List<String> QUIETLY = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private static final String MAIN = "ldmstudio.engine.cli.Ldm";

    public WorkerCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /**
     * {@code ldm ARGUMENTS} by this very program: the same Java runtime and class path, or, in an
     * installed package whose runtime has no {@code java} command, the {@code ldm} beside it.
     *
     * @throws IOException when neither is there
     */
    public static WorkerCommand ldm(List<String> arguments) throws IOException {
        return ldm(
                arguments,
                key ->
                        key.equals(OPTIONS)
                                ? System.getProperty(
                                        key, System.getenv().getOrDefault("LDM_JAVA_OPTS", ""))
                                : System.getProperty(key));
    }

    static WorkerCommand ldm(List<String> arguments, Function<String, @Nullable String> property)
            throws IOException {
        List<String> words = new ArrayList<>();
        String home = property.apply("java.home");
        String ending = File.separatorChar == '\\' ? ".exe" : "";
        Path java = Path.of(home == null ? "" : home, "bin", "java" + ending);
        String classPath = property.apply("java.class.path");
        if (Files.isExecutable(java) && classPath != null) {
            words.add(java.toString());
            words.addAll(HeapSettings.OPTIONS);
            words.addAll(DEFAULTS);
            String archive = property.apply(ARCHIVE);
            if (archive != null && Files.isRegularFile(Path.of(archive))) {
                words.addAll(QUIETLY);
                words.add("-XX:SharedArchiveFile=" + archive);
            }
            // Later options win, so that -Xmx there replaces the one above.
            String options = property.apply(OPTIONS);
            if (options != null && !options.isBlank()) {
                words.addAll(List.of(options.strip().split("\\s+")));
            }
            words.add(MAIN);
            words.addAll(arguments);
            // By the environment: a class path of many jars exceeds Windows' command line.
            return new WorkerCommand(words, Map.of("CLASSPATH", classPath));
        }
        String launcher = property.apply("jpackage.app-path");
        if (launcher != null) {
            Path ldm = Path.of(launcher).resolveSibling("ldm" + ending);
            if (Files.isExecutable(ldm)) {
                words.add(ldm.toString());
                words.addAll(arguments);
                return new WorkerCommand(words, Map.of());
            }
        }
        throw new IOException(
                "The program that trains was not found: neither "
                        + java
                        + " nor an ldm beside the studio. Install LDM Studio again.");
    }
}
