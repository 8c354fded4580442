package ldmstudio.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkRecipe;
import ldmstudio.engine.config.WalkRecipes;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.evaluate.GivenBack;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.Walk;
import ldmstudio.engine.pipeline.WalkFilm;
import ldmstudio.engine.worker.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm interpolate}: a film between pictures. */
@Command(
        name = "interpolate",
        mixinStandardHelpOptions = true,
        header = "Render a film between prompts, seeds or pictures.",
        description = {
            "Renders a walk: pictures between pictures. Ctrl-C keeps the frames that are done; the",
            "same command goes on from them. The frames are those that the window shows."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm interpolate walk.yaml",
            "  ldm interpolate --model runs/shapes-text --prompt 'a red circle' \\",
            "      --prompt 'a blue star' --seed 7 --seconds 4 --out film.mp4",
            "  ldm interpolate --model runs/NAME --mode circle --seed 3 --frames circle",
            "  ldm interpolate --model runs/NAME --picture a.png,b.png --retime features"
        })
final class InterpolateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "WALK.yaml", description = "the walk")
    private @Nullable Path file;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "run or checkpoint folder; default the file's")
    private @Nullable String model;

    @Mixin private WalkOptions options = new WalkOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = ".mp4, .gif, .apng or .png, or a folder for pictures; default walk.mp4")
    private @Nullable Path out;

    @Option(
            names = "--frames",
            paramLabel = "DIR",
            description = "write the frames as PNG files into a new folder instead")
    private @Nullable Path frames;

    @Option(names = "--device", description = "auto, cpu or cuda:N")
    private String device = "auto";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    InterpolateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        String place = model;
        if (place == null && file != null) {
            // Only its model is wanted; what else is written may lean on that model's settings.
            place = WalkRecipes.read(file, SamplingConfig.defaults()).model();
        }
        if (place == null || place.isBlank()) {
            throw new IllegalArgumentException(
                    "There is no model to draw with. Give --model RUN, or 'model:' in the file.");
        }
        try (LoadedModel loaded =
                LoadedModel.load(Path.of(place), new MachineConfig(device, "auto", 0))) {
            SamplingConfig own = loaded.defaults();
            WalkRecipe written =
                    file == null
                            ? WalkRecipe.defaults()
                                    .withWalk(
                                            WalkRecipe.defaults()
                                                    .walk()
                                                    .withSampling(options.sampling(own)))
                            : WalkRecipes.read(file, own);
            WalkRecipe recipe = options.apply(written, file == null, loaded::label);
            return render(loaded, to(recipe));
        }
    }

    /** The recipe with its film and format as the flags have it. */
    private WalkRecipe to(WalkRecipe recipe) {
        if (frames != null) {
            return recipe.with("out", frames.toString()).with("video.format", "png");
        }
        String format = recipe.video().format();
        if (out != null) {
            String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
            for (String each : List.of("mp4", "gif", "apng")) {
                format = name.endsWith("." + each) ? each : format;
            }
            format = name.contains(".") ? format : "png";
            return recipe.with("out", out.toString()).with("video.format", format);
        }
        if (!recipe.out().isBlank()) {
            return recipe;
        }
        String ending = format.equals("png") ? "" : "." + format;
        return recipe.with("out", free("walk", ending).toString());
    }

    private static Path free(String name, String ending) {
        Path path = Path.of(name + ending);
        for (int i = 2; Files.exists(path); i++) {
            path = Path.of(name + "-" + i + ending);
        }
        return path;
    }

    private int render(LoadedModel loaded, WalkRecipe recipe) throws Exception {
        Walk walk = loaded.walk(recipe.walk());
        walk.notices().forEach(context.err()::println);
        for (Path picture : walk.encodedPictures()) {
            GivenBack.of(loaded, PictureFile.read(picture))
                    .filter(GivenBack::poor)
                    .ifPresent(
                            back ->
                                    context.err()
                                            .println(picture.getFileName() + ": " + back.words()));
        }
        AtomicBoolean stop = new AtomicBoolean();
        WalkFilm.Done done;
        try (Progress progress = new Progress(stop);
                StopSignal signal =
                        StopSignal.install(() -> stop.set(true), Duration.ofSeconds(30))) {
            done =
                    loaded.film(walk, recipe.video().fps())
                            .render(Path.of(recipe.out()), recipe.video(), progress);
        }
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("path", done.path().toString());
            facts.put("frames", done.frames());
            facts.put("seconds", done.seconds());
            facts.put("spread_before", done.spreadBefore());
            facts.put("spread", done.spread());
            context.printJson(facts);
            return ExitCodes.OK;
        }
        context.out()
                .printf(
                        Locale.ROOT,
                        "%d frames, %.2f s in %s%n",
                        done.frames(),
                        done.seconds(),
                        done.path());
        if (!recipe.walk().retime().equals("none")) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "change from frame to frame: spread %.3f at even times, %.3f re-timed%n",
                            done.spreadBefore(),
                            done.spread());
        }
        return ExitCodes.OK;
    }

    /** A bar over all frames. */
    private final class Progress implements WalkFilm.Listener, AutoCloseable {
        private final AtomicBoolean stop;
        private final ProgressMeter meter = context.progress("interpolating", 1);

        Progress(AtomicBoolean stop) {
            this.stop = stop;
        }

        @Override
        public void progress(String text, int done, int total) {
            meter.update(done, total, text);
        }

        @Override
        public void frame(int frame, int all, PixelImage picture) {
            meter.update(frame, all, "");
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
