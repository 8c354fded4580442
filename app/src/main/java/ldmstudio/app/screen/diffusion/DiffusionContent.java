package ldmstudio.app.screen.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import ldmstudio.app.AppContext;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.Lightbox;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.screen.training.ChartBoard;
import ldmstudio.app.screen.training.PreviewPicture;
import ldmstudio.app.screen.training.TrainingContent;
import ldmstudio.app.screen.training.TrainingScreen;
import ldmstudio.app.screen.training.TrainingViewModel;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/** What the diffusion page adds to the frame: samples of every evaluation and its curves. */
public final class DiffusionContent implements TrainingContent {
    private final PictureTiles tiles = new PictureTiles();
    private final JobRunner runner;
    private @Nullable AutoencoderChooser chooser;
    private @Nullable DataConfig namesOf;
    private List<String> classNames = List.of();
    private List<PreviewPicture> samples = List.of();

    private DiffusionContent(JobRunner runner) {
        this.runner = runner;
    }

    /** The page. */
    public static TrainingScreen screen(AppContext context) {
        return new TrainingScreen(
                context,
                "diffusion",
                "Diffusion",
                MaterialDesignB.BLUR,
                c -> new DiffusionContent(c.runner()));
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
        samples = pictures.getOrDefault("sample", pictures.getOrDefault("grid", List.of()));
        showSamples();
    }

    private void showSamples() {
        tiles.setTiles(
                IntStream.range(0, samples.size())
                        .mapToObj(i -> new PictureTiles.Tile(samples.get(i).image(), caption(i)))
                        .toList());
    }

    /** What the picture's own recipe says; else the classes, which evaluations draw in turn. */
    private String caption(int index) {
        String said = samples.get(index).caption();
        return said.isEmpty() && !classNames.isEmpty()
                ? classNames.get(index % classNames.size())
                : said;
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
        DataConfig data =
                model.form().config() instanceof Stage2Config stage2 && stage2.condition().byClass()
                        ? stage2.data()
                        : null;
        if (Objects.equals(data, namesOf)) {
            return;
        }
        namesOf = data;
        classNames = List.of();
        showSamples();
        if (data != null) {
            runner.run("Read the names of the classes", p -> classNames(data))
                    .onSuccess(
                            names -> {
                                if (data.equals(namesOf)) {
                                    classNames = names;
                                    showSamples();
                                }
                            });
        }
    }

    private static List<String> classNames(DataConfig data) {
        try (Dataset dataset = Datasets.open(data, 8, Split.TRAIN)) {
            return dataset.classes();
        } catch (DataException e) {
            // Pictures of a run whose data has moved are shown without names.
            return List.of();
        }
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
