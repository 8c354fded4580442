package ldmstudio.app.screen.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.screen.training.ChartBoard;
import ldmstudio.app.screen.training.PreviewPicture;
import ldmstudio.app.screen.training.TrainingContent;
import ldmstudio.app.screen.training.TrainingScreen;
import ldmstudio.app.screen.training.TrainingViewModel;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/** What the diffusion page adds to the frame: samples of every evaluation and its curves. */
public final class DiffusionContent implements TrainingContent {
    private final PictureTiles tiles = new PictureTiles();
    private @Nullable AutoencoderChooser chooser;

    private DiffusionContent() {}

    /** The page. */
    public static TrainingScreen screen(AppContext context) {
        return new TrainingScreen(
                context,
                "diffusion",
                "Diffusion",
                MaterialDesignB.BLUR,
                c -> new DiffusionContent());
    }

    @Override
    public String invitation() {
        return "Choose a recipe and an autoencoder on the right and press Train, or choose an"
                + " earlier run above. Samples with always the same noise appear at every"
                + " evaluation.";
    }

    @Override
    public List<ChartBoard.Page> charts() {
        return List.of(
                new ChartBoard.Page(
                        "Loss",
                        List.of(
                                new ChartBoard.Curves(
                                        "Loss",
                                        List.of("loss", "val_loss"),
                                        true,
                                        "The loss appears with the first steps"),
                                new ChartBoard.Curves(
                                        "Gradient norm",
                                        List.of("gradient_norm"),
                                        true,
                                        "Appears with the first steps")),
                        ""),
                new ChartBoard.Page(
                        "By timestep",
                        List.of(
                                new ChartBoard.Curves(
                                        "Loss by timestep",
                                        List.of("loss_bucket_*"),
                                        true,
                                        "Appears with the first steps")),
                        "loss_bucket_"),
                new ChartBoard.Page(
                        "Validation by timestep",
                        List.of(
                                new ChartBoard.Curves(
                                        "Validation loss by timestep",
                                        List.of("val_loss_bucket_*"),
                                        true,
                                        "Appears with the first evaluation")),
                        "val_loss_bucket_"),
                new ChartBoard.Page(
                        "Rate and speed",
                        List.of(
                                new ChartBoard.Curves(
                                        "Learning rate",
                                        List.of("learning_rate"),
                                        false,
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
        tiles.setId("previews");
        tiles.setOnOpen(
                index ->
                        lightbox.open(
                                IntStream.range(0, tiles.tiles().size())
                                        .mapToObj(
                                                i ->
                                                        new Lightbox.Picture(
                                                                tiles.tiles().get(i).image(),
                                                                "Sample "
                                                                        + (i + 1)
                                                                        + "  "
                                                                        + tiles.tiles()
                                                                                .get(i)
                                                                                .caption()))
                                        .toList(),
                                index));
        return tiles;
    }

    @Override
    public void show(long step, Map<String, List<PreviewPicture>> pictures) {
        List<PreviewPicture> samples =
                pictures.getOrDefault("sample", pictures.getOrDefault("grid", List.of()));
        tiles.setTiles(
                samples.stream().map(p -> new PictureTiles.Tile(p.image(), p.caption())).toList());
    }

    @Override
    public Set<String> hiddenPaths() {
        return Set.of("autoencoder");
    }

    @Override
    public Optional<Node> controls(TrainingViewModel model) {
        chooser = new AutoencoderChooser(model);
        return Optional.of(chooser);
    }

    @Override
    public void refresh(TrainingViewModel model) {
        // The chooser follows the model by itself.
    }

    @Override
    public String obstacle(TrainingViewModel model) {
        return chooser == null || chooser.obstacle().isEmpty()
                ? ""
                : "An autoencoder is missing; see above.";
    }

    @Override
    public Optional<Path> needs(TrainingViewModel model) {
        return chooser == null ? Optional.empty() : chooser.needs();
    }
}
