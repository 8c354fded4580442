package ldmstudio.engine.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code manifest.json} of a folder: size and SHA-256 of each of its files, so that half a copy or
 * a rotten disk is noticed before it is trained on.
 *
 * @param files sorted by path
 */
public record Manifest(int format, long step, List<Entry> files) {
    /** Name of the manifest in its folder. */
    public static final String FILE = "manifest.json";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    /** One file: its path with {@code /}, size in bytes, and hash in hexadecimal. */
    public record Entry(String path, long size, String sha256) {}

    public Manifest {
        files = List.copyOf(files);
    }

    /** Describes all files of the folder and writes the manifest beside them. */
    public static Manifest write(Path folder, long step) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files(folder)) {
            String path = folder.relativize(file).toString().replace('\\', '/');
            entries.add(new Entry(path, Files.size(file), sha256(file)));
        }
        Manifest manifest = new Manifest(1, step, entries);
        DurableFiles.write(folder.resolve(FILE), JSON.writeValueAsBytes(manifest));
        return manifest;
    }

    public static Manifest read(Path folder) throws IOException {
        return parse(Files.readAllBytes(folder.resolve(FILE)));
    }

    /** Reads the text of a manifest that lies elsewhere than in its folder. */
    static Manifest parse(byte[] json) throws IOException {
        return JSON.readValue(json, Manifest.class);
    }

    /** What is missing or has another size; quick, reads no content. Empty: all is there. */
    public List<String> missing(Path folder) {
        List<String> problems = new ArrayList<>();
        for (Entry entry : files) {
            Path file = folder.resolve(entry.path()).normalize();
            if (!file.startsWith(folder.normalize())) {
                problems.add(entry.path() + " lies outside of the folder");
            } else if (!Files.isRegularFile(file)) {
                problems.add(entry.path() + " is missing");
            } else if (sizeOf(file) != entry.size()) {
                problems.add(entry.path() + " does not have its " + entry.size() + " bytes");
            }
        }
        return problems;
    }

    /** What is missing or damaged; reads every byte. Empty: all is as it was written. */
    public List<String> verify(Path folder) throws IOException {
        List<String> problems = missing(folder);
        if (!problems.isEmpty()) {
            return problems;
        }
        for (Entry entry : files) {
            if (!sha256(folder.resolve(entry.path())).equals(entry.sha256())) {
                problems.add(entry.path() + " was changed after it was written");
            }
        }
        return problems;
    }

    /** One hash for the content of the whole folder: names a model in recipes and caches. */
    public String fingerprint() {
        MessageDigest digest = newSha256();
        for (Entry entry : files) {
            digest.update(
                    (entry.path() + "\n" + entry.sha256() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a file in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .filter(f -> !f.equals(folder.resolve(FILE)))
                    .sorted()
                    .toList();
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
