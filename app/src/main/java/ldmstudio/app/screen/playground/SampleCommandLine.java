package ldmstudio.app.screen.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ldmstudio.app.control.NumberText;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.SampleSettings;

/** The {@code ldm sample} line that draws the same pictures. */
final class SampleCommandLine {
    private SampleCommandLine() {}

    static String of(String model, SampleSettings settings, List<String> classes) {
        SamplingConfig how = settings.how();
        List<String> words = new ArrayList<>(List.of("ldm", "sample", quoted(model)));
        for (String prompt : settings.prompts()) {
            add(words, "--prompt", prompt);
        }
        if (!how.negativePrompt().isEmpty()) {
            add(words, "--negative", how.negativePrompt());
        }
        if (!settings.classLabels().isEmpty()) {
            add(
                    words,
                    "--class",
                    String.join(
                            ",", settings.classLabels().stream().map(String::valueOf).toList()));
        }
        add(words, "--seed", Long.toString(how.seed()));
        add(words, "--steps", Integer.toString(how.steps()));
        add(words, "--guidance", NumberText.of(how.guidanceScale()));
        add(words, "--sampler", how.sampler());
        add(words, "--count", Integer.toString(how.count()));
        if (how.eta() != 0) {
            add(words, "--eta", NumberText.of(how.eta()));
        }
        if (how.sigmaScale() != 1) {
            add(words, "--sigma-scale", NumberText.of(how.sigmaScale()));
        }
        how.unusual().forEach((key, value) -> add(words, "--set", key + "=" + value));
        begin(words, settings.from());
        return String.join(" ", words);
    }

    private static void begin(List<String> words, BeginSettings from) {
        if (!from.picture().isEmpty()) {
            add(words, "--from", from.picture());
            add(words, "--strength", NumberText.of(from.strength()));
        }
        if (!from.mask().isEmpty()) {
            add(words, "--mask", from.mask());
        }
        if (from.extendsPicture()) {
            add(
                    words,
                    "--extend",
                    String.format(
                            Locale.ROOT,
                            "%d,%d,%d,%d",
                            from.extendLeft(),
                            from.extendTop(),
                            from.extendRight(),
                            from.extendBottom()));
        }
        if (from.width() > 0) {
            add(words, "--size", from.width() + "x" + from.height());
        }
        if (from.variationAmount() > 0) {
            add(
                    words,
                    "--variation",
                    from.variationSeed() + ":" + NumberText.of(from.variationAmount()));
        }
    }

    private static void add(List<String> words, String option, String value) {
        words.add(option);
        words.add(quoted(value));
    }

    /** So that a POSIX shell takes it as one word. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:,=@%+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
