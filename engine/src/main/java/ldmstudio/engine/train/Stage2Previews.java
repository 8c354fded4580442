package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.DiffusionPipeline;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.Planes;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.GridImage;
import ldmstudio.engine.run.PngFiles;
import org.jspecify.annotations.Nullable;

/**
 * The samples of an evaluation: always the same noise and classes, so that only the training
 * changes them.
 */
final class Stage2Previews {
    private static final int BATCH = 16;

    private final SamplingConfig sampling;
    private final int classCount;
    private final Dataset heldOut;
    private final @Nullable MaskConditions masks;

    Stage2Previews(
            SamplingConfig sampling,
            int classCount,
            Dataset heldOut,
            @Nullable MaskConditions masks) {
        this.masks = masks;
        this.sampling = sampling;
        this.classCount = classCount;
        this.heldOut = heldOut;
    }

    void write(DiffusionPipeline pipeline, TrainingTask.Previews previews) throws IOException {
        boolean text = pipeline.model().listensToText();
        List<String> prompts = sampling.promptList();
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < sampling.count(); i++) {
            String prompt = "";
            if (text) {
                prompt =
                        prompts.isEmpty()
                                ? heldOut.entry(i % heldOut.size()).caption()
                                : prompts.get(i % prompts.size());
            }
            Planes mask = masks == null ? null : masks.planes(heldOut, i % heldOut.size());
            wishes.add(new Wish(classCount == 0 ? -1 : i % classCount, prompt, mask));
        }
        List<PixelImage> pictures =
                pipeline.sample(
                        new SamplingPlan(sampling, wishes, BATCH, 0), PipelineListener.NONE);
        PreviewPictures.write(previews, "sample", pictures);
        int columns =
                classCount > 1 && classCount <= 12
                        ? classCount
                        : (int) Math.ceil(Math.sqrt(pictures.size()));
        Path grid = previews.folder().resolve("grid.png");
        PixelImage sheet = GridImage.of(pictures, columns, 2);
        previews.later(
                () -> {
                    PngFiles.write(sheet, Map.of(), grid);
                    previews.add("grid", List.of(grid));
                });
    }
}
