package ldmstudio.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.config.GridAxis;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridFacts;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.GridFolder;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.EngineService;
import ldmstudio.engine.worker.GridDrawing;
import ldmstudio.engine.worker.SampleModel;
import ldmstudio.engine.worker.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm grid}: pictures side by side in which something varies. */
@Command(
        name = "grid",
        mixinStandardHelpOptions = true,
        header = "Draw a labelled grid in which settings or the prompt vary.",
        description = {
            "Draws one picture for every combination of up to three axes, and grid.png with labels",
            "and the recipe of the whole grid. An axis is KEY=VALUES. KEY is a key of 'sampling'",
            "(steps, guidance_scale, sampler, seed, sigma_scale, ...), class, prompt (whole ones,",
            "parted by |), prompt.replace (OLD|NEW|NEW), model (steps of the run, or paths),",
            "from.strength or variation. VALUES are lists and ranges: 2, 4, 8 or 1-10:+3 or 0-1 [5].",
            "",
            "A prompt may be a matrix: {red|blue} draws each of them, {|large} without and with,",
            "and parts after a | outside braces are switched on and off. A backslash takes the next",
            "letter as it is. Choices take the axes that are free. Asked again with the same values,",
            "a grid that was stopped goes on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm grid runs/shapes-text --prompt 'a {red|blue} {circle|star}'",
            "  ldm grid runs/NAME --x guidance_scale=1,3,5 --y seed=1-4",
            "  ldm grid runs/NAME --x model=all --y 'prompt=a red star|a blue circle'",
            "  ldm grid runs/NAME --x steps=5-25:+10 --y sampler=ddim,dpmpp_2m --out compared"
        })
final class GridCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "run folder or checkpoint folder")
    private Path model;

    @Option(names = "--x", paramLabel = "KEY=VALUES", description = "from left to right")
    private @Nullable String x;

    @Option(names = "--y", paramLabel = "KEY=VALUES", description = "from top to bottom")
    private @Nullable String y;

    @Option(names = "--z", paramLabel = "KEY=VALUES", description = "from page to page")
    private @Nullable String z;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "what to draw; may be a matrix")
    private String prompt = "";

    @Option(names = "--class", paramLabel = "NAME", description = "class name or number")
    private String className = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any key of 'sampling', such as steps=20")
    private List<String> settings = List.of();

    @Option(
            names = "--begin",
            paramLabel = "KEY=VALUE",
            description =
                    "what pictures begin from: picture, strength, mask, extend, width, height, variation_seed, variation_amount")
    private List<String> beginning = List.of();

    @Option(names = "--seed", description = "default 0")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "folder; default grid")
    private Path out = Path.of("grid");

    @Option(names = "--dry-run", description = "Only say what would be drawn.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the files as JSON.")
    private boolean json;

    GridCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        EngineService engine = context.engine();
        Path place = engine.place(model);
        Map<String, Object> description;
        try (SampleModel loaded = engine.load(place)) {
            description = loaded.description();
        }
        if (!(description.get("sampling") instanceof SamplingConfig own)) {
            throw new CheckpointException(model + " does not say how it draws");
        }
        GridFacts facts =
                GridFacts.of(
                        description,
                        GridFolder.checkpointsOf(model),
                        path -> Files.exists(Path.of(path)));
        GridPlan plan = GridPlan.of(config(own.with("seed", seed), place), facts);
        String size =
                plan.cells().size()
                        + " pictures ("
                        + plan.columns().size()
                        + " x "
                        + plan.rows().size()
                        + (plan.pages().size() > 1 ? " x " + plan.pages().size() : "")
                        + "), "
                        + plan.calls(plan.cells())
                        + " denoiser calls";
        if (dryRun) {
            context.out().println(size);
            return ExitCodes.OK;
        }
        context.err().println(size);
        GridFolder folder = GridFolder.open(out, plan);
        draw(engine, folder);
        Path sheet = out.resolve(GridFolder.SHEET);
        PngFiles.write(GridSheet.of(folder, -1), GridSheet.textChunks(plan), sheet);
        if (json) {
            List<String> cells =
                    plan.cells().stream()
                            .flatMap(cell -> folder.picture(cell).stream())
                            .map(Path::toString)
                            .toList();
            context.printJson(Map.of("grid", sheet.toString(), "cells", cells));
        } else {
            context.out().println(sheet);
        }
        return ExitCodes.OK;
    }

    private void draw(EngineService engine, GridFolder folder) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (ProgressMeter meter = context.progress("drawing", 1);
                StopSignal signal =
                        StopSignal.install(() -> stop.set(true), Duration.ofSeconds(30))) {
            GridDrawing.draw(
                    engine,
                    folder,
                    new GridDrawing.Listener() {
                        @Override
                        public void progress(double done, long total, String cell) {
                            meter.update(Math.round(done), total, cell);
                        }

                        @Override
                        public boolean cancelled() {
                            return stop.get();
                        }
                    });
        } catch (CancellationException e) {
            context.err()
                    .println(
                            "Stopped with "
                                    + folder.missing().size()
                                    + " pictures to go; the same command goes on.");
            throw e;
        }
    }

    private GridConfig config(SamplingConfig how, Path place) {
        SamplingConfig sampling = how;
        for (String setting : settings) {
            String[] pair = pair("--set", setting);
            sampling = sampling.with(pair[0], pair[1]);
        }
        GridConfig grid =
                GridConfig.defaults()
                        .with("model", place.toString())
                        .with("prompt", prompt)
                        .with("class_name", className)
                        .withSampling(sampling);
        for (String setting : beginning) {
            String[] pair = pair("--begin", setting);
            grid = grid.with(pair[0], pair[1]);
        }
        return axis(axis(axis(grid, "x", x), "y", y), "z", z);
    }

    private static GridConfig axis(GridConfig grid, String name, @Nullable String said) {
        if (said == null) {
            return grid;
        }
        String[] pair = pair("--" + name, said);
        return grid.withAxis(name, new GridAxis(pair[0], pair[1]));
    }

    private static String[] pair(String option, String said) {
        int equals = said.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    option + " is '" + said + "'; give KEY=VALUE, such as guidance_scale=1,3,5");
        }
        return new String[] {said.substring(0, equals).strip(), said.substring(equals + 1)};
    }
}
