package ldmstudio.engine.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.tensor.Ops;

/**
 * A folder of numbers made by a reference implementation: config.json, weights*.safetensors and
 * io.safetensors.
 *
 * <p>{@code -Dparity.dir=DIR} names the folder that holds the fixtures; without it the copies in
 * the test resources serve. Errors are max|a−b| / max|b|; for gradients the divisor is at least 1 %
 * of the largest gradient in the file, because some gradients are zero by mathematics and hold only
 * rounding.
 */
public final class ParityFixture implements AutoCloseable {
    /** Safe limits for fp32, as the fixtures' own page states them. */
    public static final double OUTPUT_TOLERANCE = 2e-5;

    public static final double GRADIENT_TOLERANCE = 1e-4;

    private final Path folder;
    private final JsonNode config;
    private final SafetensorsFile io;
    private double largestGradient = -1;

    private ParityFixture(Path folder) throws IOException {
        this.folder = folder;
        this.config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        this.io = SafetensorsFile.open(folder.resolve("io.safetensors"));
    }

    /** Opens a fixture by name. */
    public static ParityFixture open(String name) {
        try {
            return new ParityFixture(folder(name));
        } catch (IOException e) {
            throw new IllegalStateException("Fixture " + name + " cannot be read", e);
        }
    }

    /** Opens a fixture folder. */
    public static ParityFixture open(Path folder) {
        try {
            return new ParityFixture(folder);
        } catch (IOException e) {
            throw new IllegalStateException("Fixture " + folder + " cannot be read", e);
        }
    }

    /** Where a fixture lies. */
    public static Path folder(String name) {
        return root().resolve(name);
    }

    /**
     * The folders in parity.dir whose names start with a prefix; for networks with several
     * fixtures.
     */
    public static Stream<Path> folders(String prefix) {
        try (Stream<Path> all = Files.list(root())) {
            List<Path> found =
                    all.filter(
                                    p ->
                                            p.getFileName().toString().startsWith(prefix)
                                                    && Files.isDirectory(p))
                            .sorted()
                            .toList();
            assertThat(found).as("fixtures named %s* in %s", prefix, root()).isNotEmpty();
            return found.stream();
        } catch (IOException e) {
            throw new IllegalStateException(root() + " cannot be listed", e);
        }
    }

    private static Path root() {
        String given = System.getProperty("parity.dir", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        try {
            return Path.of(ParityFixture.class.getResource("/parity").toURI());
        } catch (java.net.URISyntaxException | NullPointerException e) {
            throw new IllegalStateException(
                    "No parity fixtures in the test resources; give -Dparity.dir=DIR", e);
        }
    }

    /** The whole config.json. */
    public JsonNode root(String key) {
        return config.path(key);
    }

    /** A value of config.json's object {@code config}. */
    public JsonNode config(String key) {
        return config.path("config").path(key);
    }

    public Path path(String file) {
        return folder.resolve(file);
    }

    public SafetensorsFile io() {
        return io;
    }

    /** A weights file of the folder; the caller closes it. */
    public SafetensorsFile weights(String file) {
        try {
            return SafetensorsFile.open(folder.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean has(String name) {
        return io.names().contains(name);
    }

    /** A floating tensor of io.safetensors as an array. */
    public NDArray array(Ops ops, String name) {
        return ops.array(io.floats(name), io.shape(name));
    }

    /** An integer tensor of io.safetensors as an array. */
    public NDArray longArray(Ops ops, String name) {
        return ops.array(io.longs(name), io.shape(name));
    }

    /** Checks an output or activation. */
    public void check(Ops ops, String name, NDArray actual) {
        check(name, ops.floats(actual), OUTPUT_TOLERANCE);
    }

    /** Checks numbers against a tensor of the fixture. */
    public void check(String name, float[] actual, double tolerance) {
        assertThat(error(name, actual, 0))
                .as("%s: relative error of %s", folder.getFileName(), name)
                .isLessThan(tolerance);
    }

    /** Checks a gradient ({@code grad.…}). */
    public void checkGradient(Ops ops, String name, NDArray actual) {
        checkGradient(ops, name, actual, GRADIENT_TOLERANCE);
    }

    public void checkGradient(Ops ops, String name, NDArray actual, double tolerance) {
        double error = error(name, ops.floats(actual), 1e-2 * largestGradient());
        assertThat(error)
                .as("%s: relative error of %s", folder.getFileName(), name)
                .isLessThan(tolerance);
    }

    /**
     * Checks all gradients that the fixture holds for the given parameters; returns how many there
     * were.
     */
    public int checkGradients(Ops ops, Map<String, NDArray> gradients) {
        int checked = 0;
        for (Map.Entry<String, NDArray> entry : gradients.entrySet()) {
            String name = "grad." + entry.getKey();
            if (has(name)) {
                checkGradient(ops, name, entry.getValue());
                checked++;
            }
        }
        return checked;
    }

    private double largestGradient() {
        if (largestGradient < 0) {
            largestGradient = 0;
            for (String name : io.names()) {
                if (name.startsWith("grad.")) {
                    largestGradient = Math.max(largestGradient, largest(io.floats(name)));
                }
            }
        }
        return largestGradient;
    }

    /** max|a−b| / max(max|b|, floor). */
    public double error(String name, float[] actual, double floor) {
        float[] expected = io.floats(name);
        assertThat(actual.length).as("elements of %s", name).isEqualTo(expected.length);
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("%s[%d]", name, i).isNotNaN();
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
        }
        double scale = Math.max(largest(expected), floor);
        return scale == 0 ? difference : difference / scale;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @Override
    public void close() {
        try {
            io.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
