package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridPlan;

/**
 * A grid of pictures on disk: {@code grid.yaml} says what it is, and each cell that is drawn is a
 * PNG with its recipe in a folder named after the cell. What is there already is not drawn again,
 * so that a grid that was stopped goes on.
 */
public final class GridFolder {
    /** What the grid is. */
    public static final String FILE = "grid.yaml";

    /** The whole grid as one picture. */
    public static final String SHEET = "grid.png";

    private final Path folder;
    private final GridPlan plan;

    private GridFolder(Path folder, GridPlan plan) {
        this.folder = folder;
        this.plan = plan;
    }

    /**
     * Opens a new folder for a grid, or the one in which it was begun.
     *
     * @throws RunFolderException when the folder holds another grid or cannot be written
     */
    public static GridFolder open(Path folder, GridPlan plan) throws RunFolderException {
        Path file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                if (!read(folder).equals(Optional.of(plan.config()))) {
                    throw new RunFolderException(
                            folder + " holds another grid, which would be mixed with this one",
                            "Choose another folder, or take the values in its " + FILE + ".");
                }
            } else {
                Files.createDirectories(folder);
                DurableFiles.replace(file, plan.config().toYaml().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw RunFolderException.of("make", file, e);
        }
        return new GridFolder(folder, plan);
    }

    /** The grid that a folder is of; empty when it holds none that can be read. */
    public static Optional<GridConfig> read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(GridConfig.read(file))
                    : Optional.empty();
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /**
     * Checkpoints of the run that a model is of, by step: what an axis of checkpoints may name.
     *
     * @param model a run folder or one of its checkpoints; anything else has none
     */
    public static Map<Long, String> checkpointsOf(Path model) throws RunFolderException {
        Path given = model.toAbsolutePath().normalize();
        Path run =
                RunStatus.isRunFolder(given)
                        ? given
                        : given.resolve("..").resolve("..").normalize();
        Map<Long, String> found = new LinkedHashMap<>();
        if (RunStatus.isRunFolder(run)) {
            for (Checkpoint checkpoint :
                    new Checkpoints(run.resolve(RunFolder.CHECKPOINTS)).list()) {
                found.put(checkpoint.step(), checkpoint.path().toString());
            }
        }
        return found;
    }

    public Path folder() {
        return folder;
    }

    public GridPlan plan() {
        return plan;
    }

    /** The folder into which a cell's one picture is drawn. */
    public Path folder(GridPlan.Cell cell) {
        return folder.resolve(cell.name());
    }

    /** The picture of a cell; empty: it is still to be drawn. */
    public Optional<Path> picture(GridPlan.Cell cell) {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder(cell), "*.png")) {
            for (Path picture : inside) {
                return Optional.of(picture);
            }
        } catch (IOException e) {
            // A folder that is not there, or not readable, holds no picture.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Cells that are still to be drawn, in the order in which to draw them. */
    public List<GridPlan.Cell> missing() {
        return plan.inDrawingOrder().stream().filter(cell -> picture(cell).isEmpty()).toList();
    }
}
