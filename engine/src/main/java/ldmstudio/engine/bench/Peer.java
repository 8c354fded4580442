package ldmstudio.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.run.AllocatorSettings;
import org.jspecify.annotations.Nullable;

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
        this(Arrays.asList(commandLine.strip().split("\\s+")));
    }

    private Peer(List<String> command) {
        this.command = command;
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

    /**
     * The same interpreter with the script of this program, which has the transformer's workloads;
     * null where the command runs no Python script.
     */
    @Nullable Peer ours() throws IOException {
        List<String> words = new ArrayList<>();
        boolean found = false;
        for (String word : command) {
            boolean script = !found && word.endsWith(".py");
            words.add(script ? extracted().toString() : word);
            found |= script;
        }
        return found ? new Peer(words) : null;
    }

    private static Path extracted() throws IOException {
        Path file = Files.createTempFile("ldm-peer-tld", ".py");
        file.toFile().deleteOnExit();
        try (InputStream in = Peer.class.getResourceAsStream("peer_tld.py")) {
            if (in == null) {
                throw new IOException("peer_tld.py is missing from the engine's jar");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
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
        ChildProcess child = ChildProcess.run(all, AllocatorSettings::take);
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
