package ldmstudio.engine.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolderException;

/** A loaded model as the worker sees it: draws pictures and writes them with their recipes. */
final class StudioSampleModel implements SampleModel {
    private static final int BATCH = 8;

    private final LoadedModel model;
    private final Runnable onClose;

    StudioSampleModel(LoadedModel model, Runnable onClose) {
        this.model = model;
        this.onClose = onClose;
    }

    @Override
    public Map<String, Object> description() {
        SamplingConfig defaults = model.defaults();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("stage", model.model().stage());
        facts.put("step", model.model().step());
        facts.put("img_size", model.model().imgSize());
        facts.put(
                "classes", model.model().classConditional() ? model.model().classes() : List.of());
        facts.put("text", model.listensToText());
        facts.put("samplers", model.samplers());
        facts.put("sampling", defaults);
        facts.put("device", model.ops().device().toString());
        return facts;
    }

    @Override
    public void sample(SampleSettings settings, SampleListener listener) throws Exception {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < settings.how().count(); i++) {
            wishes.add(new Wish(settings.classLabel(i), settings.prompt(i), null));
        }
        SamplingPlan plan =
                new SamplingPlan(settings.how(), wishes, BATCH, settings.previewEvery());
        Path folder = Path.of(settings.outDir());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw RunFolderException.of("make", folder, e);
        }
        try {
            model.sample(plan, new Writer(plan, folder, listener));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        } catch (CancellationException asked) {
            // The caller asked for it and knows.
            return;
        } catch (WritingFailed e) {
            throw e.reason;
        }
    }

    /** Writes pictures as they are done. */
    private final class Writer implements PipelineListener {
        private final SamplingPlan plan;
        private final Path folder;
        private final SampleListener listener;

        Writer(SamplingPlan plan, Path folder, SampleListener listener) {
            this.plan = plan;
            this.folder = folder;
            this.listener = listener;
        }

        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            listener.step(step, totalSteps, previews, firstIndex);
        }

        @Override
        public void pictures(List<PixelImage> pictures, int firstIndex) {
            for (int i = 0; i < pictures.size(); i++) {
                int index = firstIndex + i;
                Path file = folder.resolve(String.format("sample-%d-%03d.png", plan.seed(), index));
                try {
                    PngFiles.write(pictures.get(i), model.recipe(plan, index).textChunks(), file);
                } catch (RunFolderException e) {
                    throw new WritingFailed(e);
                }
                listener.image(index, file);
            }
        }

        @Override
        public boolean cancelled() {
            return listener.cancelled();
        }
    }

    /** Carries a checked error through the sampler. */
    private static final class WritingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RunFolderException reason;

        WritingFailed(RunFolderException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    @Override
    public void close() {
        model.close();
        onClose.run();
    }
}
