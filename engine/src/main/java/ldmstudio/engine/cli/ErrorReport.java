package ldmstudio.engine.cli;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.run.Hinted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr what went wrong and what to do, and chooses the exit code. */
final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final PrintWriter err;
    private final BooleanSupplier verbose;

    ErrorReport(PrintWriter err, BooleanSupplier verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof ConfigException config) {
            config.problems().forEach(err::println);
        } else if (e instanceof CancellationException) {
            err.println("cancelled");
        } else {
            err.println("error: " + words(e));
            if (e instanceof Hinted hinted && !hinted.hint().isEmpty()) {
                err.println(hinted.hint());
            } else if (e instanceof RuntimeException && !(e instanceof DataException)) {
                err.println("Run it again with --verbose for the details of a report.");
            }
        }
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        }
        err.flush();
        return exitCode(e);
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        err.println("error: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCodes.USAGE;
    }

    static int exitCode(Throwable e) {
        if (e instanceof ConfigException) {
            return ExitCodes.CONFIG;
        }
        if (e instanceof DataException) {
            return ExitCodes.DATA;
        }
        return e instanceof CancellationException ? ExitCodes.CANCELLED : ExitCodes.FAILURE;
    }

    private static String words(Throwable e) {
        @Nullable String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
