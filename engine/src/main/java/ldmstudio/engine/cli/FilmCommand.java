package ldmstudio.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.FilmConfigs;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.PartedTexts;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.pipeline.FilmProgress;
import ldmstudio.engine.pipeline.Films;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunStatus;
import ldmstudio.engine.video.VideoFormat;
import ldmstudio.engine.video.VideoWriter;
import ldmstudio.engine.worker.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm film}: how a picture or a model comes about. */
@Command(
        name = "film",
        mixinStandardHelpOptions = true,
        header = "Film a sampling or a training.",
        description = {
            "denoising: every step of a sampling, as latent channels, noisy and predicted picture.",
            "training: the previews of a run in order. checkpoints: each checkpoint draws the",
            "same noise anew. Instead of kind and model, a YAML file may say everything.",
            "The same settings give the same frames. Stopped with Ctrl+C, it keeps its frames and",
            "goes on when it is called again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm film denoising runs/shapes-text --prompt 'a red circle' --seed 7",
            "  ldm film training runs/shapes-text --format gif",
            "  ldm film checkpoints runs/shapes-text --count 9 --out videos/better.mp4",
            "  ldm film FILM.yaml",
            "  ldm film denoising runs/shapes-text --print > FILM.yaml"
        })
final class FilmCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "denoising, training or checkpoints; or a YAML file with everything")
    private String kind;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "run, checkpoint or model; a run for films of a training")
    private @Nullable Path model;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "what to draw, in turn; once for each text, which may hold a |. In the YAML the"
                            + " texts are parted by | and a bar of their own is written \\|")
    private List<String> prompts = List.of();

    @Option(names = "--class", split = ",", paramLabel = "NAME", description = "classes, in turn")
    private List<String> classes = List.of();

    @Option(names = "--seed", description = "seed of the noise")
    private @Nullable Long seed;

    @Mixin private DrawingOptions drawing = new DrawingOptions();

    @Option(names = "--count", description = "pictures side by side in a film of a training")
    private @Nullable Integer count;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any key of the YAML, such as video.quality=95")
    private List<String> settings = List.of();

    @Option(names = "--format", description = "mp4, gif, apng or png (a folder)")
    private @Nullable String format;

    @Option(names = "--fps", description = "frames a second")
    private @Nullable Integer fps;

    @Option(names = "--out", paramLabel = "FILE", description = "default: a name in videos")
    private @Nullable Path out;

    @Option(names = "--device", description = "auto, cpu or cuda:N")
    private String device = "auto";

    @Option(names = "--print", description = "Print the YAML of this film and draw nothing.")
    private boolean print;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    FilmCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        FilmConfig film = written(SamplingConfig.defaults());
        if (film.model().isBlank()) {
            throw new IllegalArgumentException(
                    "model is empty; give a run or a model after the kind, or write it into the"
                            + " file");
        }
        if (!film.kind().equals("denoising")) {
            return make(withSampling(written(ofRun(film))), null);
        }
        Path place = Path.of(film.model());
        try (LoadedModel loaded = LoadedModel.load(place, new MachineConfig(device, "auto", 0))) {
            return make(labelled(withSampling(written(loaded.defaults())), loaded), loaded);
        }
    }

    /** What the file says, or kind and model alone; keys that are left out are the model's. */
    private FilmConfig written(SamplingConfig own) {
        String lower = kind.toLowerCase(Locale.ROOT);
        FilmConfig film =
                lower.endsWith(".yaml") || lower.endsWith(".yml")
                        ? FilmConfigs.read(Path.of(kind), own)
                        : FilmConfig.defaults().withSampling(own).with("kind", lower);
        return model == null ? film : film.with("model", model.toString());
    }

    /** How a run draws its own samples. */
    private static SamplingConfig ofRun(FilmConfig film) throws Exception {
        Path run = Path.of(film.model());
        if (!RunStatus.isRunFolder(run)) {
            return SamplingConfig.defaults();
        }
        try (RunFolder folder = RunFolder.open(run)) {
            return folder.config() instanceof Stage2Config stage2
                    ? stage2.sampling()
                    : SamplingConfig.defaults();
        }
    }

    private FilmConfig withSampling(FilmConfig given) {
        FilmConfig film = given;
        film = with(film, "sampling.seed", seed);
        for (Map.Entry<String, Object> each : drawing.given().entrySet()) {
            film = film.with("sampling." + each.getKey(), each.getValue());
        }
        film = with(film, "sampling.count", count);
        film = with(film, "video.format", format);
        film = with(film, "video.fps", fps);
        if (!prompts.isEmpty()) {
            film = film.with("sampling.prompts", PartedTexts.join(prompts));
        }
        for (String said : settings) {
            Setting setting = Setting.of(said, "video.quality=95");
            film = film.with(setting.key(), setting.value());
        }
        return film;
    }

    private static FilmConfig with(FilmConfig film, String key, @Nullable Object value) {
        return value == null ? film : film.with(key, value);
    }

    private FilmConfig labelled(FilmConfig film, LoadedModel loaded) {
        if (classes.isEmpty()) {
            return film;
        }
        return film.with("class_labels", classes.stream().map(loaded::label).toList());
    }

    private int make(FilmConfig film, @Nullable LoadedModel loaded) throws Exception {
        if (print) {
            context.out().print(FilmConfigs.write(film));
            context.out().flush();
            return ExitCodes.OK;
        }
        Path file = file(film);
        AtomicBoolean stop = new AtomicBoolean();
        VideoWriter.Finished made;
        try (ProgressMeter meter = context.progress("film", 1);
                StopSignal signal =
                        StopSignal.install(() -> stop.set(true), Duration.ofSeconds(30))) {
            FilmProgress progress =
                    (what, done, total) -> {
                        meter.update(done, total, what);
                        return !stop.get();
                    };
            made =
                    loaded == null
                            ? Films.training(film, file, progress)
                            : Films.denoising(loaded, film, file, progress);
        } catch (CancellationException e) {
            context.err().println("The frames are kept: the same command goes on with them.");
            throw e;
        }
        if (json) {
            context.printJson(
                    Map.of(
                            "path",
                            made.path().toString(),
                            "frames",
                            made.frames(),
                            "seconds",
                            made.seconds()));
        } else {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%d frames, %.1f s, %dx%d: %s%n",
                            made.frames(),
                            made.seconds(),
                            made.width(),
                            made.height(),
                            file);
        }
        return ExitCodes.OK;
    }

    private Path file(FilmConfig film) {
        if (out != null) {
            return out;
        }
        if (!film.out().isBlank()) {
            return Path.of(film.out());
        }
        List<String> name = new ArrayList<>();
        name.add(String.valueOf(Path.of(film.model()).toAbsolutePath().normalize().getFileName()));
        name.add(film.kind());
        if (!film.kind().equals("training")) {
            name.add(String.valueOf(film.sampling().seed()));
        }
        String ending = VideoFormat.of(film.video().format()).ending();
        Path free = Path.of("videos", String.join("-", name) + ending);
        for (int i = 2; Files.exists(free); i++) {
            free = Path.of("videos", String.join("-", name) + "-" + i + ending);
        }
        return free;
    }
}
