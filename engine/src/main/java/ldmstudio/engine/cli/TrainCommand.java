package ldmstudio.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.train.Trainings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm train}: a new run. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Train an autoencoder or a denoiser.",
        description = {
            "Trains an autoencoder (stage: autoencoder) or a denoiser (stage: diffusion) as a YAML",
            "file says. Ctrl-C saves a checkpoint and stops; 'ldm resume' goes on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm train shapes_autoencoder",
            "  ldm train shapes_diffusion autoencoder=runs/shapes-autoencoder",
            "  ldm train my.yaml --run runs/second learning_rate=3e-4 batch_size=32",
            "",
            "A name without .yaml is a built-in recipe; without a key=value nothing is changed."
        })
final class TrainCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "CONFIG", description = "YAML file or built-in recipe")
    private String config;

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "values that replace the file's")
    private List<String> overrides = List.of();

    @Option(names = "--run", paramLabel = "DIR", description = "run folder; default runs/NAME")
    private @Nullable Path run;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RunConfig read = read(config, overrides);
        Path folder = run == null ? free(Path.of("runs"), read.name()) : run;
        try (Trainings.Ready ready = Trainings.start(read, folder)) {
            return new ConsoleTraining(context).run(ready, json);
        }
    }

    /** A file, or a built-in recipe by its name. */
    static RunConfig read(String config, List<String> overrides) {
        Path file = Path.of(config);
        if (!Files.exists(file) && !config.endsWith(".yaml") && !config.endsWith(".yml")) {
            return Recipes.named(config).read(overrides);
        }
        return RunConfigs.read(file, overrides);
    }

    /** {@code NAME}, or {@code NAME-2} … when there are such runs already. */
    static Path free(Path runs, String name) {
        Path folder = runs.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = runs.resolve(name + "-" + i);
        }
        return folder;
    }
}
