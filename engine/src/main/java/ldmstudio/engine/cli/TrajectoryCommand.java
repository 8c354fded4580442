package ldmstudio.engine.cli;

import ai.djl.ndarray.NDArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.Branch;
import ldmstudio.engine.pipeline.LatentAxes;
import ldmstudio.engine.pipeline.LatentColors;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.Planes;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Trajectory;
import ldmstudio.engine.pipeline.TrajectoryListener;
import ldmstudio.engine.pipeline.TrajectoryState;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.GridImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.worker.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm trajectory}: every step of one sampling, and of another that branches off. */
@Command(
        name = "trajectory",
        mixinStandardHelpOptions = true,
        header = "Follow a sampling step by step.",
        description = {
            "Writes strip.png, a column a state: latents as colours (first three channels, -3 to 3),",
            "the noisy state decoded, and the picture that the network believes in; below them the",
            "same for a branch. trajectory.csv has timestep, noise level and distance of each state.",
            "A branch at 0 is another sampler from the same noise. Multistep samplers begin a branch",
            "without the answers of earlier steps."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm trajectory runs/shapes-text --prompt 'a red star' --set steps=12",
            "  ldm trajectory runs/shapes-text --branch-at 0 --branch sampler=euler",
            "  ldm trajectory runs/shapes-text --branch-at 5 --branch guidance_scale=8"
        })
