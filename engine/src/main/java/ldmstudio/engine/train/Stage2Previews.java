package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.DiffusionPipeline;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.run.GridImage;
import ldmstudio.engine.run.PngFiles;

/**
 * The samples of an evaluation: always the same noise and classes, so that only the training
 * changes them.
 */
final class Stage2Previews {
    private static final int BATCH = 16;

    private final SamplingConfig sampling;
    private final int classCount;

    Stage2Previews(SamplingConfig sampling, int classCount) {
        this.sampling = sampling;
        this.classCount = classCount;
    }

    void write(DiffusionPipeline pipeline, TrainingTask.Previews previews) throws IOException {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < sampling.count(); i++) {
            labels.add(classCount == 0 ? -1 : i % classCount);
        }
        List<PixelImage> pictures =
                pipeline.sample(
                        new SamplingPlan(
                                sampling.sampler(),
                                sampling.steps(),
                                sampling.guidanceScale(),
                                sampling.eta(),
                                sampling.sigmaScale(),
                                sampling.seed(),
                                labels,
                                BATCH,
                                0),
                        PipelineListener.NONE);
        PreviewPictures.write(previews, "sample", pictures);
        int columns =
                classCount > 1 && classCount <= 12
                        ? classCount
                        : (int) Math.ceil(Math.sqrt(pictures.size()));
        Path grid = previews.folder().resolve("grid.png");
        PngFiles.write(GridImage.of(pictures, columns, 2), Map.of(), grid);
        previews.add("grid", List.of(grid));
    }
}
