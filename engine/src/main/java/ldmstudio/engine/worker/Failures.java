package ldmstudio.engine.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.run.Hinted;
import org.jspecify.annotations.Nullable;

/** Puts exceptions into words for a {@link Reply.Failure}. */
final class Failures {
    private Failures() {}

    static Reply.Failure of(String id, Throwable e) {
        if (e instanceof ConfigException config) {
            return config(id, config);
        }
        if (e instanceof OutOfMemoryError) {
            return new Reply.Failure(
                    id,
                    "out of memory",
                    "Choose a smaller batch or smaller pictures.",
                    stackTrace(e));
        }
        @Nullable String message = e.getMessage();
        String words =
                message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
        String hint = e instanceof Hinted hinted ? hinted.hint() : "";
        boolean expected = e instanceof RefusedException || e instanceof ProtocolException;
        String details = expected ? "" : stackTrace(e);
        return new Reply.Failure(id, words, hint, details);
    }

    private static Reply.Failure config(String id, ConfigException e) {
        int count = e.problems().size();
        String message =
                count == 1
                        ? e.problems().get(0).toString()
                        : "the configuration has " + count + " problems";
        String details = String.join("\n", e.problems().stream().map(Problem::toString).toList());
        return new Reply.Failure(id, message, "Correct the values and start again.", details);
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
