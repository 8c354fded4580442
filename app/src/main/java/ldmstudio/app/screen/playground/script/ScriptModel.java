package ldmstudio.app.screen.playground.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import ldmstudio.app.screen.playground.Drawing;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.GridAxis;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridFacts;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.run.GridFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.worker.GridSamples;
import ldmstudio.engine.worker.SampleSettings;
import org.jspecify.annotations.Nullable;

/** State of "Script"; knows no controls. All on the window's thread. */
final class ScriptModel {
    /** What a press of the draw button becomes. */
    enum Kind {
        NONE("None"),
        MATRIX("Prompt matrix"),
        GRID("X/Y/Z grid");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The axes' names, as in the configuration. */
    static final List<String> AXES = List.of("x", "y", "z");

    /** Key of a drawing's script with the whole grid as YAML. */
    static final String GRID = "grid";

    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(this, "kind", Kind.NONE);
    private final Map<String, ObjectProperty<GridAxis>> axes = new HashMap<>();
    private final BooleanProperty goOn = new SimpleBooleanProperty(this, "goOn", true);
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes", 0);
    private final CallTimes times = new CallTimes();
    private Map<String, Object> description = Map.of();
    private Supplier<@Nullable Drawing> asked = () -> null;
    private @Nullable GridFolder last;

    /** The last grid of an earlier session, to be opened when its model is known; empty: none. */
    private String remembered = "";

    ScriptModel() {
        for (String axis : AXES) {
            ObjectProperty<GridAxis> property = new SimpleObjectProperty<>(GridAxis.NONE);
            property.addListener((o, was, is) -> changed());
            axes.put(axis, property);
        }
        kind.addListener((o, was, is) -> changed());
        goOn.addListener((o, was, is) -> changed());
    }

    ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    ObjectProperty<GridAxis> axis(String name) {
        ObjectProperty<GridAxis> property = axes.get(name);
        if (property == null) {
            throw new IllegalArgumentException("there is no axis " + name);
        }
        return property;
    }

    /** Whether a stopped grid of the same values goes on in place of a new one. */
    BooleanProperty goOnProperty() {
        return goOn;
    }

    ReadOnlyIntegerProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    void modelChanged(Map<String, Object> told) {
        description = told;
        changed();
    }

    void asking(Supplier<Drawing> supplier) {
        asked = supplier::get;
        changed();
    }

