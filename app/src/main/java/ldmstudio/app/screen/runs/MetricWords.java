package ldmstudio.app.screen.runs;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ldmstudio.app.chart.SeriesStyle;
import ldmstudio.app.text.Readable;

/**
 * What a run's last numbers are called and what they mean, in the order in which they are asked
 * for: how good, then how it learns, then loss by noise level, then speed and memory.
 *
 * @param name as the charts call it
 * @param value with its unit
 * @param meaning in a sentence or two
 */
record MetricWords(String name, String value, String meaning) {
    private static final int TIMESTEPS = 1000;
    private static final Pattern RANGE = Pattern.compile("(val_)?loss_bucket_(\\d+)");

    private static final List<String> ORDER =
            List.of(
                    "val_psnr",
                    "val_loss",
                    "loss",
                    "val_reconstruction_loss",
                    "reconstruction_loss",
                    "perceptual_loss",
                    "kl_loss",
                    "commitment_loss",
                    "codebook_loss",
                    "codebook_usage",
                    "val_codebook_usage",
                    "perplexity",
                    "val_perplexity",
                    "generator_loss",
                    "discriminator_loss",
                    "logits_real",
                    "logits_fake",
                    "adaptive_weight",
                    "latent_std",
                    "scaling_factor",
                    "gradient_norm",
                    "discriminator_gradient_norm",
                    "learning_rate");
    private static final List<String> LAST =
            List.of(
                    "steps_per_second",
                    "images_per_second",
                    "memory_mib",
                    "peak_memory_mib",
                    "live_arrays");

    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    Map.entry(
                            "val_psnr",
                            "How near reconstructions of held out pictures are to them; each 6 dB"
                                    + " more halves the error."),
                    Map.entry("val_loss", "The loss on pictures that are not trained on."),
                    Map.entry("loss", "What the training makes smaller, all terms together."),
                    Map.entry("reconstruction_loss", "Difference of reconstruction and picture."),
                    Map.entry(
                            "val_reconstruction_loss",
                            "Difference of reconstruction and picture, on held out pictures."),
                    Map.entry(
                            "perceptual_loss",
                            "Difference as a network for recognising pictures sees it (LPIPS)."),
                    Map.entry(
                            "kl_loss",
                            "How far the latents are from a normal distribution, in nats."),
                    Map.entry("commitment_loss", "How far latents lie from their codes."),
                    Map.entry("codebook_loss", "How far codes lie from their latents."),
                    Map.entry("codebook_usage", "Share of the codebook that is used."),
                    Map.entry(
                            "val_codebook_usage",
                            "Share of the codebook that held out pictures use."),
                    Map.entry("perplexity", "How many codes would be used if all were as often."),
                    Map.entry(
                            "val_perplexity",
                            "How many codes would be used by held out pictures if all were as"
                                    + " often."),
                    Map.entry(
                            "generator_loss",
                            "How well the discriminator tells reconstructions; smaller is better"
                                    + " for them."),
                    Map.entry("discriminator_loss", "How often the discriminator errs, as a loss."),
                    Map.entry(
                            "logits_real",
                            "How real pictures look to the discriminator, on average."),
                    Map.entry(
                            "logits_fake",
                            "How real reconstructions look to the discriminator, on average."),
                    Map.entry(
                            "adaptive_weight",
                            "Weight of the discriminator, so that it pulls as strongly as the"
                                    + " other terms."),
                    Map.entry("latent_std", "How far the latents spread."),
                    Map.entry("scaling_factor", "What latents are multiplied with for stage two."),
                    Map.entry("gradient_norm", "Length of the gradient before it is cut."),
                    Map.entry(
                            "discriminator_gradient_norm",
                            "Length of the discriminator's gradient before it is cut."),
                    Map.entry("learning_rate", "Size of a step of the optimizer."),
                    Map.entry("steps_per_second", "Steps of training in a second."),
                    Map.entry("images_per_second", "Pictures trained on in a second."),
                    Map.entry("memory_mib", "Memory of the process that trains."),
                    Map.entry("peak_memory_mib", "The most memory that the process has had."),
                    Map.entry(
                            "live_arrays",
                            "Arrays that are held at once; it stays the same in a sound run."));

    /** All numbers of a run; {@code later} win over {@code earlier} of the same name. */
    static List<MetricWords> of(Map<String, Double> earlier, Map<String, Double> later) {
        Map<String, Double> all = new java.util.TreeMap<>(earlier);
        all.putAll(later);
        return all.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> place(entry.getKey())))
                .map(entry -> of(entry.getKey(), entry.getValue(), all))
                .toList();
    }

    private static int place(String name) {
        int first = ORDER.indexOf(name);
        int last = LAST.indexOf(name);
        Matcher range = RANGE.matcher(name);
        if (range.matches()) {
            return 200 + (range.group(1) == null ? 0 : 100) + Integer.parseInt(range.group(2));
        }
        return first >= 0 ? first : last >= 0 ? 500 + last : 100;
    }

    private static MetricWords of(String name, double value, Map<String, Double> all) {
        Matcher range = RANGE.matcher(name);
        if (range.matches()) {
            String prefix = name.substring(0, name.lastIndexOf('_') + 1);
            int count =
                    (int) all.keySet().stream().filter(key -> key.matches(prefix + "\\d+")).count();
            return ofRange(range, value, count);
        }
        String label = SeriesStyle.of(name).label().replace(" (MiB)", "");
        return new MetricWords(
                label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1),
                value(name, value),
                MEANINGS.getOrDefault(name, "Recorded by the training as \"" + name + "\"."));
    }

    private static MetricWords ofRange(Matcher range, double value, int count) {
        int at = Integer.parseInt(range.group(2));
        int ranges = Math.max(count, at + 1);
        int from = at * TIMESTEPS / ranges;
        int to = (at + 1) * TIMESTEPS / ranges - 1;
        boolean held = range.group(1) != null;
        return new MetricWords(
                "%s, noise %d–%d".formatted(held ? "Validation loss" : "Loss", from, to),
                Readable.number(value),
                "The loss%s where noise of levels %d to %d was added; 0 is almost none, 999 is noise alone."
                        .formatted(held ? " on held out pictures" : "", from, to));
    }

    private static String value(String name, double value) {
        String number = Readable.number(value);
        return switch (name) {
            case "val_psnr" -> number + " dB";
            case "memory_mib", "peak_memory_mib" -> Readable.memory(value);
            case "codebook_usage", "val_codebook_usage" ->
                    String.format(Locale.ROOT, "%.0f %%", 100 * value);
            default -> number;
        };
    }
}
