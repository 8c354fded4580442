package ldmstudio.engine.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import ldmstudio.engine.train.Trainings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm resume}: goes on with a run. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        header = "Go on with a run.",
        description = {
            "Goes on with a run from its newest whole checkpoint. On the CPU the weights come out",
            "bit for bit as if the run had never been interrupted."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ldm resume runs/shapes-autoencoder"})
final class ResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "RUN", description = "run folder")
    private Path run;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Trainings.Ready ready = Trainings.resume(run)) {
            return new ConsoleTraining(context).run(ready, json);
        }
    }
}
