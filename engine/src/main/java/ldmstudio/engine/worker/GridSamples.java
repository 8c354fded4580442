package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.config.GridPoint;

/** A grid's cells as what a worker draws: the window and the command line ask for the same. */
public final class GridSamples {
    private GridSamples() {}

    /**
     * One cell.
     *
     * @param previewEvery steps between two previews; 0: none
     */
    public static SampleSettings of(
            GridPlan plan, GridPlan.Cell cell, int previewEvery, Path outDir) {
        GridPoint point = cell.point();
        return new SampleSettings(
                point.classLabel() < 0 ? List.of() : List.of(point.classLabel()),
                point.prompt().isEmpty() ? List.of() : List.of(point.prompt()),
                point.how().with("count", 1),
                previewEvery,
                outDir.toString(),
                begin(plan.config(), point),
                point.model());
    }

    private static BeginSettings begin(GridConfig grid, GridPoint point) {
        int[] margins = new int[4];
        if (!grid.extend().isBlank()) {
            String[] parts = grid.extend().split(",", -1);
            for (int i = 0; i < margins.length; i++) {
                margins[i] = Integer.parseInt(parts[i]);
            }
        }
        return new BeginSettings(
                grid.picture(),
                point.strength(),
                grid.mask(),
                margins[0],
                margins[1],
                margins[2],
                margins[3],
                grid.width(),
                grid.height(),
                grid.variationSeed(),
                point.variation());
    }

    /** The same beginning in a grid's own words. */
    public static GridConfig withBeginning(GridConfig grid, BeginSettings begin) {
        return grid.with("picture", begin.picture())
                .with("strength", begin.strength())
                .with("mask", begin.mask())
                .with(
                        "extend",
                        begin.extendsPicture()
                                ? begin.extendLeft()
                                        + ","
                                        + begin.extendTop()
                                        + ","
                                        + begin.extendRight()
                                        + ","
                                        + begin.extendBottom()
                                : "")
                .with("width", begin.width())
                .with("height", begin.height())
                .with("variation_seed", begin.variationSeed())
                .with("variation_amount", begin.variationAmount());
    }
}
