package ldmstudio.app.chart;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;

/**
 * How a series is called and coloured, everywhere in the window. The colours are Okabe and Ito's,
 * which people with any colour vision tell apart; black is left out because it vanishes on dark.
 *
 * @param name the metric's name in the run's events
 * @param label what people read
 * @param color its colour in every chart and in both themes
 */
public record SeriesStyle(String name, String label, Color color) {
    private static final Color BLUE = Color.web("#0072B2");
    private static final Color SKY = Color.web("#56B4E9");
    private static final Color GREEN = Color.web("#009E73");
    private static final Color ORANGE = Color.web("#E69F00");
    private static final Color VERMILLION = Color.web("#D55E00");
    private static final Color PURPLE = Color.web("#CC79A7");
    private static final Color GREY = Color.web("#8A8F98");
    private static final List<Color> OTHERS =
            List.of(BLUE, ORANGE, GREEN, VERMILLION, PURPLE, SKY, GREY);
    private static final Pattern BUCKET = Pattern.compile("(val_)?loss_bucket_(\\d+)");

    private static final Map<String, SeriesStyle> KNOWN =
            Map.ofEntries(
                    known("loss", "total loss", BLUE),
                    known("val_loss", "validation loss", VERMILLION),
                    known("reconstruction_loss", "reconstruction", GREEN),
                    known("val_reconstruction_loss", "validation reconstruction", SKY),
                    known("kl_loss", "KL", PURPLE),
                    known("perceptual_loss", "perceptual", ORANGE),
                    known("commitment_loss", "commitment", GREY),
                    known("codebook_loss", "codebook", SKY),
                    known("codebook_usage", "codes in use", GREEN),
                    known("val_codebook_usage", "validation codes in use", VERMILLION),
                    known("perplexity", "perplexity", BLUE),
                    known("val_perplexity", "validation perplexity", ORANGE),
                    known("generator_loss", "generator (adversarial)", VERMILLION),
                    known("discriminator_loss", "discriminator", SKY),
                    known("logits_real", "logits real", GREEN),
                    known("logits_fake", "logits fake", VERMILLION),
                    known("adaptive_weight", "adaptive weight", PURPLE),
                    known("learning_rate", "learning rate", BLUE),
                    known("gradient_norm", "gradient norm", ORANGE),
                    known("val_psnr", "validation PSNR", GREEN),
                    known("steps_per_second", "steps per second", SKY),
                    known("images_per_second", "pictures per second", BLUE),
                    known("discriminator_gradient_norm", "discriminator gradient norm", GREY),
                    known("memory_mib", "memory (MiB)", GREY),
                    known("peak_memory_mib", "peak memory (MiB)", GREY),
                    known("live_arrays", "live arrays", PURPLE),
                    known("latent_std", "latent standard deviation", ORANGE),
                    known("scaling_factor", "scaling factor", SKY));

    private static Map.Entry<String, SeriesStyle> known(String name, String label, Color color) {
        return Map.entry(name, new SeriesStyle(name, label, color));
    }

    /** The style of a metric; unknown ones get a colour by their name, always the same. */
    public static SeriesStyle of(String name) {
        SeriesStyle style = KNOWN.get(name);
        if (style != null) {
            return style;
        }
        Matcher bucket = BUCKET.matcher(name);
        if (bucket.matches()) {
            return ofBucket(name, Integer.parseInt(bucket.group(2)), 10, 1000);
        }
        Color color = OTHERS.get(Math.floorMod(name.hashCode(), OTHERS.size()));
        return new SeriesStyle(name, name.replace('_', ' '), color);
    }

    /** Style of the loss of one timestep range: the ranges run through one scale of colours. */
    public static SeriesStyle ofBucket(String name, int bucket, int buckets, int timesteps) {
        double place = buckets < 2 ? 0.5 : 0.3 + 0.58 * bucket / (buckets - 1.0);
        long from = (long) bucket * timesteps / buckets;
        long to = (long) (bucket + 1) * timesteps / buckets - 1;
        return new SeriesStyle(name, "t " + from + "–" + to, HeatColors.at(place));
    }
}
