package ldmstudio.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;
import ldmstudio.engine.worker.EngineService;

/**
 * What every command is given: its streams, the engine, the clock. Results go to {@link #out()},
 * where a script reads them; progress and messages go to {@link #err()}.
 *
 * @param rawOut the bytes behind {@code out}, for the worker's protocol
 * @param interactive whether {@code err} is a terminal that a person looks at
 * @param engineSource made at first use, since loading libtorch takes a second that {@code ldm
 *     --help} need not wait for
 */
public record CommandContext(
        InputStream in,
        OutputStream rawOut,
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        Clock clock,
        Supplier<EngineService> engineSource) {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    /** The context of a program at a terminal or in a script. */
    public static CommandContext ofProcess(Supplier<EngineService> engineSource) {
        return of(System.in, System.out, System.err, System.console() != null, engineSource);
    }

    /** A context with other streams, as tests use it. */
    public static CommandContext of(
            InputStream in,
            OutputStream out,
            PrintStream err,
            boolean interactive,
            Supplier<EngineService> engineSource) {
        return new CommandContext(
                in,
                out,
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                interactive,
                Clock.systemUTC(),
                engineSource);
    }

    public EngineService engine() {
        return engineSource.get();
    }

    /** Prints a result for scripts: records, maps and lists as JSON with keys in snake_case. */
    public void printJson(Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
        }
    }

    /**
     * Shows how far a task is: a bar at a terminal, else a plain line now and then.
     *
     * @param total units of the task; 0 or less: unknown
     */
    public ProgressMeter progress(String task, long total) {
        return interactive ? new BarMeter(task, total) : new LineMeter(task, total, err, clock);
    }
}
