package ldmstudio.engine.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
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

    /** Of a line that is not understood. */
    private static final int SHOWN = 200;

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
        return new Answer(median(child.lastLine()), child.peakMib());
    }

    private static double median(String line) throws IOException {
        double found = 0;
        try {
            JsonNode said = JSON.readTree(line);
            found = said == null ? 0 : said.path("median_ms").asDouble();
        } catch (JsonProcessingException noJson) {
            // Said below, as what is no object of ours.
            found = 0;
        }
        if (!(found > 0) || Double.isInfinite(found)) {
            throw new IOException(
                    "The peer's last line is no JSON object with a time in median_ms: '"
                            + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line)
                            + "'");
        }
        return found;
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
