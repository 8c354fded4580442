package ldmstudio.engine.cli;

import java.util.concurrent.Callable;
import ldmstudio.engine.tensor.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ldm device}: what this machine computes with. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        header = "What this machine computes with.",
        description = "Says what was found to compute with, what is missing and what to do.",
        footerHeading = "%nExamples:%n",
        footer = {"  ldm device", "  ldm device --json"})
final class DeviceCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print the facts as JSON.")
    private boolean json;

    DeviceCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (json) {
            context.printJson(Devices.facts());
        } else {
            context.out().println(Devices.report());
        }
        return ExitCodes.OK;
    }
}
