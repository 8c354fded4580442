package ldmstudio.engine.pipeline;

import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;

/**
 * Grows a picture beyond its edges: windows of the model's size are laid over the edge, half on
 * what is there, and their empty part is painted, one after the other, each seeing what the ones
 * before have painted.
 *
 * <p>Works with any denoiser through {@link KnownPart}, and better with one that was trained to
 * paint around the known.
 */
public final class Outpainting {
    private final DiffusionPipeline pipeline;
    private final int side;

    /** New pixels on each side. */
    public record Margins(int left, int top, int right, int bottom) {
        private static final int MOST = 8192;

        public Margins {
            for (int margin : new int[] {left, top, right, bottom}) {
                if (margin < 0 || margin > MOST) {
                    throw new IllegalArgumentException(
                            "A margin is " + margin + " px; allowed: 0 to " + MOST);
                }
            }
        }
    }

    public Outpainting(DiffusionPipeline pipeline) {
        this.pipeline = pipeline;
        DiffusionModel model = pipeline.model();
        int factor = model.autoencoder() == null ? 1 : model.autoencoder().factor();
        side = Math.min(model.height(), model.width()) * factor;
    }

    /**
     * The picture with margins around it; its own pixels stay as they are.
     *
     * @param how its seed is the first window's, the next one's is one more
     * @param wish what the new part shows
     * @param previewEvery steps between previews of the whole sheet; 0: none
     * @param listener hears the steps of all windows
     * @throws IllegalArgumentException for a picture that is smaller than the model draws
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    public PixelImage extend(
            PixelImage picture,
            Margins margins,
            SamplingConfig how,
            Wish wish,
            int previewEvery,
            PipelineListener listener) {
        if (picture.width() < side || picture.height() < side) {
            throw new IllegalArgumentException(
                    "The picture is "
                            + picture.width()
                            + "x"
                            + picture.height()
                            + "; outpainting needs at least "
                            + side
                            + "x"
                            + side
                            + ": scale it up first");
        }
        Sheet sheet = new Sheet(picture, margins);
        List<Sheet.Window> windows = sheet.windows(side);
        for (int i = 0; i < windows.size(); i++) {
            Window watch = new Window(sheet, windows.get(i), i, windows.size(), listener);
            paint(
                    sheet,
                    windows.get(i),
                    how.with("seed", how.seed() + i),
                    wish,
                    previewEvery,
                    watch);
        }
        return sheet.picture();
    }

    private void paint(
            Sheet sheet,
            Sheet.Window window,
            SamplingConfig how,
            Wish wish,
            int previewEvery,
            PipelineListener listener) {
        Planes empty = sheet.empty(window, side);
        boolean anything = false;
        for (float value : empty.values()) {
            anything |= value > 0;
        }
        if (anything) {
            Beginning edge = Beginning.inpaint(sheet.part(window, side), empty, 1);
            SamplingPlan plan = new SamplingPlan(how, List.of(wish), edge, 1, previewEvery);
            sheet.put(window, pipeline.sample(plan, listener).get(0));
        }
    }

    /** One window's steps among those of all; its previews are shown in their place. */
    private record Window(
            Sheet sheet, Sheet.Window place, int index, int count, PipelineListener behind)
            implements PipelineListener {
        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            List<PixelImage> whole =
                    previews.stream().map(preview -> sheet.with(place, preview)).toList();
            behind.step(index * totalSteps + step, count * totalSteps, whole, 0);
        }

        @Override
        public boolean cancelled() {
            return behind.cancelled();
        }
    }
}
