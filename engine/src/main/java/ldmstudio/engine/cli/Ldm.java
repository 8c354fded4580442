package ldmstudio.engine.cli;

import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import ldmstudio.engine.run.StudioVersion;
import ldmstudio.engine.worker.EngineService;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code ldm} command: every job of the studio without its window. */
@Command(
        name = "ldm",
        mixinStandardHelpOptions = true,
        versionProvider = Ldm.Version.class,
        description = "Trains and samples latent diffusion models on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  ldm quickstart                     made-up pictures to new ones, in minutes",
            "  ldm device                         what this machine computes with",
            "  ldm train CONFIG.yaml              train an autoencoder or a denoiser",
            "  ldm sample runs/NAME               draw new pictures",
            "",
            "'ldm COMMAND --help' explains a command with examples.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 wrong configuration,",
            "4 unusable data, 130 cancelled."
        })
public final class Ldm implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean verbose;

    public static void main(String[] args) {
        CommandContext context = CommandContext.ofProcess(Ldm::engine);
        System.exit(commandLine(context).execute(args));
    }

    /** The whole command with its subcommands; a new one is one line here. */
    public static CommandLine commandLine(CommandContext context) {
        Ldm root = new Ldm();
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new QuickstartCommand(context));
        line.addSubcommand(new TrainCommand(context));
        line.addSubcommand(new ResumeCommand(context));
        line.addSubcommand(new SampleCommand(context));
        line.addSubcommand(new TrajectoryCommand(context));
        line.addSubcommand(new GridCommand(context));
        line.addSubcommand(new FilmCommand(context));
        line.addSubcommand(new InterpolateCommand(context));
        line.addSubcommand(new EncodeCommand(context));
        line.addSubcommand(new EvaluateCommand(context));
        line.addSubcommand(new InspectCommand(context));
        line.addSubcommand(new ConvertCommand(context));
        line.addSubcommand(new RunsCommand(context));
        line.addSubcommand(new DeviceCommand(context));
        line.addSubcommand(new BenchCommand(context));
        line.addSubcommand(new WorkerCommand(context));
        line.addSubcommand(new CommandLine.HelpCommand());
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        ErrorReport errors = new ErrorReport(context.err(), () -> root.verbose);
        line.setOut(context.out());
        line.setErr(context.err());
        line.setExecutionExceptionHandler(errors);
        line.setParameterExceptionHandler(errors);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    /** Without a command there is nothing to do but to explain. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }

    private static EngineService engine() {
        return ServiceLoader.load(EngineService.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("this installation has no engine in it"));
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "LDM Studio " + StudioVersion.current(),
                "Java "
                        + Runtime.version()
                        + ", "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch")
            };
        }
    }
}
