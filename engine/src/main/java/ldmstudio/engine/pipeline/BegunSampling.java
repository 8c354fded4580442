package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;

/**
 * Pictures of a plan that begin from files: image-to-image, inpainting and outpainting behind one
 * door, with recipes that say so. The command line and the window draw through it, so that they
 * draw the same.
 */
public final class BegunSampling {
    /** Seeds between two outpainted pictures: each window takes the next one. */
    private static final long SEEDS_APART = 1000;

    private final LoadedModel model;
    private final BeginningFiles files;
    private final SamplingPlan plan;
    private final Map<String, String> facts;

    /**
     * @param plan of what is drawn; what it begins from is replaced by the files
     * @throws IOException when a file cannot be read for its sha256
     */
    public BegunSampling(LoadedModel model, BeginningFiles files, SamplingPlan plan)
            throws IOException {
        this.model = model;
        this.files = files;
        this.plan = plan.withFrom(files.beginning(model.pipeline().model()));
        this.facts = files.facts();
    }

    /**
     * Draws all pictures.
     *
     * @throws IllegalArgumentException for a wish or size that this model does not know
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    public List<PixelImage> draw(PipelineListener listener) {
        Outpainting.Margins margins = files.margins();
        if (margins == null || files.picture() == null) {
            return model.sample(plan, listener);
        }
        PixelImage picture = PictureFile.read(files.picture());
        Outpainting outpainting = new Outpainting(model.pipeline());
        List<PixelImage> pictures = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++) {
            PixelImage grown =
                    outpainting.extend(
                            picture,
                            margins,
                            plan.how().with("seed", plan.seed() + SEEDS_APART * i),
                            plan.wishes().get(i),
                            plan.previewEvery(),
                            new OneOf(listener, i, plan.count()));
            pictures.add(grown);
            listener.pictures(List.of(grown), i);
        }
        return pictures;
    }

    /** What is needed to draw picture {@code index} again. */
    public ImageRecipe recipe(int index, PixelImage drawn) {
        return model.recipe(plan, index)
                .withSettings(facts)
                .withSize(drawn.width(), drawn.height());
    }

    /** Steps of one picture among several that are drawn one after the other. */
    private record OneOf(PipelineListener behind, int index, int count)
            implements PipelineListener {
        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            behind.step(index * totalSteps + step, count * totalSteps, previews, index);
        }

        @Override
        public boolean cancelled() {
            return behind.cancelled();
        }
    }
}
