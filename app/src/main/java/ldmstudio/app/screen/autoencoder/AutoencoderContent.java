package ldmstudio.app.screen.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.PictureRows;
import ldmstudio.app.screen.training.ChartBoard;
import ldmstudio.app.screen.training.PreviewPicture;
import ldmstudio.app.screen.training.TrainingContent;
import ldmstudio.app.screen.training.TrainingScreen;
import ldmstudio.app.screen.training.TrainingViewModel;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** What the autoencoder's page adds to the frame: reconstructions, its curves, the switch. */
public final class AutoencoderContent implements TrainingContent {
    private static final Map<String, String> ROWS =
            Map.of(
                    "input", "Input",
                    "reconstruction", "Reconstruction",
                    "discriminator", "Discriminator: bright patches look real to it");
    private static final List<String> ORDER = List.of("input", "reconstruction", "discriminator");
    private static final int COLUMNS = 8;

    private final PictureRows rows = new PictureRows();
    private @Nullable DiscriminatorSwitch discriminator;

    private AutoencoderContent() {}

    /** The page. */
    public static TrainingScreen screen(AppContext context) {
        return new TrainingScreen(
                context,
                "autoencoder",
                "Autoencoder",
                MaterialDesignA.ARROW_COLLAPSE_HORIZONTAL,
                c -> new AutoencoderContent());
    }

    @Override
    public String invitation() {
        return "Choose a recipe on the right and press Train, or choose an earlier run above. The"
                + " pictures, their reconstructions and every loss appear here while it trains.";
    }

    @Override
    public List<ChartBoard.Page> charts() {
        return List.of(
                new ChartBoard.Page(
                        "Losses",
                        List.of(
                                new ChartBoard.Curves(
                                        "Loss terms",
                                        List.of(
                                                "loss",
                                                "reconstruction_loss",
                                                "kl_loss",
                                                "perceptual_loss",
                                                "codebook_loss",
                                                "commitment_loss"),
                                        true,
                                        "The losses appear with the first steps"),
                                new ChartBoard.Curves(
                                        "Validation PSNR (dB)",
                                        List.of("val_psnr"),
                                        false,
                                        "Appears with the first evaluation")),
                        ""),
                new ChartBoard.Page(
                        "Adversary",
                        List.of(
                                new ChartBoard.Curves(
                                        "Adversarial losses",
                                        List.of("generator_loss", "discriminator_loss"),
                                        false,
                                        "Appears when the discriminator is on"),
                                new ChartBoard.Curves(
                                        "Logits",
                                        List.of("logits_real", "logits_fake"),
                                        false,
                                        "Appears when the discriminator is on"),
                                new ChartBoard.Curves(
                                        "Adaptive weight",
                                        List.of("adaptive_weight"),
                                        true,
                                        "Appears when the discriminator is on")),
                        ""),
                new ChartBoard.Page(
                        "Codebook",
                        List.of(
                                new ChartBoard.Curves(
                                        "Share of codes in use",
                                        List.of("codebook_usage", "val_codebook_usage"),
                                        false,
                                        "Appears with a VQ-VAE (autoencoder.quantize)"),
                                new ChartBoard.Curves(
                                        "Perplexity of the codes",
                                        List.of("perplexity", "val_perplexity"),
                                        false,
                                        "Appears with a VQ-VAE (autoencoder.quantize)")),
                        ""),
                new ChartBoard.Page(
                        "Validation",
                        List.of(
                                new ChartBoard.Curves(
                                        "Validation loss",
                                        List.of("val_loss", "val_reconstruction_loss"),
                                        false,
                                        "Appears with the first evaluation"),
                                new ChartBoard.Curves(
                                        "Latents",
                                        List.of("latent_std", "scaling_factor"),
                                        false,
                                        "Appears with the first evaluation")),
                        ""),
                new ChartBoard.Page(
                        "Rate and speed",
                        List.of(
                                new ChartBoard.Curves(
                                        "Learning rate",
                                        List.of("learning_rate"),
                                        false,
                                        "Appears with the first steps"),
                                new ChartBoard.Curves(
                                        "Gradient norm",
                                        List.of("gradient_norm"),
                                        true,
                                        "Appears with the first steps"),
                                new ChartBoard.Curves(
                                        "Speed",
                                        List.of("steps_per_second", "images_per_second"),
                                        false,
                                        "Appears with the first steps")),
                        ""));
    }

    @Override
    public Region pictures(Lightbox lightbox) {
        rows.setId("previews");
        rows.setOnOpen(
                (row, column) -> {
                    List<Lightbox.Picture> all = new ArrayList<>();
                    int at = 0;
                    for (int r = 0; r < rows.rows().size(); r++) {
                        PictureRows.Row each = rows.rows().get(r);
                        for (int c = 0; c < each.pictures().size(); c++) {
                            if (r == row && c == column) {
                                at = all.size();
                            }
                            all.add(
                                    new Lightbox.Picture(
                                            each.pictures().get(c),
                                            String.format(
                                                    Locale.ROOT, "%s %d", each.name(), c + 1)));
                        }
                    }
                    lightbox.open(all, at);
                });
        return rows;
    }

    @Override
    public void show(long step, Map<String, List<PreviewPicture>> pictures) {
        List<PictureRows.Row> shown = new ArrayList<>();
        for (String kind : ORDER) {
            List<Image> images =
                    pictures.getOrDefault(kind, List.of()).stream()
                            .map(PreviewPicture::image)
                            .toList();
            if (!images.isEmpty()) {
                shown.add(
                        new PictureRows.Row(
                                ROWS.getOrDefault(kind, kind),
                                images.subList(0, Math.min(COLUMNS, images.size()))));
            }
        }
        rows.setRows(shown);
    }

    @Override
    public Set<String> hiddenPaths() {
        return Set.of("discriminator.start", "discriminator.disc_start");
    }

    @Override
    public Optional<Node> controls(TrainingViewModel model) {
        discriminator = new DiscriminatorSwitch(model);
        return Optional.of(discriminator);
    }

    @Override
    public void refresh(TrainingViewModel model) {
        if (discriminator != null) {
            discriminator.refresh();
        }
    }
}
