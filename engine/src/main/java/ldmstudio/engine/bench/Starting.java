package ldmstudio.engine.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.EventLog;
import ldmstudio.engine.run.RunFolder;

/** How long a person waits at the beginning; each time in a new process. */
enum Starting {
    /** From the start of a worker to its first answer. */
    START_WORKER("start-worker"),

    /** From the start of {@code ldm train} on shapes to the end of its first step. */
    START_STEP("start-step"),

    /** From the start of the window to its first picture, where the window is installed. */
    START_WINDOW("start-window");

    private static final Pattern PAINTED = Pattern.compile("first paint after (\\d+) ms");

    private final String word;

    Starting(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static boolean isWord(String word) {
        return Arrays.stream(values()).anyMatch(starting -> starting.word.equals(word));
    }

    static Starting of(String word) {
        return Arrays.stream(values())
                .filter(starting -> starting.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is started by " + word));
    }

    /** A line of {@code --json}; {@code said} says what is missing. */
    Map<String, Object> run(int repeat) throws IOException, InterruptedException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", word);
        WindowStart window = this == START_WINDOW ? WindowStart.find() : WindowStart.NONE;
        if (this == START_WINDOW) {
            if (!window.missing().isEmpty()) {
                line.put("missing", window.missing());
                return line;
            }
            line.put("setting", window.setting());
        }
        double[] times = new double[repeat];
        for (int i = 0; i < repeat; i++) {
            times[i] =
                    switch (this) {
                        case START_WORKER -> untilAnswer();
                        case START_STEP -> untilFirstStep();
                        case START_WINDOW -> untilPainted(window.command());
                    };
        }
        line.put("ours_ms", Comparison.round(Measurement.median(times), 0));
        return line;
    }

    /** A worker says hello, or shows its heartbeat, as soon as it can be asked. */
    private static double untilAnswer() throws IOException {
        List<String> command = new ArrayList<>(ChildProcess.java());
        command.addAll(List.of("ldmstudio.engine.cli.Ldm", "worker"));
        long start = System.nanoTime();
        return untilLine(command, line -> (System.nanoTime() - start) / 1e6);
    }

    /** The window tells by itself when its first picture was out, and ends. */
    private static double untilPainted(List<String> command) throws IOException {
        return untilLine(
                command,
                line -> {
                    Matcher painted = PAINTED.matcher(line);
                    return painted.find() ? Double.parseDouble(painted.group(1)) : -1;
                });
    }

    /** The first figure that is made of a line, negative ones being none. */
    private static double untilLine(List<String> command, ToDoubleFunction<String> figure)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String last = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                double found = figure.applyAsDouble(line);
                if (found >= 0) {
                    return found;
                }
                last = line;
            }
            throw new IOException(String.join(" ", command) + " ended too early: " + last);
        } finally {
            process.destroyForcibly();
        }
    }

    private static double untilFirstStep() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ldm-bench-start");
        try {
            Path run = folder.resolve("run");
            List<String> command = new ArrayList<>(ChildProcess.java());
            command.addAll(
                    List.of(
                            "ldmstudio.engine.cli.Ldm",
                            "train",
                            "shapes_autoencoder",
                            "training.max_train_steps=1",
                            "training.log_every=1",
                            "--run",
                            run.toString()));
            long started = System.currentTimeMillis();
            Path log = folder.resolve("said.txt");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            try {
                if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    throw new IOException(
                            "a training of one step failed: " + Files.readString(log));
                }
            } finally {
                process.destroyForcibly();
            }
            for (Event event : new EventLog(run.resolve(RunFolder.EVENTS)).readAll()) {
                if (event instanceof Event.Step step) {
                    return step.time() - started;
                }
            }
            throw new IOException("a training of one step told of none");
        } finally {
            DurableFiles.deleteTree(folder);
        }
    }
}
