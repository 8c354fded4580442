package ldmstudio.engine.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.condition.PromptWeights;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.Tokenizer;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.evaluate.GivenBack;
import ldmstudio.engine.pipeline.BeginningFiles;
import ldmstudio.engine.pipeline.BegunSampling;
import ldmstudio.engine.pipeline.FilmProgress;
import ldmstudio.engine.pipeline.Films;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.Outpainting;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Variation;
import ldmstudio.engine.pipeline.Walk;
import ldmstudio.engine.pipeline.WalkFilm;
import ldmstudio.engine.pipeline.WalkPacing;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolderException;
import org.jspecify.annotations.Nullable;

/** A loaded model as the worker sees it: draws pictures and writes them with their recipes. */
final class StudioSampleModel implements SampleModel {
    /** Pictures that are drawn at once. */
    static final int BATCH = 8;

    private final LoadedModel model;
    private final Runnable onClose;
    private @Nullable Walk walk;

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
        Autoencoder autoencoder = model.pipeline().model().autoencoder();
        facts.put("size_multiple", autoencoder == null ? 1 : autoencoder.factor());
        facts.put(
                "classes", model.model().classConditional() ? model.model().classes() : List.of());
        facts.put("text", model.listensToText());
        facts.put("attributes", model.listensToText() ? model.model().attributes() : List.of());
        // A distilled model is told the guidance as a number; nothing pushes away from a text.
        facts.put("student", model.pipeline().model().denoiser().needs().guidance());
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
        Path folder = made(settings.outDir());
        draw(settings.from(), plan, index -> folder, listener);
    }

    @Override
    public void sampleTogether(List<SampleSettings> drawings, SampleListener listener)
            throws Exception {
        SampleBatches.require(drawings);
        List<Wish> wishes = new ArrayList<>();
        List<Long> seeds = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (SampleSettings drawing : drawings) {
            wishes.add(new Wish(drawing.classLabel(0), drawing.prompt(0), null));
            seeds.add(drawing.how().seed());
            folders.add(made(drawing.outDir()));
        }
        SampleSettings any = drawings.get(0);
        SamplingPlan plan =
                new SamplingPlan(any.how(), wishes, BATCH, any.previewEvery()).withSeeds(seeds);
        draw(any.from(), plan, folders::get, listener);
    }

    private static Path made(String name) throws RunFolderException {
        Path folder = Path.of(name);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw RunFolderException.of("make", folder, e);
        }
    }

    private void draw(
            BeginSettings from,
            SamplingPlan plan,
            IntFunction<Path> folder,
            SampleListener listener)
            throws Exception {
        try {
            BegunSampling sampling = new BegunSampling(model, files(from), plan);
            sampling.draw(new Writer(sampling, plan, folder, listener));
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        } catch (CancellationException asked) {
            // The caller asked for it and knows.
            return;
        } catch (WritingFailed e) {
            throw e.reason;
        }
    }

    @Override
    public byte[] frame(
            WalkConfig config, double at, double atY, int steps, BooleanSupplier cancelled)
            throws Exception {
        try {
            return PngFiles.encode(walk(config).frame(at, atY, steps, cancelled), Map.of());
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public List<String> notices(WalkConfig config) throws Exception {
        try {
            return walk(config).notices();
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public Map<String, Object> givenBack(Path picture) throws Exception {
        try {
            return GivenBack.of(model, PictureFile.read(picture))
                    .map(
                            back ->
                                    Map.<String, Object>of(
                                            "psnr",
                                            back.psnr(),
                                            "poor",
                                            back.poor(),
                                            "words",
                                            back.words()))
                    .orElse(Map.of());
        } catch (DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public WalkPacing pacing(WalkConfig config) throws Exception {
        try {
            return model.pacing(config);
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public RenderedWalk render(
            WalkConfig config, VideoConfig video, Path out, WalkFilm.Listener listener)
            throws Exception {
        try {
            Walk drawn = walk(config);
            WalkFilm.Done done = model.film(drawn, video.fps()).render(out, video, listener);
            return new RenderedWalk(done, drawn.notices());
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    /** The same walk is asked for again and again while a slider is dragged. */
    private Walk walk(WalkConfig config) {
        Walk last = walk;
        if (last == null || !last.config().equals(config)) {
            last = model.walk(config);
            walk = last;
        }
        return last;
    }

    @Override
    public int[] trajectory(Request.Trajectory request, TrajectoryWatch watch) throws Exception {
        return new TrajectoryJob(model, request, watch).run();
    }

    /** The same as files of the pipeline. */
    static BeginningFiles files(BeginSettings from) {
        return new BeginningFiles(
                from.picture().isBlank() ? null : Path.of(from.picture()),
                from.strength(),
                from.mask().isBlank() ? null : Path.of(from.mask()),
                from.extendsPicture()
                        ? new Outpainting.Margins(
                                from.extendLeft(),
                                from.extendTop(),
                                from.extendRight(),
                                from.extendBottom())
                        : null,
                from.width(),
                from.height(),
                new Variation(from.variationSeed(), from.variationAmount()));
    }

    @Override
    public Map<String, Object> tokens(String typed) {
        String text = PromptWeights.plain(typed);
        TextEncoder encoder = model.pipeline().model().textEncoder();
        if (encoder == null || !model.listensToText()) {
            return Map.of("count", 0, "max", 0, "cut", "", "tokens", List.of());
        }
        Tokenizer tokenizer = encoder.tokenizer();
        List<String> pieces = tokenizer.spelled(text);
        return Map.of(
                "count",
                pieces.size(),
                "max",
                tokenizer.maxLength() - 2,
                "cut",
                tokenizer.encode(text).cut(),
                "tokens",
                pieces);
    }

    @Override
    public List<String> vocabulary() {
        TextEncoder encoder = model.pipeline().model().textEncoder();
        return encoder == null || !model.listensToText() ? List.of() : encoder.tokenizer().words();
    }

    @Override
    public Map<String, Object> denoisingFilm(
            FilmConfig film, BeginSettings from, Path out, FilmProgress progress) throws Exception {
        try {
            return FilmJob.answer(Films.denoising(model, film, files(from), out, progress));
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public Map<String, Object> redraw(Path picture, SampleListener listener) throws Exception {
        return new RedrawJob(model, picture, listener).run();
    }

    @Override
    public long bytes() {
        return model.bytes();
    }

    /** Writes pictures as they are done. */
    private static final class Writer implements PipelineListener {
        private final BegunSampling sampling;
        private final SamplingPlan plan;
        private final IntFunction<Path> folder;
        private final SampleListener listener;

        Writer(
                BegunSampling sampling,
                SamplingPlan plan,
                IntFunction<Path> folder,
                SampleListener listener) {
            this.sampling = sampling;
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
                String name =
                        String.format("sample-%d-%03d.png", plan.seed(index), plan.number(index));
                Path file = folder.apply(index).resolve(name);
                PixelImage picture = pictures.get(i);
                try {
                    PngFiles.write(picture, sampling.recipe(index, picture).textChunks(), file);
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
