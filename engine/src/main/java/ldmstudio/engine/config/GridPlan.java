package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The cells of a grid, each with all that it is drawn with. */
public final class GridPlan {
    /** More pictures than anybody waits for. */
    public static final int MOST_CELLS = 4096;

    /**
     * One picture.
     *
     * @param x column, from 0
     * @param y row
     * @param z page
     */
    public record Cell(int x, int y, int z, GridPoint point) {
        /** The name of its folder. */
        public String name() {
            return "cell-z" + z + "-y" + y + "-x" + x;
        }
    }

    /**
     * A grid as far as it can be read.
     *
     * @param plan null when there are problems
     * @param problems everything that is wrong, each with the key of its field
     */
    public record Checked(
            @org.jspecify.annotations.Nullable GridPlan plan, List<Problem> problems) {}

    private final GridConfig config;
    private final List<List<String>> labels;
    private final List<Cell> cells;

    private GridPlan(GridConfig config, List<List<String>> labels, List<Cell> cells) {
        this.config = config;
        this.labels = labels;
        this.cells = cells;
    }

    /** Reads a grid and checks all of it at once. */
    public static Checked check(GridConfig config, GridFacts facts) {
        return new GridReading(config, facts).read();
    }

    /**
     * The plan of a grid.
     *
     * @throws ConfigException with everything that is wrong
     */
    public static GridPlan of(GridConfig config, GridFacts facts) {
        Checked checked = check(config, facts);
        if (checked.plan() == null) {
            throw new ConfigException(checked.problems());
        }
        return checked.plan();
    }

    static GridPlan of(GridConfig config, GridPoint base, List<List<GridAxisValues.Step>> axes) {
        List<Cell> cells = new ArrayList<>();
        List<GridAxisValues.Step> still = List.of(new GridAxisValues.Step("", point -> point));
        List<List<GridAxisValues.Step>> full =
                axes.stream().map(axis -> axis.isEmpty() ? still : axis).toList();
        for (int z = 0; z < full.get(2).size(); z++) {
            for (int y = 0; y < full.get(1).size(); y++) {
                for (int x = 0; x < full.get(0).size(); x++) {
                    GridPoint point = base;
                    List<GridAxisValues.Step> steps =
                            List.of(full.get(0).get(x), full.get(1).get(y), full.get(2).get(z));
                    for (boolean last : new boolean[] {false, true}) {
                        for (GridAxisValues.Step step : steps) {
                            point = step.last() == last ? step.change().apply(point) : point;
                        }
                    }
                    cells.add(new Cell(x, y, z, point));
                }
            }
        }
        List<List<String>> labels =
                full.stream()
                        .map(axis -> axis.stream().map(GridAxisValues.Step::label).toList())
                        .toList();
        return new GridPlan(config, labels, List.copyOf(cells));
    }

    public GridConfig config() {
        return config;
    }

    /** Labels of the columns; one empty label where nothing varies. */
    public List<String> columns() {
        return labels.get(0);
    }

    /** Labels of the rows, likewise. */
    public List<String> rows() {
        return labels.get(1);
    }

    /** Labels of the pages, likewise. */
    public List<String> pages() {
        return labels.get(2);
    }

    /** Page by page, row by row. */
    public List<Cell> cells() {
        return cells;
    }

    /** The same, all of one model after the other, since loading one takes time. */
    public List<Cell> inDrawingOrder() {
        Set<String> models = new LinkedHashSet<>();
        cells.forEach(cell -> models.add(cell.point().model()));
        List<Cell> ordered = new ArrayList<>();
        for (String model : models) {
            cells.stream().filter(cell -> cell.point().model().equals(model)).forEach(ordered::add);
        }
        return ordered;
    }

    /** What a cell shows, in words: the labels of its column, row and page. */
    public String caption(Cell cell) {
        List<String> words = new ArrayList<>();
        words.add(columns().get(cell.x()));
        words.add(rows().get(cell.y()));
        words.add(pages().get(cell.z()));
        words.removeIf(String::isEmpty);
        return String.join(" · ", words);
    }

    /**
     * How often the denoiser is asked for a cell: guidance asks it twice, a picture to start from
     * spares steps.
     */
    public long calls(Cell cell) {
        SamplingConfig how = cell.point().how();
        boolean begins = !config.picture().isBlank() && config.extend().isBlank();
        double steps = how.steps() * (begins ? cell.point().strength() : 1);
        return Math.max(1, Math.round(steps)) * (how.guidanceScale() == 1 ? 1 : 2);
    }

    /** The same for some cells. */
    public long calls(List<Cell> some) {
        return some.stream().mapToLong(this::calls).sum();
    }
}
