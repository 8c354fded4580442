package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.GridFolder;

/** Draws the missing cells of a grid in this process, at once what allows it. */
public final class GridDrawing {
    /** Hears from a drawing, and may end it. */
    public interface Listener {
        /**
         * How far it is.
         *
         * @param done denoiser calls of the cells drawn so far, parts of the current one included
         */
        void progress(double done, long total, String cell);

        /** Asked at every step. */
        boolean cancelled();
    }

    private GridDrawing() {}

    /**
     * Draws what is missing.
     *
     * @throws CancellationException when the listener asked for it; finished cells stay
     * @throws RefusedException for a cell that its model cannot draw
     */
    public static void draw(EngineService engine, GridFolder folder, Listener listener)
            throws Exception {
        GridPlan plan = folder.plan();
        List<GridPlan.Cell> cells = folder.missing();
        List<SampleSettings> drawings =
                cells.stream()
                        .map(cell -> GridSamples.of(plan, cell, 0, folder.folder(cell)))
                        .toList();
        long total = plan.calls(cells);
        long done = 0;
        ModelShelf models = new ModelShelf(engine);
        try {
            for (List<Integer> batch : SampleBatches.of(drawings)) {
                List<GridPlan.Cell> own = batch.stream().map(cells::get).toList();
                String caption = plan.caption(own.get(0));
                listener.progress(done, total, caption);
                Drawn drawn = new Drawn(listener, done, plan.calls(own), total, caption);
                SampleSettings first = drawings.get(batch.get(0));
                SampleModel model = models.model(first.model());
                if (batch.size() == 1) {
                    model.sample(first, drawn);
                } else {
                    model.sampleTogether(batch.stream().map(drawings::get).toList(), drawn);
                }
                if (drawn.pictures < batch.size()) {
                    throw new CancellationException("cancelled");
                }
                done += plan.calls(own);
            }
            listener.progress(done, total, "");
        } finally {
            models.close();
        }
    }

    /** Counts the steps of what is drawn at once. */
    private static final class Drawn implements SampleListener {
        private final Listener behind;
        private final long before;
        private final long own;
        private final long total;
        private final String caption;
        private int pictures;

        Drawn(Listener behind, long before, long own, long total, String caption) {
            this.behind = behind;
            this.before = before;
            this.own = own;
            this.total = total;
            this.caption = caption;
        }

        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            behind.progress(before + own * (double) step / totalSteps, total, caption);
        }

        @Override
        public void image(int index, Path png) {
            pictures++;
        }

        @Override
        public boolean cancelled() {
            return behind.cancelled();
        }
    }
}
