package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.GridFolder;

/** Draws the missing cells of a grid in this process, one after the other. */
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
        List<GridPlan.Cell> missing = folder.missing();
        long total = plan.calls(missing);
        long done = 0;
        ModelShelf models = new ModelShelf(engine);
        try {
            for (GridPlan.Cell cell : missing) {
                String caption = plan.caption(cell);
                listener.progress(done, total, caption);
                SampleSettings settings = GridSamples.of(plan, cell, 0, folder.folder(cell));
                Drawn drawn = new Drawn(listener, done, plan.calls(cell), total, caption);
                models.model(settings.model()).sample(settings, drawn);
                if (!drawn.done) {
                    throw new CancellationException("cancelled");
                }
                done += plan.calls(cell);
            }
            listener.progress(done, total, "");
        } finally {
            models.close();
        }
    }

    /** Counts the steps of one cell. */
    private static final class Drawn implements SampleListener {
        private final Listener behind;
        private final long before;
        private final long own;
        private final long total;
        private final String caption;
        private boolean done;

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
            done = true;
        }

        @Override
        public boolean cancelled() {
            return behind.cancelled();
        }
    }
}
