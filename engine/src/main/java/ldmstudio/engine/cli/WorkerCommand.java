package ldmstudio.engine.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import ldmstudio.engine.worker.StopSignal;
import ldmstudio.engine.worker.WorkerServer;
import picocli.CommandLine.Command;

/** {@code ldm worker}: the engine as a child process of a window. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        header = "Serves a window over standard input and output.",
        description =
                "%nReads requests and writes replies, one JSON object a line. Ends, with a"
                        + " checkpoint of the running training, when its input ends.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  echo '{\"type\":\"ping\",\"id\":\"1\"}' | ldm worker",
            "  ssh gpu-machine ldm worker         as the studio does for another machine"
        })
final class WorkerCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CommandContext context;

    WorkerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        // A stray print of any library would be taken for a reply.
        System.setOut(System.err);
        WorkerServer server = new WorkerServer(context.engine(), context.in(), context.rawOut());
        try (StopSignal signal = StopSignal.install(server::stopJobs, PATIENCE)) {
            server.serve();
            return signal.raised() ? ExitCodes.CANCELLED : ExitCodes.OK;
        }
    }
}