final class TrajectoryCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "run folder or checkpoint folder")
    private Path model;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "what to draw")
    private String prompt = "";

    @Option(names = "--class", paramLabel = "NAME", description = "class name or number")
    private @Nullable String className;

    @Option(names = "--seed", description = "default 0")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any key of 'sampling', such as steps=12 or sampler=euler")
    private List<String> settings = List.of();

    @Option(
            names = "--branch-at",
            paramLabel = "STEP",
            description = "steps after which another way branches off")
    private @Nullable Integer branchAt;

    @Option(
            names = "--branch",
            paramLabel = "KEY=VALUE",
            description = "what the branch has differently; prompts=TEXT gives it a prompt")
    private List<String> branch = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the files; default trajectory")
    private Path out = Path.of("trajectory");

    @Option(names = "--device", description = "auto, cpu or cuda:N")
    private String device = "auto";

    @Option(names = "--json", description = "Print the files as JSON.")
    private boolean json;

    TrajectoryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (branchAt == null && !branch.isEmpty()) {
            throw new IllegalArgumentException("--branch needs --branch-at, the step to branch at");
        }
        try (LoadedModel loaded = LoadedModel.load(model, new MachineConfig(device, "auto", 0))) {
            SamplingConfig how =
                    with(
                            loaded.defaults().with("seed", seed).with("prompts", ""),
                            settings,
                            "--set");
            SamplingPlan plan = plan(loaded, how, prompt);
            @Nullable SamplingPlan other = null;
            if (branchAt != null) {
                SamplingConfig others = with(how, branch, "--branch");
                List<String> own = others.promptList();
                other = plan(loaded, others, own.isEmpty() ? prompt : own.get(0));
            }
            Trajectory way = follow(loaded, plan, other);
            write(loaded, plan, way);
            return ExitCodes.OK;
        }
    }

    private SamplingPlan plan(LoadedModel loaded, SamplingConfig how, String text) {
        int label = className == null ? loaded.labelsInTurn(1).get(0) : loaded.label(className);
        return SamplingPlan.of(how, new Wish(label, text, null), 1, 1);
    }

    private static SamplingConfig with(SamplingConfig how, List<String> changes, String option) {
        SamplingConfig changed = how;
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        option + " is '" + change + "'; give KEY=VALUE, for example steps=12");
            }
            changed = changed.with(change.substring(0, equals), change.substring(equals + 1));
        }
        return changed;
    }

    private Trajectory follow(LoadedModel loaded, SamplingPlan plan, @Nullable SamplingPlan other) {
        AtomicBoolean stop = new AtomicBoolean();
        try (ProgressMeter meter = context.progress("following", 1);
                StopSignal signal =
                        StopSignal.install(() -> stop.set(true), Duration.ofSeconds(30))) {
            return Trajectory.follow(
                    loaded.pipeline(),
                    plan,
                    other == null || branchAt == null ? null : new Branch(branchAt, other),
                    new TrajectoryListener() {
                        @Override
                        public void state(boolean onBranch, TrajectoryState state) {
                            meter.update(state.step(), state.total(), onBranch ? "branch" : "");
                        }

                        @Override
                        public boolean cancelled() {
                            return stop.get();
                        }
                    });
        }
    }

    private void write(LoadedModel loaded, SamplingPlan plan, Trajectory way) throws Exception {
        Files.createDirectories(out);
        int before = way.branch().isEmpty() || branchAt == null ? 0 : branchAt;
        int columns = Math.max(way.trunk().size(), before + way.branch().size());
        LatentAxes axes = LatentAxes.of(way.trunk().get(0).predicted());
        List<PixelImage> tiles = new ArrayList<>(rows(loaded, axes, way.trunk(), 0, columns));
        if (!way.branch().isEmpty()) {
            tiles.addAll(rows(loaded, axes, way.branch(), before, columns));
        }
        Path strip = out.resolve("strip.png");
        PngFiles.write(GridImage.of(tiles, columns, 2), loaded.recipe(plan, 0).textChunks(), strip);
        Path table = out.resolve("trajectory.csv");
        DurableFiles.write(table, csv(way).getBytes(StandardCharsets.UTF_8));
        if (json) {
            context.printJson(Map.of("strip", strip.toString(), "table", table.toString()));
        } else {
            TrajectoryState last =
                    (way.branch().isEmpty() ? way.trunk() : way.branch())
                            .get((way.branch().isEmpty() ? way.trunk() : way.branch()).size() - 1);
            context.out()
                    .println(
                            strip
                                    + " and "
                                    + table
                                    + (last.distance() < 0
                                            ? ""
                                            : String.format(
                                                    Locale.ROOT,
                                                    "; the results are %.3f apart",
                                                    last.distance())));
        }
    }

    /** Three rows, padded to equal length with empty tiles. */
    private static List<PixelImage> rows(
            LoadedModel loaded,
            LatentAxes axes,
            List<TrajectoryState> way,
            int before,
            int columns) {
        List<PixelImage> latents = new ArrayList<>();
        List<PixelImage> noisy = new ArrayList<>();
        List<PixelImage> predicted = new ArrayList<>();
        for (TrajectoryState state : way) {
            noisy.add(decoded(loaded, state.latents()));
            predicted.add(decoded(loaded, state.predicted()));
            latents.add(enlarged(LatentColors.of(state.latents(), axes), noisy.get(0).width()));
        }
        PixelImage first = noisy.get(0);
        PixelImage empty =
                new PixelImage(
                        first.width(), first.height(), new int[first.width() * first.height()]);
        List<PixelImage> rows = new ArrayList<>();
        for (List<PixelImage> row : List.of(latents, noisy, predicted)) {
            for (int i = 0; i < columns; i++) {
                int at = i - before;
                rows.add(at >= 0 && at < row.size() ? row.get(at) : empty);
            }
        }
        return rows;
    }

    private static PixelImage decoded(LoadedModel loaded, Planes latents) {
        try (Scope scope = Scope.open()) {
            NDArray z =
                    loaded.ops()
                            .array(
                                    latents.values(),
                                    1,
                                    latents.channels(),
                                    latents.height(),
                                    latents.width());
            return loaded.pipeline().decode(z).get(0);
        }
    }

    private static PixelImage enlarged(PixelImage picture, int width) {
        int factor = Math.max(1, width / picture.width());
        int[] argb = new int[picture.width() * factor * picture.height() * factor];
        for (int i = 0; i < argb.length; i++) {
            int x = i % (picture.width() * factor);
            int y = i / (picture.width() * factor);
            argb[i] = picture.pixel(x / factor, y / factor);
        }
        return new PixelImage(picture.width() * factor, picture.height() * factor, argb);
    }

    private static String csv(Trajectory way) {
        StringBuilder lines =
                new StringBuilder("way,step,timestep,signal,noise,distance,predicted_distance\n");
        way.trunk().forEach(state -> line(lines, "first", state));
        way.branch().forEach(state -> line(lines, "branch", state));
        return lines.toString();
    }

    private static void line(StringBuilder lines, String way, TrajectoryState state) {
        lines.append(
                String.format(
                        Locale.ROOT,
                        "%s,%d,%.4f,%.6f,%.6f,%s,%s\n",
                        way,
                        state.step(),
                        state.timestep(),
                        state.signal(),
                        state.noise(),
                        distance(state.distance()),
                        distance(state.predictedDistance())));
    }

    private static String distance(double value) {
        return value < 0 ? "" : String.format(Locale.ROOT, "%.6f", value);
    }
}
