package ldmstudio.app.screen.playground.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ldmstudio.app.screen.playground.Drawing;
import ldmstudio.engine.worker.SampleSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a denoiser call takes with each model, as drawings have shown; kept as lines of text.
 */
final class CallTimes {
    private static final Logger LOG = LoggerFactory.getLogger(CallTimes.class);

    /** Begins a remembered line: seconds a denoiser call and model. */
    private static final String MEASURED = "# seconds_per_call ";

    /** More seconds a call than any model takes: the line is damaged. */
    private static final double LONGEST = 3600;

    private final Map<String, Double> secondsPerCall = new HashMap<>();

    /** A drawing has taken so long; whether that says anything. */
    boolean took(Drawing drawing, double seconds) {
        long calls = drawing.parts().stream().mapToLong(CallTimes::calls).sum();
        if (calls <= 0 || seconds <= 0) {
            return false;
        }
        secondsPerCall.put(drawing.model(), seconds / calls);
        return true;
    }

    private static long calls(SampleSettings part) {
        int guided = part.how().guidanceScale() == 1 ? 1 : 2;
        return (long) part.how().count() * part.how().steps() * guided;
    }

    /** How long so many denoiser calls take with a model; empty before its first drawing. */
    Optional<Double> seconds(String model, long calls) {
        return Optional.ofNullable(secondsPerCall.get(model)).map(each -> each * calls);
    }

    /** What is known as comments behind a YAML, so that an older version reads over them. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        secondsPerCall.forEach(
                (model, each) ->
                        lines.append(MEASURED).append(each).append(' ').append(model).append('\n'));
        return lines.toString();
    }

    /** Takes over what an earlier session knew; what was measured since stays. */
    void read(String lines) {
        lines.lines().filter(line -> line.startsWith(MEASURED)).forEach(this::take);
    }

    private void take(String line) {
        String[] words = line.substring(MEASURED.length()).split(" ", 2);
        try {
            double each = Double.parseDouble(words[0]);
            if (words.length == 2 && each > 0 && each < LONGEST) {
                secondsPerCall.putIfAbsent(words[1], each);
            }
        } catch (NumberFormatException e) {
            LOG.debug("not understood: {}", line);
        }
    }
}