    /** Null where a press would only say what is missing, such as a model. */
    private @Nullable Drawing asked() {
        try {
            return asked.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }

    /** The newest grid, drawn or being drawn; null: none yet. */
    @Nullable GridFolder last() {
        return last;
    }

    void show(GridFolder folder) {
        last = folder;
        changed();
    }

    /** What would be drawn now, checked; empty without a script or where nothing is known yet. */
    Optional<GridPlan.Checked> check() {
        Drawing drawing = kind.get() == Kind.NONE ? null : asked();
        return drawing == null ? Optional.empty() : Optional.of(check(drawing));
    }

    private GridPlan.Checked check(Drawing drawing) {
        if (last == null && !remembered.isEmpty()) {
            Path place = Path.of(remembered);
            remembered = "";
            last = GridFolder.read(place).flatMap(grid -> open(grid, place, drawing)).orElse(null);
        }
        return GridPlan.check(config(drawing), facts(drawing));
    }

    private GridConfig config(Drawing drawing) {
        SampleSettings settings = drawing.settings();
        List<String> prompts = settings.prompts();
        int label = settings.classLabels().isEmpty() ? -1 : settings.classLabels().get(0);
        String model = settings.model().isEmpty() ? drawing.model() : settings.model();
        GridConfig grid =
                GridConfig.defaults()
                        .with("model", pinned(model))
                        .with("prompt", prompts.isEmpty() ? "" : prompts.get(0))
                        .with("class_name", label < 0 ? "" : String.valueOf(label))
                        .withSampling(settings.how());
        grid = GridSamples.withBeginning(grid, settings.from());
        for (String axis : AXES) {
            GridAxis chosen = axis(axis).get();
            grid = kind.get() == Kind.GRID ? grid.withAxis(axis, chosen) : grid;
        }
        return grid;
    }

    /** A run trains on: the whole grid is drawn with the checkpoint that is its newest now. */
    private static String pinned(String model) {
        try {
            Path path = Path.of(model);
            if (!Files.isDirectory(path.resolve("checkpoints"))) {
                return model;
            }
            Map<Long, String> steps = GridFolder.checkpointsOf(path);
            return steps.entrySet().stream()
                    .max(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .orElse(model);
        } catch (RunFolderException | InvalidPathException e) {
            return model;
        }
    }

    private GridFacts facts(Drawing drawing) {
        Map<Long, String> checkpoints;
        try {
            checkpoints = GridFolder.checkpointsOf(Path.of(drawing.model()));
        } catch (RunFolderException | InvalidPathException e) {
            checkpoints = Map.of();
        }
        GridFacts told = GridFacts.of(description, checkpoints, ScriptModel::isThere);
        // A model that was not loaded yet has said nothing of itself.
        boolean text = description.isEmpty() || told.text();
        return new GridFacts(
                text, drawing.classes(), told.samplers(), checkpoints, ScriptModel::isThere);
    }

    private static boolean isThere(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The grid that was stopped and would go on; empty: a new one begins. */
    Optional<GridFolder> stopped(GridPlan plan) {
        GridFolder folder = last;
        if (folder == null || folder.missing().isEmpty()) {
            return Optional.empty();
        }
        // A seed that is drawn by lot for each press must not make it another grid.
        long seed = folder.plan().config().sampling().seed();
        GridConfig same = plan.config().withSampling(plan.config().sampling().with("seed", seed));
        return same.equals(folder.plan().config()) ? Optional.of(folder) : Optional.empty();
    }

    /**
     * The parts of what a press of the draw button becomes.
     *
     * @throws IllegalArgumentException saying what is wrong, or that the folder cannot be made
     */
    Drawing expand(Drawing drawing) {
        if (kind.get() == Kind.NONE) {
            return drawing;
        }
        GridPlan.Checked checked = check(drawing);
        GridPlan plan = checked.plan();
        if (plan == null) {
            throw new IllegalArgumentException(
                    String.join(
                            "\n",
                            checked.problems().stream().map(p -> words(kind.get(), p)).toList()));
        }
        GridFolder folder;
        try {
            Optional<GridFolder> before = goOn.get() ? stopped(plan) : Optional.empty();
            folder =
                    before.isPresent()
                            ? before.get()
                            : GridFolder.open(Path.of(drawing.settings().outDir()), plan);
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        show(folder);
        List<SampleSettings> parts = new ArrayList<>();
        for (GridPlan.Cell cell : folder.missing()) {
            parts.add(GridSamples.of(folder.plan(), cell, 1, folder.folder(cell)));
        }
        return drawing.withParts(
                parts,
                Map.of(
                        GRID,
                        folder.plan().config().toYaml(),
                        "folder",
                        folder.folder().toString()));
    }

    /** A problem with the name of its field in people's words. */
    static String words(Kind kind, Problem problem) {
        boolean matrix = kind == Kind.MATRIX;
        if (matrix && problem.key().equals("x.key")) {
            return "The prompt holds no choices yet, such as {red|blue}.";
        }
        if (problem.key().equals("prompt")) {
            // It stands above, as it is.
            return "Prompt: " + problem.brief();
        }
        boolean axis = problem.key().matches("[xyz](\\..*)?");
        String field = axis ? problem.key().substring(0, 1) : problem.key().replace('_', ' ');
        String name =
                field.isEmpty()
                        ? ""
                        : field.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                + field.substring(1)
                                + ": ";
        String value = problem.value().isEmpty() ? "" : "“" + problem.value() + "” ";
        return (matrix && axis ? "" : name) + value + problem.brief();
    }

    /** The grid of a drawing, such as one of an earlier session; empty when it cannot be read. */
    Optional<GridFolder> folderOf(Drawing drawing) {
        String yaml = drawing.script().get(GRID);
        String place = drawing.script().get("folder");
        if (yaml == null || place == null) {
            return Optional.empty();
        }
        GridFolder known = last;
        if (known != null && known.folder().equals(Path.of(place))) {
            return Optional.of(known);
        }
        try {
            return open(GridConfig.parse(yaml, place), Path.of(place), drawing);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** A grid that was begun before, whatever has become of its files since. */
    private Optional<GridFolder> open(GridConfig grid, Path place, Drawing drawing) {
        GridFacts facts = facts(drawing);
        try {
            GridPlan plan =
                    GridPlan.of(
                            grid,
                            new GridFacts(
                                    true,
                                    facts.classes(),
                                    List.of(),
                                    facts.checkpoints(),
                                    path -> true));
            return Optional.of(GridFolder.open(place, plan));
        } catch (ConfigException | IOException e) {
            return Optional.empty();
        }
    }

    /** A drawing has taken so long. */
    void took(Drawing drawing, double seconds) {
        if (times.took(drawing, seconds)) {
            changed();
        }
    }

    /**
     * How long so many denoiser calls take with the asked model; empty before its first drawing.
     */
    Optional<Double> seconds(long calls) {
        return Optional.ofNullable(asked()).flatMap(d -> times.seconds(d.model(), calls));
    }

    /** The choice and its fields as text, and where the last grid lies. */
    String state() {
        GridConfig grid = GridConfig.defaults();
        for (String axis : AXES) {
            grid = grid.withAxis(axis, axis(axis).get());
        }
        GridFolder folder = last;
        String place = folder == null ? remembered : folder.folder().toString();
        return kind.get().name() + "\n" + place + "\n" + grid.toYaml() + times.lines();
    }

    /** Takes over a remembered state; what cannot be read is ignored. */
    void restore(String state) {
        String[] parts = state.split("\n", 3);
        if (parts.length < 3) {
            return;
        }
        try {
            GridConfig grid = GridConfig.parse(parts[2], "script");
            remembered = last == null ? parts[1] : "";
            times.read(parts[2]);
            take(grid);
            kind.set(Kind.valueOf(parts[0]));
        } catch (IllegalArgumentException e) {
            kind.set(Kind.NONE);
        }
    }

    /** Takes over the axes of a grid. */
    void take(GridConfig grid) {
        axis("x").set(grid.x());
        axis("y").set(grid.y());
        axis("z").set(grid.z());
    }
}
