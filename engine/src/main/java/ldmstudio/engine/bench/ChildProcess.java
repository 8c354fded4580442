package ldmstudio.engine.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program that is run to its end: the last line that it printed, and the most memory that it held
 * (0 where the system does not tell).
 */
record ChildProcess(String lastLine, double peakMib) {
    private static final long LOOK_EVERY_MILLIS = 20;

    private static final String ARCHIVE = "-XX:SharedArchiveFile=";

    /** This Java with this class path, as the beginning of a command. */
    static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(classArchive("ldm"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /** The option for the class archive of a kind, where this program was started with one. */
    static List<String> classArchive(String kind) {
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith(ARCHIVE) && option.endsWith("-ldm.jsa")) {
                String file =
                        option.substring(ARCHIVE.length()).replace("-ldm.jsa", "-" + kind + ".jsa");
                return Files.isRegularFile(Path.of(file)) ? List.of(ARCHIVE + file) : List.of();
            }
        }
        return List.of();
    }

    /**
     * Runs a command.
     *
     * @param environment adds to its environment, or takes away
     * @throws IOException with the end of its messages when it fails
     */
    static ChildProcess run(List<String> command, Consumer<Map<String, String>> environment)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("ldm-bench", ".log");
        Path output = Files.createTempFile("ldm-bench", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectError(errors.toFile())
                            .redirectOutput(output.toFile());
            environment.accept(builder.environment());
            Process process = start(builder);
            double peak = 0;
            try {
                while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    peak = Math.max(peak, peakMib(process.pid()));
                }
            } finally {
                process.destroyForcibly();
            }
            String last = "";
            try (BufferedReader lines = Files.newBufferedReader(output, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    last = line.isBlank() ? last : line;
                }
            }
            if (process.exitValue() != 0) {
                List<String> said = Files.readAllLines(errors, StandardCharsets.UTF_8);
                throw new IOException(
                        told(command)
                                + " ended with "
                                + process.exitValue()
                                + ": "
                                + String.join(
                                        "\n",
                                        said.subList(Math.max(0, said.size() - 5), said.size())));
            }
            return new ChildProcess(last, peak);
        } finally {
            Files.deleteIfExists(errors);
            Files.deleteIfExists(output);
        }
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(
                    builder.command().get(0)
                            + " could not be started: it is no program, or may not be run",
                    e);
        }
    }

    /** The command without a class path, which is longer than all that matters. */
    private static String told(List<String> command) {
        List<String> words = new ArrayList<>(command);
        int path = words.indexOf("-cp");
        if (path >= 0 && path + 1 < words.size()) {
            words.subList(path, path + 2).clear();
        }
        return String.join(" ", words);
    }

    /** The high-water mark of resident memory, which Linux keeps for every process. */
    private static double peakMib(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
                }
            }
        } catch (IOException gone) {
            // It ended between two looks.
            return 0;
        }
        return 0;
    }
}
