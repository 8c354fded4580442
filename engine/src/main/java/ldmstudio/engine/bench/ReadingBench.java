package ldmstudio.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.train.ProcessMemory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the same files here and in a PyTorch DataLoader with Pillow, A B A B, with as many workers
 * each. The peer's script is built in and run by the Python of {@code --peer}.
 */
final class ReadingBench {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** More than reading needs; given more, Java collects later and seems to need it. */
    private static final String HEAP = "-Xmx512m";

    private static final String SCRIPT = "peer_data.py";

    private final BenchPlan plan;
    private final Consumer<String> said;

    ReadingBench(BenchPlan plan, Consumer<String> said) {
        this.plan = plan;
        this.said = said;
    }

    /** A line for each number of workers. */
    List<Map<String, Object>> run(Reading reading) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ldm-bench-data");
        try {
            Path files = folder.resolve("files");
            said.accept(reading.word() + ": making the files");
            reading.prepare(files);
            List<Map<String, Object>> lines = new ArrayList<>();
            for (int workers : reading.workers()) {
                lines.add(compare(reading, files, workers, python(folder)));
            }
            return lines;
        } finally {
            DurableFiles.deleteTree(folder);
        }
    }

    private Map<String, Object> compare(
            Reading reading, Path files, int workers, @Nullable List<String> peer)
            throws IOException, InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        double peak = 0;
        double peerPeak = 0;
        String setting = "";
        String by = workers == 1 ? "1 worker" : workers + " workers";
        for (int round = 0; round < plan.rounds(); round++) {
            String place = reading.word() + ", " + by + ", round " + (round + 1);
            said.accept(place + ": ours");
            JsonNode own =
                    JSON.readTree(
                            ChildProcess.run(child(reading, files, workers), variables -> {})
                                    .lastLine());
            ours.add(own.path("median_ms").asDouble());
            peak = Math.max(peak, own.path("peak_mib").asDouble());
            if (peer != null) {
                said.accept(place + ": peer");
                ChildProcess process =
                        ChildProcess.run(asked(peer, reading, files, workers), variables -> {});
                JsonNode answer = JSON.readTree(process.lastLine());
                theirs.add(answer.path("median_ms").asDouble());
                peerPeak = Math.max(peerPeak, process.peakMib());
                setting = answer.path("setting").asText() + ", " + by;
            }
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", reading.word());
        line.put("workers", workers);
        double time = Comparison.median(ours);
        line.put("ours_ms", Comparison.round(time, 1));
        line.put("per_second", Comparison.round(reading.samples() / time * 1e3, 0));
        if (reading.sampleBytes() > 0) {
            double mib = reading.samples() * reading.sampleBytes() / (double) (1 << 20);
            line.put("mib_per_second", Comparison.round(mib / time * 1e3, 0));
        }
        if (!theirs.isEmpty()) {
            line.put("peer_ms", Comparison.round(Comparison.median(theirs), 1));
            line.put("peer_setting", setting);
            Comparison.putRatios(line, ours, theirs);
        }
        line.put("peak_mib", Comparison.round(peak, 0));
        if (!theirs.isEmpty()) {
            line.put("peer_peak_mib", Comparison.round(peerPeak, 0));
        }
        return line;
    }

    private List<String> child(Reading reading, Path files, int workers) {
        List<String> command = new ArrayList<>(ChildProcess.java());
        command.addAll(
                List.of(
                        HEAP,
                        "ldmstudio.engine.cli.Ldm",
                        "bench",
                        reading.word(),
                        "--here",
                        "--folder",
                        files.toString(),
                        "--workers",
                        Integer.toString(workers),
                        "--repeat",
                        Integer.toString(plan.repeat())));
        return command;
    }

    private List<String> asked(List<String> peer, Reading reading, Path files, int workers) {
        List<String> command = new ArrayList<>(peer);
        command.addAll(
                List.of(
                        "--folder",
                        files.toString(),
                        "--workers",
                        Integer.toString(workers),
                        "--batches",
                        Integer.toString(reading.batches()),
                        "--repeat",
                        Integer.toString(plan.repeat()),
                        reading.word()));
        return command;
    }

    /** The Python of {@code --peer}, with the script that is built in; null: no peer. */
    private @Nullable List<String> python(Path folder) throws IOException {
        String peer = plan.peer();
        if (peer == null) {
            return null;
        }
        List<String> command = new ArrayList<>();
        for (String word : Arrays.asList(peer.strip().split("\\s+"))) {
            if (word.endsWith(".py")) {
                Path script = folder.resolve(SCRIPT);
                try (InputStream in = ReadingBench.class.getResourceAsStream(SCRIPT)) {
                    if (in == null) {
                        throw new IOException(SCRIPT + " is missing in this installation");
                    }
                    Files.write(script, in.readAllBytes());
                }
                command.add(script.toString());
                return command;
            }
            command.add(word);
        }
        said.accept("The peer is no Python script, so reading is measured without it.");
        return null;
    }

    /** Measures in this process; what it prints is for {@link #run}. */
    static String here(Reading reading, Path folder, int workers, int repeat) throws IOException {
        double[] times = reading.measure(folder, workers, repeat);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", reading.word());
        line.put("workers", workers);
        line.put("median_ms", Measurement.median(times));
        line.put("peak_mib", ProcessMemory.peakMib());
        return JSON.writeValueAsString(line);
    }
}
