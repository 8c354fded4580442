package ldmstudio.engine.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.run.GridImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import ldmstudio.engine.train.Trainings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ldm quickstart}: the whole way once, on made-up pictures. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        header = "Made-up pictures to new ones, in minutes.",
        description = {
            "Made-up shapes → autoencoder → latents → diffusion → new pictures, in some minutes on two",
            "cores. Started again, it goes on where it was."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ldm quickstart", "  ldm quickstart --out /tmp/first"})
final class QuickstartCommand implements Callable<Integer> {
    private static final int PICTURES = 36;

    private final CommandContext context;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "workspace folder; default quickstart")
    private Path out = Path.of("quickstart");

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    QuickstartCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        long begin = System.nanoTime();
        Path runs = out.resolve("runs");
        Path autoencoder = runs.resolve("shapes-autoencoder");
        Path diffusion = runs.resolve("shapes-diffusion");
        context.err().println("1 of 3: an autoencoder for made-up shapes");
        int code = train("shapes_autoencoder", List.of(), autoencoder);
        if (code != ExitCodes.OK) {
            return code;
        }
        context.err().println("2 of 3: a denoiser on its latents");
        code =
                train(
                        "shapes_diffusion",
                        List.of("autoencoder=runs/" + autoencoder.getFileName()),
                        diffusion);
        if (code != ExitCodes.OK) {
            return code;
        }
        context.err().println("3 of 3: new pictures");
        Path grid = draw(diffusion);
        context.out()
                .printf(Locale.ROOT, "%s after %.0f s%n", grid, (System.nanoTime() - begin) * 1e-9);
        context.out().println("More: ldm sample " + diffusion + " --class star --seed 1 --count 9");
        return ExitCodes.OK;
    }

    /** Trains, goes on with, or finds finished. */
    private int train(String recipe, List<String> overrides, Path folder) throws Exception {
        if (RunStatus.isRunFolder(folder)) {
            if (RunStatus.of(folder).state() == RunState.FINISHED) {
                context.err().println(folder + " is there already");
                return ExitCodes.OK;
            }
            try (Trainings.Ready ready = Trainings.resume(folder)) {
                return new ConsoleTraining(context).run(ready, json);
            }
        }
        RunConfig config = Recipes.named(recipe).read(overrides);
        try (Trainings.Ready ready = Trainings.start(config, folder)) {
            return new ConsoleTraining(context).run(ready, json);
        }
    }

    private Path draw(Path run) throws Exception {
        try (LoadedModel model = LoadedModel.load(run, MachineConfig.defaults())) {
            SamplingPlan plan =
                    SamplingPlan.ofClasses(
                            model.defaults().with("seed", 1),
                            model.labelsInTurn(PICTURES),
                            PICTURES,
                            0);
            List<PixelImage> pictures = model.sample(plan, PipelineListener.NONE);
            Path grid = out.resolve("grid.png");
            PngFiles.write(GridImage.of(pictures), model.recipe(plan, 0).textChunks(), grid);
            return grid;
        }
    }
}
