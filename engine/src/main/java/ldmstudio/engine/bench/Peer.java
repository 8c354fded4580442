package ldmstudio.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The other program: a command that takes {@code --dtype fp32|bf16 --layout nchw|nhwc --repeat N
 * WORKLOAD} and prints a JSON object with {@code median_ms} in its last line.
 */
final class Peer {
    /** How the peer computes. */
    record Setting(String dtype, String layout) {
        @Override
        public String toString() {
            return dtype + " " + layout;
        }
    }

    /** The median of a run of its own, and the memory of its process. */
    record Answer(double milliseconds, double peakMib) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;

    /**
     * @param commandLine as it is typed, words parted by spaces
     */
    Peer(String commandLine) {
        command = Arrays.asList(commandLine.strip().split("\\s+"));
    }

    /** The folder of its script, where its models' configurations lie; empty: it has none. */
    Path folder() {
        for (String word : command) {
            Path path = Path.of(word);
            Path parent = path.toAbsolutePath().getParent();
            if (word.endsWith(".py") && Files.isRegularFile(path) && parent != null) {
                return parent;
            }
        }
        return Path.of("");
    }

    Answer run(String workload, Setting setting, int repeat)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(
                List.of(
                        "--dtype",
                        setting.dtype(),
                        "--layout",
                        setting.layout(),
                        "--repeat",
                        Integer.toString(repeat),
                        workload));
        ChildProcess child = ChildProcess.run(all);
        JsonNode said = JSON.readTree(child.lastLine());
        if (said == null || !said.path("median_ms").isNumber()) {
            throw new IOException(
                    "The peer's last line is no JSON object with median_ms: " + child.lastLine());
        }
        return new Answer(said.get("median_ms").doubleValue(), child.peakMib());
    }

    /** All that it can be asked for in one arithmetic, or in both. */
    static List<Setting> settings(List<String> dtypes) {
        List<Setting> all = new ArrayList<>();
        for (String dtype : dtypes) {
            all.add(new Setting(dtype, "nchw"));
            all.add(new Setting(dtype, "nhwc"));
        }
        return all;
    }
}
