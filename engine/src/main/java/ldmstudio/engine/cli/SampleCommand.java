package ldmstudio.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.BegunSampling;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.Planes;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.GridImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm sample}: new pictures. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        header = "Draw new pictures.",
        description = {
            "Draws new pictures. Each PNG holds its recipe, and the same seed gives the same",
            "picture whatever the count. What is not given is as the run drew its own samples."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm sample demo --prompt 'a red boat on the sea at night'",
            "  ldm sample runs/shapes-diffusion",
            "  ldm sample runs/shapes-diffusion --class star,circle --seed 7 --steps 30 --count 8",
            "  ldm sample runs/shapes-text --prompt 'a large red star on a white background'",
            "  ldm sample runs/shapes-mask --parts silhouette.png",
            "  ldm sample runs/NAME/checkpoints/step-00002000 --guidance 3 --out pictures"
        })
final class SampleCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "run folder, checkpoint folder, or the word demo")
    private Path model;

    @Option(
            names = "--class",
            split = ",",
            paramLabel = "NAME",
            description = "class names or numbers, in turn")
    private List<String> classes = List.of();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "what to draw; several are taken in turn; (word:1.3) is louder, (word:0.7)"
                            + " softer")
    private List<String> prompts = List.of();

    @Option(
            names = "--negative",
            paramLabel = "TEXT",
            description = "what guidance pushes away from")
    private @Nullable String negativePrompt;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any other key of 'sampling', such as karras_sigmas=true")
    private List<String> settings = List.of();

    @Mixin private BeginningOptions beginning = new BeginningOptions();

    @Mixin private PartsOptions parts = new PartsOptions();

    @Option(names = "--seed", description = "default 0")
    private long seed;

    @Mixin private DrawingOptions drawing = new DrawingOptions();

    @Option(names = "--count", description = "pictures")
    private @Nullable Integer count;

    @Option(names = "--eta", description = "noise of DDIM, 0 to 1")
    private @Nullable Double eta;

    @Option(names = "--sigma-scale", description = "factor on DDPM's noise")
    private @Nullable Double sigmaScale;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the pictures; default samples")
    private Path out = Path.of("samples");

    @Option(names = "--device", description = "auto, cpu or cuda:N")
    private String device = "auto";

    @Option(names = "--json", description = "Print the files as JSON.")
    private boolean json;

    SampleCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (LoadedModel loaded = LoadedModel.load(model, new MachineConfig(device, "auto", 0))) {
            SamplingPlan plan = plan(loaded);
            BegunSampling sampling = new BegunSampling(loaded, beginning.files(), plan);
            Files.createDirectories(out);
            AtomicBoolean stop = new AtomicBoolean();
            Progress progress = new Progress(stop);
            List<PixelImage> pictures;
            try (progress;
                    StopSignal signal =
                            StopSignal.install(() -> stop.set(true), Duration.ofSeconds(30))) {
                pictures = sampling.draw(progress);
            }
            List<String> files = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                Path file = out.resolve(String.format("sample-%d-%03d.png", plan.seed(), i));
                PixelImage picture = pictures.get(i);
                PngFiles.write(picture, sampling.recipe(i, picture).textChunks(), file);
                files.add(file.toString());
            }
            Path grid = out.resolve("grid.png");
            PngFiles.write(
                    GridImage.of(pictures), sampling.recipe(0, pictures.get(0)).textChunks(), grid);
            if (json) {
                context.printJson(Map.of("files", files, "grid", grid.toString()));
            } else {
                context.out().println(pictures.size() + " pictures and grid.png in " + out);
            }
            return ExitCodes.OK;
        }
    }

    private SamplingPlan plan(LoadedModel loaded) {
        SamplingConfig own = loaded.defaults();
        int pictures = count == null ? own.count() : count;
        // The record's own checks give the words for values out of range.
        SamplingConfig how = own.with("seed", seed).with("count", pictures);
        for (Map.Entry<String, Object> each : drawing.given().entrySet()) {
            how = how.with(each.getKey(), each.getValue());
        }
        how = with(how, "negative_prompt", negativePrompt);
        how = with(how, "eta", eta);
        how = with(how, "sigma_scale", sigmaScale);
        for (String said : settings) {
            Setting setting = Setting.of(said, "karras_sigmas=true");
            how = how.with(setting.key(), setting.value());
        }
        List<Integer> labels = loaded.labelsInTurn(pictures);
        List<Planes> masks = parts.planes(loaded.pipeline().model());
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            String prompt = prompts.isEmpty() ? "" : prompts.get(i % prompts.size());
            wishes.add(
                    new Wish(
                            classes.isEmpty()
                                    ? labels.get(i)
                                    : loaded.label(classes.get(i % classes.size())),
                            prompt,
                            masks.isEmpty() ? null : masks.get(i % masks.size())));
        }
        prompts.forEach(prompt -> loaded.notice(prompt).ifPresent(context.err()::println));
        return new SamplingPlan(how, wishes, 16, 0);
    }

    private static SamplingConfig with(SamplingConfig how, String key, @Nullable Object value) {
        return value == null ? how : how.with(key, value);
    }

    /** A bar over all steps. */
    private final class Progress implements PipelineListener, AutoCloseable {
        private final AtomicBoolean stop;
        private final ProgressMeter meter = context.progress("sampling", 1);

        Progress(AtomicBoolean stop) {
            this.stop = stop;
        }

        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            meter.update(step, totalSteps, "");
        }

        @Override
        public boolean cancelled() {
            return stop.get();
        }

        @Override
        public void close() {
            meter.close();
        }
    }
}
